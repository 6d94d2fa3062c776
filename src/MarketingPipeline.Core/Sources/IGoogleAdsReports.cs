namespace MarketingPipeline.Core.Sources;

/// <summary>Which of Google Ads' two reports a row is from.</summary>
public enum ReportGrain
{
    /// <summary>One row per campaign and day (and segments).</summary>
    Campaign,

    /// <summary>One row per ad group and day (and segments).</summary>
    AdGroup,
}

/// <summary>
/// One row of a Google Ads report, as Google gives it. Several rows of one <see cref="Source"/> for the same campaign, ad
/// group and date (networks, devices) are added. Rows of the same <see cref="Segments"/> in two sources are the same figures
/// read twice: the source with the higher <see cref="SourceOrder"/> counts.
/// </summary>
public sealed record GoogleAdsRow
{
    /// <summary>The file or request that the row came from.</summary>
    public required string Source { get; init; }

    /// <summary>The order of sources, later ones replacing earlier ones.</summary>
    public required int SourceOrder { get; init; }

    /// <summary>Which report.</summary>
    public required ReportGrain Grain { get; init; }

    /// <summary>The account's local date (segments.date).</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The account, digits only; null where neither the row nor its resource names name it.</summary>
    public string? CustomerId { get; init; }

    /// <summary>The account's currency; null where the report does not select it.</summary>
    public string? Currency { get; init; }

    /// <summary>The campaign's id.</summary>
    public required string CampaignId { get; init; }

    /// <summary>The campaign's name when the report was read.</summary>
    public string? CampaignName { get; init; }

    /// <summary>ENABLED, PAUSED, REMOVED.</summary>
    public string? CampaignStatus { get; init; }

    /// <summary>advertising_channel_type: SEARCH, PERFORMANCE_MAX, …</summary>
    public string? CampaignType { get; init; }

    /// <summary>The ad group's id; null at campaign grain.</summary>
    public string? AdGroupId { get; init; }

    /// <summary>The ad group's name.</summary>
    public string? AdGroupName { get; init; }

    /// <summary>The ad group's status.</summary>
    public string? AdGroupStatus { get; init; }

    /// <summary>The row's other segments (device, ad network…) as canonical text; empty where there are none.</summary>
    public string Segments { get; init; } = "";

    /// <summary>Cost in millionths of the account's currency.</summary>
    public long CostMicros { get; init; }

    /// <summary>Clicks.</summary>
    public long Clicks { get; init; }

    /// <summary>Impressions.</summary>
    public long Impressions { get; init; }

    /// <summary>Conversions, fractional.</summary>
    public decimal Conversions { get; init; }

    /// <summary>Conversions' value in the account's currency.</summary>
    public decimal ConversionsValue { get; init; }

    /// <summary>All conversions; null where the report does not have them.</summary>
    public decimal? AllConversions { get; init; }

    /// <summary>View-through conversions.</summary>
    public long ViewThroughConversions { get; init; }
}

/// <summary>The dates that one file or request answers for: a date among them without rows had no activity.</summary>
/// <param name="Source">The file or request.</param>
/// <param name="From">The first date.</param>
/// <param name="To">The last date.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="ModifiedAt">When it last changed, UTC.</param>
public sealed record GoogleAdsCoverage(string Source, DateOnly From, DateOnly To, long Bytes, DateTimeOffset ModifiedAt);

/// <summary>A client's Google Ads reports, wherever they come from.</summary>
public interface IGoogleAdsReports
{
    /// <summary>
    /// The dates that the reports answer for, cheaply where that is possible. Files are read whole, so that a file that
    /// cannot be used is found before anything changes.
    /// </summary>
    /// <exception cref="PipelineException">A folder is absent, or a file is no report; names the file and the place in it.</exception>
    Task<IReadOnlyList<GoogleAdsCoverage>> CoverAsync(CancellationToken cancellation);

    /// <summary>The rows of both reports with dates from <paramref name="from"/> to <paramref name="to"/>, as a stream.</summary>
    /// <exception cref="PipelineException">A report is unreadable; names the file and the place in it.</exception>
    IAsyncEnumerable<GoogleAdsRow> ReadAsync(DateOnly from, DateOnly to, CancellationToken cancellation);
}
