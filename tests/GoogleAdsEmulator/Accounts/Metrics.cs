namespace MarketingPipeline.GoogleAdsEmulator.Accounts;

/// <summary>Figures of one row: cost in millionths of the account's currency, the conversions' value in the currency itself.</summary>
public readonly record struct Metrics(long Clicks = 0, long Impressions = 0, long CostMicros = 0, double Conversions = 0, double ConversionsValue = 0)
{
    public double AllConversions { get; init; }

    public double AllConversionsValue { get; init; }

    public long ViewThroughConversions { get; init; }

    public long Interactions { get; init; }

    public static Metrics operator +(Metrics left, Metrics right) => new(
        left.Clicks + right.Clicks,
        left.Impressions + right.Impressions,
        left.CostMicros + right.CostMicros,
        left.Conversions + right.Conversions,
        left.ConversionsValue + right.ConversionsValue)
    {
        AllConversions = left.AllConversions + right.AllConversions,
        AllConversionsValue = left.AllConversionsValue + right.AllConversionsValue,
        ViewThroughConversions = left.ViewThroughConversions + right.ViewThroughConversions,
        Interactions = left.Interactions + right.Interactions,
    };
}
