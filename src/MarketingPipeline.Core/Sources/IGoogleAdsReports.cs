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
/// One row of a Google Ads report, as Google gives it. Rows of one <see cref="Source"/> and <see cref="Segmentation"/> for the
/// same campaign, ad group and date are added. Those of two segmentations or two sources are the same figures read twice: of
/// each metric the least split counts, of these that of the source with the higher <see cref="SourceOrder"/>.
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

    /// <summary>The segments beside the date that split the report, in ordinal order, as <c>adNetworkType;device</c>; empty where it is whole.</summary>
    public string Segmentation { get; init; } = "";

    /// <summary>Cost in millionths of the account's currency; null, as every metric, where the report has not selected it or its value was lost.</summary>
    public long? CostMicros { get; init; }

    /// <summary>Clicks.</summary>
    public long? Clicks { get; init; }

    /// <summary>Impressions.</summary>
    public long? Impressions { get; init; }

    /// <summary>Conversions, fractional.</summary>
    public decimal? Conversions { get; init; }

    /// <summary>Conversions' value in the account's currency.</summary>
    public decimal? ConversionsValue { get; init; }

    /// <summary>All conversions.</summary>
    public decimal? AllConversions { get; init; }

    /// <summary>View-through conversions.</summary>
    public long? ViewThroughConversions { get; init; }

    /// <summary>Metrics whose value is no number, or a fraction where a whole number belongs; they are null.</summary>
    public int UnreadableValues { get; init; }

    /// <summary>Metrics whose value is beyond all bounds; they are null.</summary>
    public int ImplausibleValues { get; init; }
}

/// <summary>The dates that one file, account or table answers for: a date among them without rows had no activity.</summary>
/// <param name="Source">The file's path below its folder, or the account, <c>customers/1234567890</c>.</param>
/// <param name="From">The first date.</param>
/// <param name="To">The last date.</param>
/// <param name="Bytes">Its size; null where that is not known before it is read.</param>
/// <param name="ModifiedAt">When it last changed, UTC; null where that is not known.</param>
/// <param name="Today">The date that it was in the account's own time zone when it answered, which is not over; null where that is not known.</param>
public sealed record GoogleAdsCoverage(string Source, DateOnly From, DateOnly To, long? Bytes, DateTimeOffset? ModifiedAt, DateOnly? Today = null);

/// <summary>An account that should answer and does not: cancelled, suspended, not permitted. The others go on without it.</summary>
/// <param name="CustomerId">The account, digits only.</param>
/// <param name="Name">Its descriptive name, where known.</param>
/// <param name="Reason">What Google says of it, in a sentence.</param>
/// <param name="Advice">What to do about it.</param>
public sealed record GoogleAdsSilentAccount(string CustomerId, string? Name, string Reason, string Advice);

/// <summary>A file beside the reports, or a report of something else than campaigns and ad groups, that is passed over.</summary>
/// <param name="Name">Its path below the folder, with '/' on every system.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Advice">What to do about it.</param>
public sealed record GoogleAdsUnreadFile(string Name, string Reason, string Advice)
{
    private const int NamesShown = 5;

    /// <summary>The files by why they are not read: their names, as far as they are few, the reason, the advice.</summary>
    public static IEnumerable<(string Names, string Reason, string Advice)> Grouped(IEnumerable<GoogleAdsUnreadFile> files) =>
        from file in files
        group file.Name by (file.Reason, file.Advice) into alike
        let names = alike.ToArray()
        select (string.Join(", ", names.Take(NamesShown)) + (names.Length > NamesShown ? FormattableString.Invariant($" and {names.Length - NamesShown} more") : ""), alike.Key.Reason, alike.Key.Advice);
}

/// <summary>What a client's Google Ads reports can answer for, as far as that is known before they are read.</summary>
public sealed record GoogleAdsOffer
{
    /// <summary>What answers.</summary>
    public required IReadOnlyList<GoogleAdsCoverage> Coverage { get; init; }

    /// <summary>Accounts that do not answer; what is staged of them stays.</summary>
    public IReadOnlyList<GoogleAdsSilentAccount> Silent { get; init; } = [];

    /// <summary>Files that are passed over.</summary>
    public IReadOnlyList<GoogleAdsUnreadFile> Unread { get; init; } = [];

    /// <summary>The oldest date that a live source keeps; null where it keeps all. What is staged of older ones cannot be read again.</summary>
    public DateOnly? Oldest { get; init; }

    /// <summary>
    /// Accounts and dates of which a live source is known to have rows: one that was staged as a day without activity is read
    /// again when it is among them. Empty where that is not known.
    /// </summary>
    public IReadOnlySet<(string CustomerId, DateOnly Date)> Filled { get; init; } = new HashSet<(string, DateOnly)>();

    /// <summary>
    /// True where only reading a date tells whether it has changed (an account, unlike a file): a run then reads the
    /// restatement window and the dates that the ledger lacks, and no others.
    /// </summary>
    public bool IsLive { get; init; }
}

/// <summary>A client's Google Ads reports, wherever they come from. May be asked by one run at a time.</summary>
public interface IGoogleAdsReports
{
    /// <summary>
    /// What the reports answer for, cheaply where that is possible. Files are read whole, so that a file that cannot be used
    /// is found before anything changes, and answer for all their dates; accounts answer for the dates asked.
    /// </summary>
    /// <param name="from">The first date that the run may read.</param>
    /// <param name="to">The last.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="PipelineException">A folder is absent, a file is no report, or nobody may sign in; names the place.</exception>
    Task<GoogleAdsOffer> OfferAsync(DateOnly from, DateOnly to, CancellationToken cancellation);

    /// <summary>
    /// The rows of both reports with dates from <paramref name="from"/> to <paramref name="to"/>, as a stream: all of them, or
    /// an exception. Whoever reads keeps nothing of a stream that throws.
    /// </summary>
    /// <param name="from">The first date.</param>
    /// <param name="to">The last date.</param>
    /// <param name="waiting">Told in a sentence what is waited for, where the server asks to wait; may be null.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="PipelineException">A report is unreadable or refused; names the file or account and the place in it.</exception>
    IAsyncEnumerable<GoogleAdsRow> ReadAsync(DateOnly from, DateOnly to, IProgress<string>? waiting, CancellationToken cancellation);
}
