namespace MarketingPipeline.GoogleAdsEmulator.Accounts;

/// <summary>What the campaign report knows of a campaign's day, on one device and network.</summary>
public sealed record CampaignDay(DateOnly Date, long CampaignId, Metrics Metrics)
{
    public string Device { get; init; } = Segments.DefaultDevice;

    public string Network { get; init; } = Segments.DefaultNetwork;
}
