namespace MarketingPipeline.GoogleAds.Api;

/// <summary>An account that answers.</summary>
/// <param name="CustomerId">Its id, digits only.</param>
/// <param name="LoginCustomerId">The manager through which it is read; null for none.</param>
/// <param name="TimeZone">Its time zone, by the name that Google has for it; null where it is not known.</param>
internal sealed record ApiAccount(string CustomerId, string? LoginCustomerId, string? TimeZone = null)
{
    /// <summary>Its name among a client's sources.</summary>
    public string Source => $"customers/{CustomerId}";

    /// <summary>The date that it is there; in UTC where nobody knows the time zone.</summary>
    public DateOnly Today(TimeProvider clock) => ReportDates.Today(clock.GetUtcNow(), TimeZone);
}
