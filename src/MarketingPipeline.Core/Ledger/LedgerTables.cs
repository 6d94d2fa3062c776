using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Core.Ledger;

/// <summary>The tables that a client's warehouse keeps about the work itself.</summary>
public static class LedgerTables
{
    /// <summary>What has been loaded, one row per source and date.</summary>
    public const string Ledger = "pipeline_ledger";

    /// <summary>What was done: a row when a run begins, and one when it ends.</summary>
    public const string Runs = "pipeline_runs";

    /// <summary>What was fixed at the client's first run.</summary>
    public const string State = "pipeline_state";

    /// <summary>Which load of each staged date a layer was built from.</summary>
    public const string Built = "pipeline_built";

    /// <summary>The Google Ads campaigns that a layer was built with.</summary>
    public const string Campaigns = "pipeline_campaigns";

    /// <summary>Sessions that had events on dates which have been staged again since the int_ tables were built.</summary>
    public const string ReplacedSessions = "pipeline_replaced_sessions";

    /// <summary>Dates of the mart that are older than the int_ tables.</summary>
    public const string StaleDates = "pipeline_stale_dates";

    /// <summary>All of them, as a warehouse makes them.</summary>
    public static IReadOnlyList<TableDefinition> Definitions =>
    [
        new(Ledger, "What has been loaded, one row per source and date.", LedgerColumns),
        RunsDefinition,
        new(State, "What was fixed at the client's first run, and the settings that the tables were built with.", StateColumns),
        new(Built, "Which load of each staged date a layer was built from.", BuiltColumns),
        new(Campaigns, "The Google Ads campaigns that a layer was built with.", CampaignColumns),
        new(ReplacedSessions, "Sessions that had events on dates which have been staged again since the int_ tables were built.", ReplacedSessionColumns),
        new(StaleDates, "Dates of the mart that are older than the int_ tables.", StaleDateColumns),
    ];

    /// <summary>The journal, as a warehouse makes it.</summary>
    public static TableDefinition RunsDefinition => new(Runs, "What was done: a row when a run begins, and one when it ends.", RunColumns);

    /// <summary>The ledger's columns.</summary>
    public static IReadOnlyList<ModelColumn> LedgerColumns { get; } =
    [
        new("source", ColumnType.String, "ga4 or google_ads."),
        new("date", ColumnType.Date, "The date."),
        new("source_table", ColumnType.String, "The day-table, or the files that answered for the date."),
        new("is_daily", ColumnType.Bool, "False while only an intraday table holds the date, or the date is not over where the Google Ads account is."),
        new("staged_rows", ColumnType.Int64, "Rows staged."),
        new("source_rows", ColumnType.Int64, "Rows of the source."),
        new("duplicate_rows", ColumnType.Int64, "Whole-row duplicates, stored once."),
        new("other_client_rows", ColumnType.Int64, "Rows of a shared property that belong to another client."),
        new("no_hostname_rows", ColumnType.Int64, "Rows of a shared property that no client owns."),
        new("no_campaign_rows", ColumnType.Int64, "Campaigns that only the ad-group report has."),
        new("source_cost_micros", ColumnType.Int64, "Google Ads' cost of the date, as its reports have it."),
        new("source_clicks", ColumnType.Int64, "Google Ads' clicks of the date, as its reports have it."),
        new("bytes", ColumnType.Int64, "The source's size when it was read."),
        new("modified_at", ColumnType.Timestamp, "When the source had last changed, UTC."),
        new("watermark", ColumnType.Timestamp, "The highest event_timestamp, UTC."),
        new("fingerprint", ColumnType.String, "What the source was, as far as a change of it must be noticed."),
        new("run_id", ColumnType.String, "The run that loaded it."),
        new("loaded_at", ColumnType.Timestamp, "When it was loaded, UTC."),
        new("source_gone", ColumnType.Bool, "True where the source had no table of the date any more when it was last looked at; its rows stay."),
        new("unreadable_values", ColumnType.Int64, "Values that are no number, or a fraction where a whole number belongs; they are staged as NULL."),
        new("implausible_values", ColumnType.Int64, "Values beyond all bounds; they are staged as NULL."),
    ];

    /// <summary>The journal's columns.</summary>
    public static IReadOnlyList<ModelColumn> RunColumns { get; } =
    [
        new("run_id", ColumnType.String, "The run's id; sorts by time."),
        new("command", ColumnType.String, "staging or build."),
        new("status", ColumnType.String, "running, succeeded, failed or cancelled."),
        new("as_of", ColumnType.Date, "The as-of date."),
        new("started_at", ColumnType.Timestamp, "When it began, UTC."),
        new("finished_at", ColumnType.Timestamp, "When it ended, UTC."),
        new("run_by", ColumnType.String, "Who ran it, and where."),
        new("tables_json", ColumnType.String, "What became of each table."),
        new("error", ColumnType.String, "The error that ended it."),
        new("bytes_estimated", ColumnType.Int64, "Bytes that dry runs said it would read; NULL on DuckDB, as the next three."),
        new("bytes_processed", ColumnType.Int64, "Bytes that it read."),
        new("bytes_billed", ColumnType.Int64, "Bytes that are billed."),
        new("slot_ms", ColumnType.Int64, "Processing time of all slots, milliseconds."),
    ];

    /// <summary>The columns of what was built from what.</summary>
    public static IReadOnlyList<ModelColumn> BuiltColumns { get; } =
    [
        new("layer", ColumnType.String, "intermediate or mart."),
        new("source", ColumnType.String, "ga4 or google_ads."),
        new("date", ColumnType.Date, "The staged date."),
        new("run_id", ColumnType.String, "The run that had loaded it."),
    ];

    /// <summary>The campaigns' columns.</summary>
    public static IReadOnlyList<ModelColumn> CampaignColumns { get; } =
    [
        new("layer", ColumnType.String, "intermediate or mart."),
        new("campaign_id", ColumnType.String, "The campaign."),
        new("campaign_name", ColumnType.String, "Its latest name then."),
        new("campaign_type", ColumnType.String, "Its type then."),
    ];

    /// <summary>The replaced sessions' columns.</summary>
    public static IReadOnlyList<ModelColumn> ReplacedSessionColumns { get; } = [new("session_key", ColumnType.String, "The session.")];

    /// <summary>The stale dates' columns.</summary>
    public static IReadOnlyList<ModelColumn> StaleDateColumns { get; } = [new("date", ColumnType.Date, "The date of the mart.")];

    /// <summary>The state's columns.</summary>
    public static IReadOnlyList<ModelColumn> StateColumns { get; } =
    [
        new("key", ColumnType.String, "What is fixed."),
        new("value", ColumnType.String, "Its value."),
    ];
}
