using System.Globalization;

namespace MarketingPipeline.GoogleAds.Api;

/// <summary>What Google Ads, or the way to it, refused. It becomes a PipelineException before anyone outside sees it.</summary>
internal sealed class ApiException(GoogleFailure failure, string message) : GoogleException(message)
{
    /// <inheritdoc/>
    public override GoogleFailure Failure => failure;

    /// <summary>Each error of Google's as <c>quotaError.RESOURCE_EXHAUSTED</c>.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>What Google refused before the API did; null where the API itself has answered.</summary>
    public GoogleErrorInfo? Info { get; init; }

    /// <summary>What Google calls the request, for its support.</summary>
    public string? RequestId { get; init; }

    /// <summary>The codes, the message and the request's id, as a user reads them.</summary>
    public string Text
    {
        get
        {
            var codes = Codes.Count == 0 ? "" : string.Join(", ", Codes) + ": ";
            var status = Codes.Count == 0 && HttpStatus is { } answered ? string.Create(CultureInfo.InvariantCulture, $" (HTTP {(int)answered})") : "";
            var request = RequestId is null ? "" : $" (request id {RequestId})";
            return $"{codes}{Message.TrimEnd('.', ' ')}{status}{request}.";
        }
    }
}
