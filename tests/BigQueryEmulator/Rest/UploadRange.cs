using System.Globalization;
using System.Text.RegularExpressions;
using MarketingPipeline.BigQueryEmulator.Statements;

namespace MarketingPipeline.BigQueryEmulator.Rest;

/// <summary>Which bytes of a file a request brings: none, where it only asks how far the upload is.</summary>
public sealed partial record UploadRange(long First, long Last, long? Total, bool IsStatusQuery)
{
    /// <exception cref="SqlException">The header is not one of an upload.</exception>
    public static UploadRange Read(string? header, long? contentLength)
    {
        if (string.IsNullOrEmpty(header))
        {
            return new(0, (contentLength ?? throw Invalid("no Content-Range and no Content-Length")) - 1, contentLength, contentLength == 0);
        }

        var match = Form().Match(header);
        if (!match.Success)
        {
            throw Invalid(header);
        }

        var total = match.Groups["total"].Value is var text && text == "*" ? null : (long?)Number(text);
        if (!match.Groups["first"].Success)
        {
            return new(0, -1, total, true);
        }

        var range = new UploadRange(Number(match.Groups["first"].Value), Number(match.Groups["last"].Value), total, false);
        return range.Last < range.First || range.Last >= total ? throw Invalid(header) : range;
    }

    public static SqlException Invalid(string what) => new("badRequest", $"Failed to parse Content-Range header: {what}.");

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("^bytes (\\*|(?<first>[0-9]{1,15})-(?<last>[0-9]{1,15}))/(?<total>\\*|[0-9]{1,15})$")]
    private static partial Regex Form();
}
