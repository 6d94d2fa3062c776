namespace MarketingPipeline.GoogleAdsEmulator.Queries;

/// <summary>The ranges that DURING names. "Last" ranges of days end yesterday.</summary>
internal static class NamedDates
{
    public static (DateOnly From, DateOnly To) Of(string name, DateOnly today)
    {
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        var sunday = today.AddDays(-(int)today.DayOfWeek);
        var month = new DateOnly(today.Year, today.Month, 1);
        return name.ToUpperInvariant() switch
        {
            "TODAY" => (today, today),
            "YESTERDAY" => (today.AddDays(-1), today.AddDays(-1)),
            "LAST_7_DAYS" => (today.AddDays(-7), today.AddDays(-1)),
            "LAST_14_DAYS" => (today.AddDays(-14), today.AddDays(-1)),
            "LAST_30_DAYS" => (today.AddDays(-30), today.AddDays(-1)),
            "LAST_BUSINESS_WEEK" => (monday.AddDays(-7), monday.AddDays(-3)),
            "THIS_MONTH" => (month, today),
            "LAST_MONTH" => (month.AddMonths(-1), month.AddDays(-1)),
            "THIS_WEEK_SUN_TODAY" => (sunday, today),
            "THIS_WEEK_MON_TODAY" => (monday, today),
            "LAST_WEEK_SUN_SAT" => (sunday.AddDays(-7), sunday.AddDays(-1)),
            "LAST_WEEK_MON_SUN" => (monday.AddDays(-7), monday.AddDays(-1)),
            _ => throw QueryError.Of("INVALID_VALUE_WITH_DURING_OPERATOR", $"Error in WHERE clause: '{name}' is not a date range."),
        };
    }
}
