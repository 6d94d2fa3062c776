namespace MarketingPipeline.GoogleAdsEmulator.Accounts;

/// <summary>What the ad-group report knows of an ad group's day, on one device and network: it need not agree with the campaign report.</summary>
public sealed record AdGroupDay(DateOnly Date, long AdGroupId, Metrics Metrics)
{
    /// <summary>The campaign, where the account does not list the ad group.</summary>
    public long? CampaignId { get; init; }

    public string Device { get; init; } = Segments.DefaultDevice;

    public string Network { get; init; } = Segments.DefaultNetwork;
}
