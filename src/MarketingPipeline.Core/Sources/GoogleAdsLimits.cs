namespace MarketingPipeline.Core.Sources;

/// <summary>
/// What a value of Google Ads' reports stays below, either way, so that no sum can overflow; one that does not is staged as
/// NULL and counted.
/// </summary>
public static class GoogleAdsLimits
{
    /// <summary>Millionths of a currency.</summary>
    public const decimal Micros = 1e18m;

    /// <summary>Clicks, impressions, conversions.</summary>
    public const decimal Count = 1e15m;

    /// <summary>An amount of a currency.</summary>
    public const decimal Amount = 1e12m;
}
