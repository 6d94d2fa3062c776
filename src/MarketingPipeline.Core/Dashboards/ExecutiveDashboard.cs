using System.Text.Json.Serialization;

namespace MarketingPipeline.Core.Dashboards;

/// <summary>A figure of the last 30 days, of the 30 before, and the relative change; null where it cannot be known.</summary>
/// <param name="Last30Days">The figure of the 30 days that end with the report's date.</param>
/// <param name="Previous30Days">The figure of the 30 days before.</param>
/// <param name="Change">(last − previous) / previous.</param>
public sealed record Kpi(
    [property: JsonPropertyName("last_30d")] decimal? Last30Days,
    [property: JsonPropertyName("prev_30d")] decimal? Previous30Days,
    [property: JsonPropertyName("change")] double? Change);

/// <summary>A channel's part. Units as in definitions.md.</summary>
public sealed record ChannelRow(string ChannelGrouping, long? Sessions, decimal? Conversions, long? Transactions, decimal? Revenue, decimal? Cost, double? Roas, double? ConversionRate);

/// <summary>A campaign's part.</summary>
public sealed record CampaignRow(string? Campaign, string ChannelGrouping, string? Source, string? Medium, decimal? Conversions, long? Transactions, decimal? Revenue, decimal? Cost, double? Roas, long? Clicks, long? Impressions);

/// <summary>A day's figures.</summary>
public sealed record DayRow(DateOnly Date, long? Sessions, long? Users, decimal? Conversions, long? Transactions, decimal? Revenue, decimal? Cost, double? Roas, long? Clicks);

/// <summary>A device category's part.</summary>
public sealed record DeviceRow(string? DeviceCategory, long? Sessions, decimal? Conversions, long? Transactions, decimal? Revenue);

/// <summary>
/// The executive dashboard of one client: the row of mart_&lt;client&gt;_executive_dashboard as an object
/// (definitions.md, last section). Its JSON is the row's: property names are the column names.
/// </summary>
public sealed record ExecutiveDashboard
{
    /// <summary>The client.</summary>
    public required string Client { get; init; }

    /// <summary>full, ga4_only or google_ads_only.</summary>
    public required string Scenario { get; init; }

    /// <summary>The as-of date.</summary>
    public required DateOnly ReportDate { get; init; }

    /// <summary>The currency of all money below.</summary>
    public required string Currency { get; init; }

    /// <summary>The figures, by the column's name without suffix (revenue, cost, roas, …), in the order of definitions.md.</summary>
    public required IReadOnlyDictionary<string, Kpi> Kpis { get; init; }

    /// <summary>By channel.</summary>
    public required IReadOnlyList<ChannelRow> Channels { get; init; }

    /// <summary>The ten campaigns with most revenue (Google Ads only: most cost).</summary>
    public required IReadOnlyList<CampaignRow> TopCampaigns { get; init; }

    /// <summary>Each of the 30 days.</summary>
    public required IReadOnlyList<DayRow> Days { get; init; }

    /// <summary>By device.</summary>
    public required IReadOnlyList<DeviceRow> Devices { get; init; }

    /// <summary>data_quality_json as it stands in the table.</summary>
    public required string DataQualityJson { get; init; }

    /// <summary>The contract's version.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>When the row was built, UTC.</summary>
    public required DateTimeOffset LoadedAt { get; init; }
}
