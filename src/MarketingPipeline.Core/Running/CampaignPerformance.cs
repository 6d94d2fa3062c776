namespace MarketingPipeline.Core.Running;

/// <summary>What a range is compared with.</summary>
public enum Comparison
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The same number of days just before.</summary>
    PreviousPeriod,

    /// <summary>The same dates a year before.</summary>
    PreviousYear,
}

/// <summary>A dimension of campaign performance to group by.</summary>
public enum PerformanceDimension
{
    /// <summary>The date; only without a comparison.</summary>
    Date,

    /// <summary>The channel grouping.</summary>
    ChannelGrouping,

    /// <summary>The source.</summary>
    Source,

    /// <summary>The medium.</summary>
    Medium,

    /// <summary>The campaign.</summary>
    Campaign,
}

/// <summary>Which figures to read.</summary>
public sealed record CampaignPerformanceQuery
{
    /// <summary>First date; default 29 days before <see cref="To"/>.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last date; default the newest mart date's as-of date.</summary>
    public DateOnly? To { get; init; }

    /// <summary>What to compare with.</summary>
    public Comparison CompareTo { get; init; }

    /// <summary>What to group by, beside the currency, which always is; default all dimensions but the date.</summary>
    public IReadOnlyList<PerformanceDimension> GroupBy { get; init; } = [PerformanceDimension.ChannelGrouping, PerformanceDimension.Source, PerformanceDimension.Medium, PerformanceDimension.Campaign];
}

/// <summary>The figures of one group over one range; null where the client has no such source or nothing is staged.</summary>
public sealed record PerformanceFigures
{
    /// <summary>Distinct users.</summary>
    public long? Users { get; init; }

    /// <summary>Sessions.</summary>
    public long? Sessions { get; init; }

    /// <summary>Engaged sessions.</summary>
    public long? EngagedSessions { get; init; }

    /// <summary>Distinct users of sessions with is_new_user.</summary>
    public long? NewUsers { get; init; }

    /// <summary>Page views.</summary>
    public long? PageViews { get; init; }

    /// <summary>Seconds of engagement.</summary>
    public decimal? EngagementSeconds { get; init; }

    /// <summary>Conversions; fractional for Google Ads only.</summary>
    public decimal? Conversions { get; init; }

    /// <summary>Transactions.</summary>
    public long? Transactions { get; init; }

    /// <summary>Distinct users who converted.</summary>
    public long? ConvertingUsers { get; init; }

    /// <summary>Revenue in the row's currency.</summary>
    public decimal? Revenue { get; init; }

    /// <summary>Revenue of new customers in the row's currency.</summary>
    public decimal? NewCustomerRevenue { get; init; }

    /// <summary>Cost in the row's currency.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Google Ads clicks.</summary>
    public long? Clicks { get; init; }

    /// <summary>Google Ads impressions.</summary>
    public long? Impressions { get; init; }

    /// <summary>Google Ads' own conversions.</summary>
    public decimal? PlatformConversions { get; init; }

    /// <summary>Google Ads' own conversions' value.</summary>
    public decimal? PlatformConversionsValue { get; init; }

    /// <summary>clicks / impressions.</summary>
    public double? Ctr { get; init; }

    /// <summary>cost / clicks.</summary>
    public double? Cpc { get; init; }

    /// <summary>1000 · cost / impressions.</summary>
    public double? Cpm { get; init; }

    /// <summary>conversions / sessions (Google Ads only: / clicks).</summary>
    public double? ConversionRate { get; init; }

    /// <summary>revenue / transactions.</summary>
    public double? Aov { get; init; }

    /// <summary>engaged_sessions / sessions.</summary>
    public double? EngagementRate { get; init; }

    /// <summary>1 − engagement_rate.</summary>
    public double? BounceRate { get; init; }

    /// <summary>Revenue of rows that can carry Google Ads cost / cost.</summary>
    public double? Roas { get; init; }

    /// <summary>cost / conversions of rows that can carry Google Ads cost.</summary>
    public double? Cpa { get; init; }
}

/// <summary>A row of campaign performance, compared where asked.</summary>
public sealed record CampaignPerformance
{
    /// <summary>The client.</summary>
    public required string Client { get; init; }

    /// <summary>First date of the range.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last date of the range.</summary>
    public required DateOnly To { get; init; }

    /// <summary>The date, where grouped by it.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>The channel grouping, where grouped by it.</summary>
    public string? ChannelGrouping { get; init; }

    /// <summary>The source, where grouped by it.</summary>
    public string? Source { get; init; }

    /// <summary>The medium, where grouped by it.</summary>
    public string? Medium { get; init; }

    /// <summary>The campaign, where grouped by it.</summary>
    public string? Campaign { get; init; }

    /// <summary>The currency of the row's money.</summary>
    public required string Currency { get; init; }

    /// <summary>The range's figures.</summary>
    public required PerformanceFigures Figures { get; init; }

    /// <summary>The figures compared with; null where nothing is compared.</summary>
    public PerformanceFigures? Previous { get; init; }

    /// <summary>Relative change of each figure by its column name; null where it cannot be known.</summary>
    public IReadOnlyDictionary<string, double?>? Change { get; init; }
}
