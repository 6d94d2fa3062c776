namespace MarketingPipeline.GoogleAdsEmulator.Accounts;

/// <summary>An ad group as it is now. Its campaign need not be among the account's: then only the campaign's id is told.</summary>
public sealed record AdGroup(long Id, long CampaignId, string? Name = null)
{
    /// <summary>ENABLED, PAUSED, REMOVED.</summary>
    public string? Status { get; init; } = "ENABLED";

    /// <summary>SEARCH_STANDARD, DISPLAY_STANDARD, …</summary>
    public string? Type { get; init; } = "SEARCH_STANDARD";
}
