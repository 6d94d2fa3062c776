using System.Diagnostics;
using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Running.Building;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Core.Running;

/// <summary>GA4's day-tables into stg_ga4_events: those that are new or have changed, each date whole.</summary>
internal sealed class Ga4Staging(ClientRun run, StagingRequest request, Ga4Fingerprint current)
{
    /// <summary>Rows that one transaction replaces, and its whole days: enough to keep every core busy, few enough to resume from.</summary>
    private const int RowsAtOnce = 500_000;

    /// <summary>Days of one statement at most: each is a table of its own on BigQuery.</summary>
    private const int DaysAtOnce = 100;

    /// <summary>The rows of a shared property with their owners, while they are being staged.</summary>
    private const string OwnedRows = "ga4_owned_rows";

    private readonly Model _model = ModelGraph.Load()["stg_ga4_events"];

    public async Task<TableResult> PlanAsync(IReadOnlyList<Ga4DayTable> tables, DateOnly from, CancellationToken cancellation)
    {
        var plan = await ComparedAsync(tables, from, await run.Ledger.ReadAsync(LedgerSources.Ga4, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        var result = run.Result(_model, plan.Changed.Select(table => table.Date), plan.Changed.Count == 0 ? TableStatus.UpToDate : TableStatus.Planned, plan.Describe(request.FullRefresh, isPlan: true))
            with
        { Bytes = plan.Changed.Sum(table => table.Bytes) };
        return run.IsBilledByTheByte
            ? await run.EstimatedAsync(result, await StatementsAsync(plan.Changed, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false)
            : result;
    }

    /// <summary>The statements that read the day-tables, each as many as are replaced at once.</summary>
    public async Task<IReadOnlyList<SqlStatement>> SelectsAsync(IReadOnlyList<Ga4DayTable> tables, CancellationToken cancellation) =>
        await SelectsAsync(await PiecesAsync(tables, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);

    private async Task<IReadOnlyList<SqlStatement>> SelectsAsync(IReadOnlyList<Piece> pieces, CancellationToken cancellation)
    {
        var selects = new List<SqlStatement>();
        foreach (var piece in pieces)
        {
            selects.Add(Select(await RelationsAsync(piece, cancellation).ConfigureAwait(false)));
        }

        return selects;
    }

    /// <summary>The statements of a run that are known before it: those that clear dates of a table that is there, and those that read the day-tables.</summary>
    private async Task<IReadOnlyList<SqlStatement>> StatementsAsync(IReadOnlyList<Ga4DayTable> tables, CancellationToken cancellation)
    {
        var table = _model.TableFor(run.Client.Name);
        var isThere = (await run.Warehouse.TablesAsync(cancellation).ConfigureAwait(false)).Contains(table);
        var pieces = await PiecesAsync(tables, cancellation).ConfigureAwait(false);
        var clearing = new List<SqlStatement>();
        foreach (var piece in isThere ? pieces : [])
        {
            var dates = SqlStatements.Dates(run.Dialect, piece.Days.Select(day => day.Date));
            clearing.AddRange(await ReplacedSessions.KeepAsync(run, $"event_date IN {dates}", cancellation).ConfigureAwait(false));
            clearing.Add(Clear(table, dates));
        }

        return
        [
            .. clearing,
            .. await SelectsAsync(pieces, cancellation).ConfigureAwait(false),
        ];
    }

    public async Task<TableResult> RunAsync(IReadOnlyList<Ga4DayTable> tables, DateOnly from, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var ledger = await run.Ledger.ReadAsync(LedgerSources.Ga4, cancellation).ConfigureAwait(false);
        var plan = await ComparedAsync(tables, from, ledger, cancellation).ConfigureAwait(false);
        var table = _model.TableFor(run.Client.Name);
        var export = run.Warehouse.Ga4Export();

        // Every file is looked at before the first is loaded.
        var chunks = await PiecesAsync(plan.Changed, cancellation).ConfigureAwait(false);
        await TouchAsync(plan.Touched, cancellation).ConfigureAwait(false);
        var totals = new EventTotals(run, ledger);
        var rows = 0L;
        for (var index = 0; index < chunks.Count; index++)
        {
            var chunk = chunks[index].Days;
            run.Report($"{table} {AsOfDate.Text(chunk[0].Date)} to {AsOfDate.Text(chunk[^1].Date)}", 5 + (85 * index / chunks.Count));
            var relations = await RelationsAsync(chunks[index], cancellation).ConfigureAwait(false);
            await totals.BeforeAsync(chunk, cancellation).ConfigureAwait(false);
            try
            {
                rows += await ReplaceAsync(table, chunk, relations, cancellation).ConfigureAwait(false);
            }
            catch (PipelineException e) when (e.Kind == PipelineErrorKind.WarehouseFailed)
            {
                throw await export.FindUnreadableAsync(chunk, cancellation).ConfigureAwait(false) ?? e;
            }

            await totals.AfterAsync(cancellation).ConfigureAwait(false);
        }

        if (chunks.Count == 0)
        {
            await run.Warehouse.PrepareAsync([_model.DefinitionFor(run.Client.Name)], cancellation).ConfigureAwait(false);
        }

        var restated = Restatement.Describe(totals.Restatements);
        return run.Result(_model, plan.Changed.Select(day => day.Date), plan.Changed.Count == 0 ? TableStatus.UpToDate : TableStatus.Refreshed, plan.Describe(request.FullRefresh, isPlan: false) + (restated.Length > 0 ? "; " + restated : ""))
            with
        { Rows = rows, Bytes = plan.Changed.Sum(day => day.Bytes), Duration = watch.Elapsed, Restatements = totals.Restatements };
    }

    /// <summary>The day-tables in the pieces that are replaced at once, after a look at all of them; the relations too where all are one piece.</summary>
    private async Task<IReadOnlyList<Piece>> PiecesAsync(IReadOnlyList<Ga4DayTable> tables, CancellationToken cancellation)
    {
        if (tables.Count == 0)
        {
            return [];
        }

        var relations = await run.Warehouse.Ga4Export().OpenAsync(tables, cancellation).ConfigureAwait(false);
        var pieces = new List<Ga4DayTable[]>();
        var (piece, rows) = (new List<Ga4DayTable>(), 0L);
        foreach (var table in tables)
        {
            piece.Add(table);
            rows += relations.Sum(relation => relation.Rows.GetValueOrDefault(table.Date));
            if (rows >= RowsAtOnce || piece.Count == DaysAtOnce)
            {
                pieces.Add([.. piece]);
                piece.Clear();
                rows = 0;
            }
        }

        if (piece.Count > 0)
        {
            pieces.Add([.. piece]);
        }

        return [.. pieces.Select(days => new Piece(days, pieces.Count == 1 ? relations : null))];
    }

    private async Task<IReadOnlyList<Ga4Relation>> RelationsAsync(Piece piece, CancellationToken cancellation) =>
        piece.Opened ?? await run.Warehouse.Ga4Export().OpenAsync(piece.Days, cancellation).ConfigureAwait(false);

    /// <summary>Notes in the ledger that files have other times and the content that was staged.</summary>
    private async Task TouchAsync(IReadOnlyList<(Ga4DayTable Table, string Fingerprint)> touched, CancellationToken cancellation)
    {
        SqlStatement[] statements =
        [
            .. touched.Select(entry => (SqlStatement)$"UPDATE {LedgerTables.Ledger} SET fingerprint = {run.Dialect.Literal(entry.Fingerprint)} WHERE source = 'ga4' AND date = {run.Dialect.Literal(entry.Table.Date)}"),
        ];
        if (statements.Length > 0)
        {
            await run.Warehouse.ExecuteAsync(statements, null, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>One transaction: the dates' rows, and the ledger's with what was counted.</summary>
    private async Task<long> ReplaceAsync(string table, Ga4DayTable[] chunk, IReadOnlyList<Ga4Relation> relations, CancellationToken cancellation)
    {
        // Before the rows are read: what changes while they are then has another content.
        var states = new Dictionary<DateOnly, Ga4TableState>();
        foreach (var day in chunk)
        {
            states[day.Date] = Ga4TableState.Of(day) with { Content = await run.Warehouse.Ga4Export().DigestAsync(day, cancellation).ConfigureAwait(false) ?? "" };
        }

        var isShared = run.Client.Ga4!.IsShared;
        var counts = chunk.ToDictionary(day => day.Date, day => new SourceCount { Rows = relations.Sum(relation => relation.Rows.GetValueOrDefault(day.Date)) });
        var select = Select(relations);
        if (isShared)
        {
            // Read once: what is the client's goes into its table, what is not is counted.
            await run.Warehouse.KeepAsync(OwnedRows, select, cancellation).ConfigureAwait(false);
            await CountOwnersAsync(counts, cancellation).ConfigureAwait(false);
            select = $"SELECT {SqlStatements.Names(run.Dialect, _model.Columns)} FROM {OwnedRows} WHERE owner = {run.Dialect.Literal(run.Client.Name.Value)}";
        }

        var dates = SqlStatements.Dates(run.Dialect, chunk.Select(day => day.Date));
        var ledger = chunk.Select(day =>
        {
            var count = counts[day.Date];
            return new LedgerRow
            {
                Source = LedgerSources.Ga4,
                Date = day.Date,
                SourceTable = day.Name,
                IsDaily = day.Kind == Ga4TableKind.Daily,
                SourceRows = count.Rows,
                OtherClientRows = count.OtherClients,
                NoHostnameRows = count.NoHostname,
                Bytes = day.Bytes,
                ModifiedAt = day.ModifiedAt,
                Fingerprint = (current with { Table = states[day.Date] }).ToString(),
                RunId = run.Model.RunId,
                LoadedAt = run.Model.LoadedAt,
            };
        }).ToArray();
        var replaced = await ReplacedSessions.KeepAsync(run, $"event_date IN {dates}", cancellation).ConfigureAwait(false);
        SqlStatement[] statements =
        [
            .. replaced,
            Clear(table, dates),
            SqlStatements.InsertSelect(run.Dialect, table, _model.Columns, select),
            .. run.Ledger.Replace(LedgerSources.Ga4, ledger),
            $"""
            UPDATE {LedgerTables.Ledger} SET staged_rows = staged.events, watermark = staged.watermark,
              duplicate_rows = {LedgerTables.Ledger}.source_rows - staged.events - {LedgerTables.Ledger}.other_client_rows - {LedgerTables.Ledger}.no_hostname_rows
            FROM (
              SELECT dates.date AS date, COUNT(events.event_date) AS events, MAX(events.event_timestamp) AS watermark
              FROM (SELECT date FROM {LedgerTables.Ledger} WHERE source = 'ga4' AND date IN {dates}) AS dates
              LEFT JOIN (SELECT event_date, event_timestamp FROM {run.Dialect.Identifier(table)} WHERE event_date IN {dates}) AS events ON events.event_date = dates.date
              GROUP BY dates.date) AS staged
            WHERE {LedgerTables.Ledger}.source = 'ga4' AND {LedgerTables.Ledger}.date = staged.date
            """,
            .. await run.FixHistoryAsync(cancellation).ConfigureAwait(false),
        ];
        await run.Warehouse.PrepareAsync([_model.DefinitionFor(run.Client.Name)], cancellation).ConfigureAwait(false);
        return (await run.Warehouse.ExecuteAsync(statements, null, cancellation).ConfigureAwait(false))[replaced.Count + 1].Rows;
    }

    private SqlStatement Select(IReadOnlyList<Ga4Relation> relations) =>
        run.Renderer.Render(_model, ModelValues.Of(run.Model, run.Dialect).WithSources(run.Client, relations, keepsOwner: run.Client.Ga4!.IsShared));

    private string Clear(string table, string dates) => $"DELETE FROM {run.Dialect.Identifier(table)} WHERE event_date IN {dates}";

    private async Task CountOwnersAsync(Dictionary<DateOnly, SourceCount> counts, CancellationToken cancellation)
    {
        await foreach (var row in run.Warehouse.QueryAsync($"SELECT event_date AS date, owner, COUNT(*) AS events FROM {OwnedRows} GROUP BY event_date, owner", cancellation).ConfigureAwait(false))
        {
            var (date, owner, events) = (row.Get<DateOnly>("date"), row.Get<string>("owner"), row.Get<long>("events"));
            var count = counts[date];
            counts[date] = owner is null ? count with { NoHostname = events }
                : owner != run.Client.Name.Value ? count with { OtherClients = count.OtherClients + events }
                : count;
        }
    }

    private async Task<StagingPlan<Ga4DayTable>> ComparedAsync(IReadOnlyList<Ga4DayTable> tables, DateOnly from, SortedDictionary<DateOnly, LedgerRow> ledger, CancellationToken cancellation) =>
        await Ga4Plan.CompareAsync(
            Ga4Plan.OnePerDate(tables, from, run.AsOf),
            ledger,
            current,
            request,
            table => run.Warehouse.Ga4Export().DigestAsync(table, cancellation)).ConfigureAwait(false);

    /// <summary>What one transaction replaces.</summary>
    /// <param name="Days">The day-tables.</param>
    /// <param name="Opened">Their relations, where they are opened already.</param>
    private sealed record Piece(Ga4DayTable[] Days, IReadOnlyList<Ga4Relation>? Opened);

    private sealed record SourceCount
    {
        public long Rows { get; init; }

        public long OtherClients { get; init; }

        public long NoHostname { get; init; }
    }
}
