using System.Text.Json;

namespace MarketingPipeline.GoogleAds;

/// <summary>
/// A row's segments beside the date as canonical text, <c>adNetworkType=SEARCH;device=MOBILE</c>, ordered ordinally by name:
/// what tells whether two files hold the same figures.
/// </summary>
internal static class SegmentText
{
    // The date decides them, so that they split no row: a report that also selects the week holds the figures of one that does not.
    private static readonly string[] OfTheDate = ["date", "dayOfWeek", "month", "monthOfYear", "quarter", "week", "year"];

    public static string Of(JsonElement segments)
    {
        List<(string Name, string Value)>? parts = null;
        foreach (var segment in segments.EnumerateObject())
        {
            if (!OfTheDate.Contains(segment.Name) && ValueOf(segment.Value) is { } value)
            {
                (parts ??= []).Add((segment.Name, value));
            }
        }

        return parts is null
            ? ""
            : string.Join(';', parts.OrderBy(part => part.Name, StringComparer.Ordinal).Select(part => $"{part.Name}={part.Value}"));
    }

    // Keywords are records, and other resources are named by path: they identify things, they do not segment.
    private static string? ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() is { } text && !IsResourceName(text) ? Escaped(text) : null,
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    // customers/1/conversionActions/2, geoTargetConstants/1012728
    private static bool IsResourceName(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0
            && text.AsSpan(0, slash) is var collection
            && (collection.SequenceEqual("customers") || collection.EndsWith("Constants", StringComparison.Ordinal));
    }

    private static string Escaped(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace(";", "%3B", StringComparison.Ordinal)
        .Replace("=", "%3D", StringComparison.Ordinal);
}
