namespace MarketingPipeline.GoogleAdsEmulator.Accounts;

/// <summary>A report's figures of one day, before they are added up over the segments that a query does not select. The campaign report has no ad group: 0.</summary>
internal readonly record struct Figures(DateOnly Date, long CampaignId, long AdGroupId, string Device, string Network, Metrics Metrics);
