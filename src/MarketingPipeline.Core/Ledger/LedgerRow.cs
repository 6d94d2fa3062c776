using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Core.Ledger;

/// <summary>The sources' names in the ledger.</summary>
public static class LedgerSources
{
    /// <summary>GA4's export.</summary>
    public const string Ga4 = "ga4";

    /// <summary>Google Ads' reports.</summary>
    public const string GoogleAds = "google_ads";
}

/// <summary>What is known of one loaded date of one source (columns as in <see cref="LedgerTables.LedgerColumns"/>).</summary>
public sealed record LedgerRow
{
    /// <summary>ga4 or google_ads.</summary>
    public required string Source { get; init; }

    /// <summary>The date.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The day-table, or the files that answered for the date.</summary>
    public required string SourceTable { get; init; }

    /// <summary>False while only an intraday table holds the date, or the date is not over where the Google Ads account is.</summary>
    public bool IsDaily { get; init; } = true;

    /// <summary>Rows staged.</summary>
    public long Rows { get; init; }

    /// <summary>Rows of the source.</summary>
    public long? SourceRows { get; init; }

    /// <summary>Whole-row duplicates, stored once.</summary>
    public long? DuplicateRows { get; init; }

    /// <summary>Rows of a shared property that belong to another client.</summary>
    public long? OtherClientRows { get; init; }

    /// <summary>Rows of a shared property that no client owns.</summary>
    public long? NoHostnameRows { get; init; }

    /// <summary>Campaigns that only the ad-group report has.</summary>
    public long? NoCampaignRows { get; init; }

    /// <summary>Google Ads' cost of the date, as its reports have it.</summary>
    public long? SourceCostMicros { get; init; }

    /// <summary>Google Ads' clicks of the date, as its reports have it.</summary>
    public long? SourceClicks { get; init; }

    /// <summary>The source's size when it was read.</summary>
    public long? Bytes { get; init; }

    /// <summary>When the source had last changed, UTC.</summary>
    public DateTimeOffset? ModifiedAt { get; init; }

    /// <summary>The highest event_timestamp, UTC.</summary>
    public DateTimeOffset? Watermark { get; init; }

    /// <summary>What the source was, as far as a change of it must be noticed.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The run that loaded it.</summary>
    public required string RunId { get; init; }

    /// <summary>When it was loaded, UTC.</summary>
    public required DateTimeOffset LoadedAt { get; init; }

    /// <summary>True where the source had no table of the date any more when it was last looked at; its rows stay.</summary>
    public bool IsSourceGone { get; init; }

    /// <summary>Values that are no number; they are staged as NULL. Null where they were not counted.</summary>
    public long? UnreadableValues { get; init; }

    /// <summary>Values beyond all bounds; they are staged as NULL. Null where they were not counted.</summary>
    public long? ImplausibleValues { get; init; }

    internal object?[] Values() =>
    [
        Source, Date, SourceTable, IsDaily, Rows, SourceRows, DuplicateRows, OtherClientRows, NoHostnameRows, NoCampaignRows, SourceCostMicros,
        SourceClicks, Bytes, ModifiedAt, Watermark, Fingerprint, RunId, LoadedAt, IsSourceGone,
        UnreadableValues, ImplausibleValues,
    ];

    internal static LedgerRow From(Row row) => new()
    {
        Source = row.Get<string>("source")!,
        Date = row.Get<DateOnly>("date"),
        SourceTable = row.Get<string>("source_table")!,
        IsDaily = row.Get<bool>("is_daily"),
        Rows = row.Get<long>("staged_rows"),
        SourceRows = row.Get<long?>("source_rows"),
        DuplicateRows = row.Get<long?>("duplicate_rows"),
        OtherClientRows = row.Get<long?>("other_client_rows"),
        NoHostnameRows = row.Get<long?>("no_hostname_rows"),
        NoCampaignRows = row.Get<long?>("no_campaign_rows"),
        SourceCostMicros = row.Get<long?>("source_cost_micros"),
        SourceClicks = row.Get<long?>("source_clicks"),
        Bytes = row.Get<long?>("bytes"),
        ModifiedAt = row.Get<DateTimeOffset?>("modified_at"),
        Watermark = row.Get<DateTimeOffset?>("watermark"),
        Fingerprint = row.Get<string>("fingerprint")!,
        RunId = row.Get<string>("run_id")!,
        LoadedAt = row.Get<DateTimeOffset>("loaded_at"),

        // A ledger of an older version, which no run has extended yet, does not have them.
        IsSourceGone = row.Columns.Contains("source_gone") && row.Get<bool>("source_gone"),
        UnreadableValues = row.Columns.Contains("unreadable_values") ? row.Get<long?>("unreadable_values") : null,
        ImplausibleValues = row.Columns.Contains("implausible_values") ? row.Get<long?>("implausible_values") : null,
    };
}
