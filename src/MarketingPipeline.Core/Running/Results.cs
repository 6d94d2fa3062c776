using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Core.Running;

/// <summary>What became of a table in a run.</summary>
public enum TableStatus
{
    /// <summary>Rows were written.</summary>
    Refreshed,

    /// <summary>Nothing had changed; nothing was touched.</summary>
    UpToDate,

    /// <summary>-WhatIf: what would be done.</summary>
    Planned,

    /// <summary>The table is as it was before; the error record says why.</summary>
    Failed,

    /// <summary>Not attempted, because what it reads failed.</summary>
    Skipped,
}

/// <summary>What a run did to one table of one client.</summary>
public sealed record TableResult
{
    /// <summary>The client.</summary>
    public required string Client { get; init; }

    /// <summary>The table.</summary>
    public required string Table { get; init; }

    /// <summary>staging, intermediate or mart.</summary>
    public required string Layer { get; init; }

    /// <summary>What became of it.</summary>
    public required TableStatus Status { get; init; }

    /// <summary>The run's as-of date.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>How many dates were (or would be) replaced; null where the table is rebuilt whole.</summary>
    public int? Dates { get; init; }

    /// <summary>The first of them.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last of them.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Rows written.</summary>
    public long? Rows { get; init; }

    /// <summary>Bytes of sources read or to be read.</summary>
    public long? Bytes { get; init; }

    /// <summary>
    /// A plan's: bytes that the statements would read, by dry runs; null on an engine that does not bill by the byte, and
    /// where a table that they read is not there yet.
    /// </summary>
    public long? BytesEstimated { get; init; }

    /// <summary>What <see cref="BytesEstimated"/> costs at the workspace's rate, in the currency of the bill; null without a rate.</summary>
    public decimal? PriceEstimated { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The run's id in the journal; null for a plan.</summary>
    public string? RunId { get; init; }

    /// <summary>One sentence for people: "incremental: 1 new day", "nothing new".</summary>
    public required string Message { get; init; }

    /// <summary>What should be looked at although the table is refreshed, a sentence each: an account that does not answer.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Dates that were staged before and whose figures have changed, by date and currency.</summary>
    public IReadOnlyList<Restatement> Restatements { get; init; } = [];
}

/// <summary>Where a run is, for people who watch it.</summary>
/// <param name="Client">The client.</param>
/// <param name="Activity">What is being done, for example the table's name.</param>
/// <param name="Percent">How far the client's work is, 0 to 100.</param>
public sealed record RunProgress(string Client, string Activity, int Percent);

/// <summary>What to stage.</summary>
public sealed record StagingRequest
{
    /// <summary>True to stage GA4, where the client has it.</summary>
    public bool Ga4 { get; init; } = true;

    /// <summary>True to stage Google Ads, where the client has it.</summary>
    public bool GoogleAds { get; init; } = true;

    /// <summary>First date to stage again whether or not it changed.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last date to stage again whether or not it changed.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The as-of date; default yesterday in the client's time zone.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Stage every date again.</summary>
    public bool FullRefresh { get; init; }
}

/// <summary>What to build.</summary>
public sealed record BuildRequest
{
    /// <summary>True to build the int_ tables.</summary>
    public bool Intermediate { get; init; } = true;

    /// <summary>True to build the mart_ tables.</summary>
    public bool Marts { get; init; } = true;

    /// <summary>First date to build again whether or not it changed; what has changed is built in any case.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last date to build again whether or not it changed.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The as-of date; default yesterday in the client's time zone.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Rebuild although nothing changed.</summary>
    public bool FullRefresh { get; init; }
}

/// <summary>One source of a client: how fresh and how complete.</summary>
public sealed record SourceStatus
{
    /// <summary>The client.</summary>
    public required string Client { get; init; }

    /// <summary>ga4 or google_ads.</summary>
    public required string Source { get; init; }

    /// <summary>The staging table.</summary>
    public required string Table { get; init; }

    /// <summary>The first staged date that is fixed for the client; null before its first run.</summary>
    public DateOnly? HistoryFrom { get; init; }

    /// <summary>The oldest staged date.</summary>
    public DateOnly? FirstDate { get; init; }

    /// <summary>The newest staged date.</summary>
    public DateOnly? LastDate { get; init; }

    /// <summary>Days from the newest staged date to yesterday in the client's time zone.</summary>
    public int? DaysBehind { get; init; }

    /// <summary>The highest event_timestamp, UTC; GA4 only.</summary>
    public DateTimeOffset? Watermark { get; init; }

    /// <summary>How many dates are staged.</summary>
    public int Dates { get; init; }

    /// <summary>Dates between the oldest and the newest that are not staged.</summary>
    public IReadOnlyList<DateOnly> Gaps { get; init; } = [];

    /// <summary>Dates from the oldest to yesterday that are not staged: the gaps, and the days since the newest one.</summary>
    public IReadOnlyList<DateOnly> Missing { get; init; } = [];

    /// <summary>
    /// Staged dates that may still change. GA4: those without a daily table, and the last three up to yesterday; Google Ads:
    /// those in the restatement window.
    /// </summary>
    public IReadOnlyList<DateOnly> Provisional { get; init; } = [];

    /// <summary>How many staged dates are final: all that are not provisional.</summary>
    public int FinalDates { get; init; }

    /// <summary>Staged dates that the source held no longer when it was last looked at; their rows stay.</summary>
    public IReadOnlyList<DateOnly> SourceGone { get; init; } = [];

    /// <summary>Rows staged.</summary>
    public long Rows { get; init; }

    /// <summary>When the source was last loaded, UTC.</summary>
    public DateTimeOffset? LoadedAt { get; init; }

    /// <summary>What the next run will do, in one sentence.</summary>
    public required string Next { get; init; }
}

/// <summary>One run of one client, as the journal has it.</summary>
public sealed record PipelineRun
{
    /// <summary>The run's id: sorts by time.</summary>
    public required string RunId { get; init; }

    /// <summary>The client.</summary>
    public required string Client { get; init; }

    /// <summary>staging or build.</summary>
    public required string Command { get; init; }

    /// <summary>running, succeeded, failed or cancelled.</summary>
    public required string Status { get; init; }

    /// <summary>The as-of date.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>When it began, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, UTC; null while it runs, and where it was killed.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Who ran it, and where.</summary>
    public required string RunBy { get; init; }

    /// <summary>What became of each table.</summary>
    public IReadOnlyList<TableResult> Tables { get; init; } = [];

    /// <summary>The error that ended it.</summary>
    public string? Error { get; init; }

    /// <summary>What it read and what is billed; null on DuckDB, and while it runs.</summary>
    public WarehouseCost? Cost { get; init; }
}
