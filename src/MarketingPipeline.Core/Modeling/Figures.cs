namespace MarketingPipeline.Core.Modeling;

/// <summary>The figures of campaign performance (definitions.md, mart section), in their order.</summary>
public static class Figures
{
    /// <summary>Figures that are added, or counted, over a period.</summary>
    public static IReadOnlyList<string> Sums { get; } =
    [
        "users", "sessions", "engaged_sessions", "new_users", "page_views", "engagement_seconds",
        "conversions", "transactions", "converting_users", "revenue", "new_customer_revenue",
        "cost", "clicks", "impressions", "platform_conversions", "platform_conversions_value",
    ];

    /// <summary>Ratios of sums.</summary>
    public static IReadOnlyList<string> Ratios { get; } =
        ["ctr", "cpc", "cpm", "conversion_rate", "aov", "engagement_rate", "bounce_rate", "roas", "cpa"];

    /// <summary>The dashboard's figures.</summary>
    public static IReadOnlyList<string> Kpis { get; } =
    [
        "revenue", "cost", "roas", "blended_roas", "cpa", "sessions", "users", "engaged_sessions", "conversions",
        "transactions", "conversion_rate", "aov", "clicks", "impressions", "ctr", "cpc",
    ];

    /// <summary>Parts of ratios that are no figures themselves: what the rows that can carry Google Ads cost earned.</summary>
    internal static IReadOnlyList<string> Helpers { get; } = ["cost_revenue", "cost_conversions"];

    /// <summary>Figures that Google Ads gives, in every scenario.</summary>
    internal static bool IsGoogleAds(string figure) =>
        figure is "cost" or "clicks" or "impressions" or "platform_conversions" or "platform_conversions_value";

    /// <summary>Figures that Google Ads gives where a client has no GA4.</summary>
    internal static bool IsGoogleAdsWithoutGa4(string figure) =>
        IsGoogleAds(figure) || figure is "conversions" or "revenue" or "cost_revenue" or "cost_conversions";
}
