namespace MarketingPipeline.GoogleAdsEmulator.Accounts;

/// <summary>A campaign as it is now: reports show today's name and status beside the figures of any day. What is null is left out of answers.</summary>
public sealed record Campaign(long Id, string? Name = null)
{
    /// <summary>ENABLED, PAUSED, REMOVED, or a value that the API's version does not know yet.</summary>
    public string? Status { get; init; } = "ENABLED";

    /// <summary>SEARCH, DISPLAY, SHOPPING, VIDEO, PERFORMANCE_MAX, …</summary>
    public string? AdvertisingChannelType { get; init; } = "SEARCH";

    public string? AdvertisingChannelSubType { get; init; }

    public string? ServingStatus { get; init; }

    public string? BiddingStrategyType { get; init; }

    /// <summary>Asked as campaign.start_date up to v22 and as campaign.start_date_time from v23 on.</summary>
    public DateOnly? StartDate { get; init; }

    public DateOnly? EndDate { get; init; }

    /// <summary>A campaign of which an ad group tells no more than the id.</summary>
    internal static Campaign OnlyKnownById(long id) => new(id) { Status = null, AdvertisingChannelType = null };
}
