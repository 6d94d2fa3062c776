namespace MarketingPipeline.GoogleAds;

/// <summary>The metrics that are staged.</summary>
[Flags]
internal enum ReportMetrics
{
    None = 0,
    CostMicros = 1,
    Clicks = 1 << 1,
    Impressions = 1 << 2,
    Conversions = 1 << 3,
    ConversionsValue = 1 << 4,
    AllConversions = 1 << 5,
    ViewThroughConversions = 1 << 6,
    All = (1 << 7) - 1,
}
