namespace MarketingPipeline.GoogleAds;

/// <summary>Dates as an account has them.</summary>
internal static class ReportDates
{
    private const int MonthsKept = 37;

    /// <summary>The date of a moment in a time zone; in UTC where nobody knows the zone.</summary>
    public static DateOnly Today(DateTimeOffset moment, string? timeZone) =>
        DateOnly.FromDateTime((timeZone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone) ? TimeZoneInfo.ConvertTime(moment, zone) : moment.ToUniversalTime()).DateTime);

    /// <summary>The oldest date of which Google still has figures by day.</summary>
    public static DateOnly Oldest(DateOnly today) => today.AddMonths(-MonthsKept);
}
