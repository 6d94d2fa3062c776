namespace MarketingPipeline.GoogleAdsEmulator.Accounts;

/// <summary>An account's today.</summary>
internal static class AccountClock
{
    public static DateOnly Today(TimeProvider clock, string? timeZone)
    {
        var zone = timeZone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var found) ? found : TimeZoneInfo.Utc;
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone).DateTime);
    }
}
