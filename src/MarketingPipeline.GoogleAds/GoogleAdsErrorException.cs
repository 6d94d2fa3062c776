using System.Text.Json;

namespace MarketingPipeline.GoogleAds;

/// <summary>
/// An error that Google Ads put into a body where rows belong. It is the cause of the <see cref="Core.PipelineException"/>
/// that a reader throws, so that whoever asked Google can decide about another try.
/// </summary>
public sealed class GoogleAdsErrorException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">Google's message.</param>
    /// <param name="code">The HTTP status code in the body; null where it has none.</param>
    /// <param name="status">The canonical status, for example RESOURCE_EXHAUSTED; null where it has none.</param>
    /// <param name="errorCodes">Each error of the failure as <c>quotaError.RESOURCE_EXHAUSTED</c>.</param>
    /// <param name="body">The <c>error</c> object as Google wrote it.</param>
    public GoogleAdsErrorException(string message, int? code, string? status, IReadOnlyList<string> errorCodes, string body)
        : base(message)
    {
        Code = code;
        Status = status;
        ErrorCodes = errorCodes;
        Body = body;
    }

    /// <summary>The HTTP status code in the body; null where it has none.</summary>
    public int? Code { get; }

    /// <summary>The canonical status, for example RESOURCE_EXHAUSTED; null where it has none.</summary>
    public string? Status { get; }

    /// <summary>Each error of the failure as <c>quotaError.RESOURCE_EXHAUSTED</c>, in Google's order.</summary>
    public IReadOnlyList<string> ErrorCodes { get; }

    /// <summary>The <c>error</c> object as Google wrote it.</summary>
    public string Body { get; }

    /// <summary>Reads an <c>error</c> object, as far as it has the usual shape: an error about an error helps nobody.</summary>
    internal static GoogleAdsErrorException Read(JsonElement error)
    {
        var codes = new List<string>();
        string? detail = null;
        foreach (var failure in error.At("details").Items().SelectMany(details => details.At("errors").Items()))
        {
            detail ??= failure.Text("message");
            if (failure.At("errorCode") is { ValueKind: JsonValueKind.Object } errorCode)
            {
                codes.AddRange(errorCode.EnumerateObject().Select(code => $"{code.Name}.{code.Value}"));
            }
        }

        int? status = error.At("code") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : null;
        var message = detail ?? error.Text("message") ?? Text(error) ?? "no message";
        return new GoogleAdsErrorException(message, status, error.Text("status"), codes, error.GetRawText());
    }

    private static string? Text(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString() : null;
}
