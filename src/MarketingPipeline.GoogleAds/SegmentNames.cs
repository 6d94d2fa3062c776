namespace MarketingPipeline.GoogleAds;

/// <summary>Which segments a report may have, beside its date.</summary>
internal static class SegmentNames
{
    /// <summary>They split a campaign's figures into parts that add up to them.</summary>
    private static readonly string[] Splits = ["adNetworkType", "device", "hour"];

    // The date decides them: a report that also selects the week holds the figures of one that does not.
    private static readonly string[] OfTheDate = ["date", "dayOfWeek", "month", "monthOfYear", "quarter", "week", "year"];

    public static bool IsSplit(string name) => Splits.Contains(name);

    public static bool IsOfTheDate(string name) => OfTheDate.Contains(name);

    /// <summary>The first segment whose parts do not add up to the campaign's figures, or only to some of them; null where there is none.</summary>
    public static string? Other(IEnumerable<string> names) => names.FirstOrDefault(name => !IsSplit(name) && !IsOfTheDate(name));
}
