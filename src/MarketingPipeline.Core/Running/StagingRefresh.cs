using System.Diagnostics;
using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Running;

/// <summary>Sources into stg_ tables: what is new or has changed, each date whole.</summary>
internal sealed class StagingRefresh(ClientRun run, StagingRequest request)
{
    /// <summary>Days that are replaced in one transaction: enough to keep every core busy, few enough to resume from.</summary>
    private const int DaysAtOnce = 31;

    /// <summary>The rows of a shared property with their owners, while they are being staged.</summary>
    private const string OwnedRows = "ga4_owned_rows";

    private readonly Model _ga4 = ModelGraph.Load()["stg_ga4_events"];
    private readonly Model _googleAds = ModelGraph.Load()["stg_google_ads_cost"];

    private bool WantsGa4 => request.Ga4 && run.Client.Ga4 is not null;

    private bool WantsGoogleAds => request.GoogleAds && run.Client.GoogleAds is not null;

    /// <summary>What would be done, changing nothing.</summary>
    public async Task<IReadOnlyList<TableResult>> PlanAsync(CancellationToken cancellation)
    {
        Check();
        var results = new List<TableResult>();
        var (tables, reports, from) = await ListAsync(cancellation).ConfigureAwait(false);
        if (WantsGa4)
        {
            var plan = await PlanGa4Async(tables, from, cancellation).ConfigureAwait(false);
            results.Add(Describe(_ga4, plan.Changed.Select(table => table.Date), plan.Changed.Count == 0 ? TableStatus.UpToDate : TableStatus.Planned, plan.Describe(request.FullRefresh, isPlan: true)) with { Bytes = plan.Changed.Sum(table => table.Bytes) });
        }

        if (WantsGoogleAds)
        {
            var fingerprints = new GoogleAdsFingerprints();
            await foreach (var row in ReadAsync(reports, from, fingerprints, cancellation).ConfigureAwait(false))
            {
            }

            var plan = await PlanGoogleAdsAsync(reports, from, fingerprints, cancellation).ConfigureAwait(false);
            results.Add(Describe(_googleAds, plan.Changed.Select(day => day.Date), plan.Changed.Count == 0 ? TableStatus.UpToDate : TableStatus.Planned, plan.Describe(request.FullRefresh, isPlan: true)) with { Bytes = plan.Changed.Count == 0 ? 0 : reports.Sum(report => report.Bytes) });
        }

        return results;
    }

    /// <summary>Does it.</summary>
    public async Task<IReadOnlyList<TableResult>> RunAsync(CancellationToken cancellation)
    {
        Check();
        return await run.JournalAsync("staging", async results =>
        {
            run.Report("reading sources", 0);
            var (tables, reports, from) = await ListAsync(cancellation).ConfigureAwait(false);
            if (WantsGa4)
            {
                results.Add(await StageGa4Async(tables, from, cancellation).ConfigureAwait(false));
            }

            if (WantsGoogleAds)
            {
                results.Add(await StageGoogleAdsAsync(reports, from, cancellation).ConfigureAwait(false));
            }
        }, cancellation).ConfigureAwait(false);
    }

    private void Check()
    {
        if (request.From > request.To)
        {
            throw new PipelineException(PipelineErrorKind.Argument, $"The range from {AsOfDate.Text(request.From.Value)} to {AsOfDate.Text(request.To.Value)} ends before it begins.", "Swap -From and -To.", run.Client.Name.Value);
        }
    }

    /// <summary>
    /// Lists all sources before any is loaded, so that a missing folder or an unreadable report changes nothing. Sources
    /// whose newest day lies before the staged range would give empty marts: that is an error which names the day.
    /// </summary>
    private async Task<(IReadOnlyList<Ga4DayTable> Tables, IReadOnlyList<GoogleAdsCoverage> Reports, DateOnly From)> ListAsync(CancellationToken cancellation)
    {
        var from = await run.HistoryFromAsync(cancellation).ConfigureAwait(false);
        var tables = WantsGa4 ? await run.Warehouse.Ga4Export().ListAsync(cancellation).ConfigureAwait(false) : [];
        var reports = WantsGoogleAds ? await run.GoogleAds!.CoverAsync(cancellation).ConfigureAwait(false) : [];
        var days = tables.Select(table => table.Date).Concat(reports.Select(report => report.To)).ToArray();
        if (days.Length > 0 && days.Max() < from)
        {
            throw SourceStale(run.Client, days.Max(), from, run.AsOf);
        }

        return (tables, reports, from);
    }

    internal static PipelineException SourceStale(Client client, DateOnly newest, DateOnly from, DateOnly asOf) => new(
        PipelineErrorKind.SourceStale,
        $"The newest day of client '{client.Name}' is {AsOfDate.Text(newest)}, before {AsOfDate.Text(from)}, the first date that a run as of {AsOfDate.Text(asOf)} covers: there would be nothing in the tables.",
        $"If the export has stopped, mend it; to look at the data that is there, run with -AsOf {AsOfDate.Text(newest)}.",
        client.Name.Value);

    private async Task<StagingPlan<Ga4DayTable>> PlanGa4Async(IReadOnlyList<Ga4DayTable> tables, DateOnly from, CancellationToken cancellation) =>
        Ga4Plan.Compare(Ga4Plan.OnePerDate(tables, from, run.AsOf), await run.Ledger.ReadAsync(LedgerSources.Ga4, cancellation).ConfigureAwait(false), run.Client, request);

    private async Task<TableResult> StageGa4Async(IReadOnlyList<Ga4DayTable> tables, DateOnly from, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var plan = await PlanGa4Async(tables, from, cancellation).ConfigureAwait(false);
        var table = _ga4.TableFor(run.Client.Name);
        var export = run.Warehouse.Ga4Export();
        var chunks = plan.Changed.Chunk(DaysAtOnce).ToArray();
        if (chunks.Length > 1)
        {
            // Every file is looked at before the first is loaded.
            await export.OpenAsync(plan.Changed, cancellation).ConfigureAwait(false);
        }

        var rows = 0L;
        for (var index = 0; index < chunks.Length; index++)
        {
            var chunk = chunks[index];
            run.Report($"{table} {AsOfDate.Text(chunk[0].Date)} to {AsOfDate.Text(chunk[^1].Date)}", 5 + (85 * index / chunks.Length));
            var relations = await export.OpenAsync(chunk, cancellation).ConfigureAwait(false);
            rows += await ReplaceAsync(table, chunk, relations, cancellation).ConfigureAwait(false);
        }

        if (chunks.Length == 0)
        {
            await run.Warehouse.ExecuteAsync([SqlStatements.CreateTable(run.Dialect, table, _ga4.Columns)], null, cancellation).ConfigureAwait(false);
        }

        return Describe(_ga4, plan.Changed.Select(day => day.Date), plan.Changed.Count == 0 ? TableStatus.UpToDate : TableStatus.Refreshed, plan.Describe(request.FullRefresh, isPlan: false))
            with { Rows = rows, Bytes = plan.Changed.Sum(day => day.Bytes), Duration = watch.Elapsed };
    }

    /// <summary>One transaction: the dates' rows, and the ledger's with what was counted.</summary>
    private async Task<long> ReplaceAsync(string table, Ga4DayTable[] chunk, IReadOnlyList<Ga4Relation> relations, CancellationToken cancellation)
    {
        var isShared = run.Client.Ga4!.IsShared;
        var counts = await CountAsync(relations, cancellation).ConfigureAwait(false);
        var select = run.Renderer.Render(_ga4, ModelValues.Of(run.Model, run.Dialect).WithSources(run.Client, relations, keepsOwner: isShared));
        if (isShared)
        {
            // Read once: what is the client's goes into its table, what is not is counted.
            await run.Warehouse.ExecuteAsync([$"CREATE OR REPLACE TEMP TABLE {OwnedRows} AS\n{select}"], null, cancellation).ConfigureAwait(false);
            await CountOwnersAsync(counts, cancellation).ConfigureAwait(false);
            select = $"SELECT {string.Join(", ", _ga4.Columns.Select(column => run.Dialect.Identifier(column.Name)))} FROM {OwnedRows} WHERE owner = {run.Dialect.Literal(run.Client.Name.Value)}";
        }

        var dates = SqlStatements.Dates(run.Dialect, chunk.Select(day => day.Date));
        var ledger = chunk.Select(day =>
        {
            var count = counts.GetValueOrDefault(day.Date) ?? new SourceCount();
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
                Fingerprint = Ga4Plan.Fingerprint(day, run.Client),
                RunId = run.Model.RunId,
                LoadedAt = run.Model.LoadedAt,
            };
        }).ToArray();
        string[] statements =
        [
            SqlStatements.CreateTable(run.Dialect, table, _ga4.Columns),
            $"DELETE FROM {run.Dialect.Identifier(table)} WHERE event_date IN {dates}",
            SqlStatements.InsertSelect(run.Dialect, table, _ga4.Columns, select),
            .. run.Ledger.Replace(LedgerSources.Ga4, ledger),
            $"""
            UPDATE {LedgerTables.Ledger} SET rows = staged.events, watermark = staged.watermark,
              duplicate_rows = {LedgerTables.Ledger}.source_rows - staged.events - {LedgerTables.Ledger}.other_client_rows - {LedgerTables.Ledger}.no_hostname_rows
            FROM (
              SELECT dates.date AS date, COUNT(events.event_date) AS events, MAX(events.event_timestamp) AS watermark
              FROM (SELECT date FROM {LedgerTables.Ledger} WHERE source = 'ga4' AND date IN {dates}) AS dates
              LEFT JOIN {run.Dialect.Identifier(table)} AS events ON events.event_date = dates.date
              GROUP BY dates.date) AS staged
            WHERE {LedgerTables.Ledger}.source = 'ga4' AND {LedgerTables.Ledger}.date = staged.date
            """,
            .. await run.FixHistoryAsync(cancellation).ConfigureAwait(false),
        ];
        return (await run.Warehouse.ExecuteAsync(statements, null, cancellation).ConfigureAwait(false))[2];
    }

    private async Task<Dictionary<DateOnly, SourceCount>> CountAsync(IReadOnlyList<Ga4Relation> relations, CancellationToken cancellation)
    {
        var counts = new Dictionary<DateOnly, SourceCount>();
        foreach (var relation in relations)
        {
            await foreach (var row in run.Warehouse.QueryAsync($"SELECT source_date, COUNT(*) AS events FROM {relation.Relation} AS day_tables GROUP BY source_date", cancellation).ConfigureAwait(false))
            {
                var date = row.Get<DateOnly>("source_date");
                var count = counts.GetValueOrDefault(date) ?? new SourceCount();
                counts[date] = count with { Rows = count.Rows + row.Get<long>("events") };
            }
        }

        return counts;
    }

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

    private async Task<StagingPlan<GoogleAdsDay>> PlanGoogleAdsAsync(IReadOnlyList<GoogleAdsCoverage> reports, DateOnly from, GoogleAdsFingerprints fingerprints, CancellationToken cancellation)
    {
        var ledger = await run.Ledger.ReadAsync(LedgerSources.GoogleAds, cancellation).ConfigureAwait(false);
        var days = new List<GoogleAdsDay>();
        var first = reports.Count == 0 ? run.AsOf : Later(reports.Min(report => report.From), from);
        for (var date = first; reports.Count > 0 && date <= run.AsOf; date = date.AddDays(1))
        {
            var answering = reports.Where(report => report.From <= date && date <= report.To).ToArray();
            if (answering.Length > 0)
            {
                days.Add(new GoogleAdsDay(date, string.Join(", ", answering.Select(report => report.Source)), answering.Sum(report => report.Bytes), answering.Max(report => report.ModifiedAt), fingerprints.Of(date)));
            }
        }

        var changed = days.Where(day => request.FullRefresh || Ga4Plan.IsAsked(request, day.Date) || !ledger.TryGetValue(day.Date, out var row) || row.Fingerprint != day.Fingerprint).ToArray();
        return new(days.Count, changed, changed.Count(day => !ledger.ContainsKey(day.Date)));

        static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;
    }

    private async IAsyncEnumerable<object?[]> ReadAsync(IReadOnlyList<GoogleAdsCoverage> reports, DateOnly from, GoogleAdsFingerprints fingerprints, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        if (reports.Count == 0)
        {
            yield break;
        }

        await foreach (var row in run.GoogleAds!.ReadAsync(from, run.AsOf, cancellation).ConfigureAwait(false))
        {
            fingerprints.Add(row);
            yield return GoogleAdsReportTable.Values(row, run.Client.GoogleAds!.CustomerId);
        }
    }

    private async Task<TableResult> StageGoogleAdsAsync(IReadOnlyList<GoogleAdsCoverage> reports, DateOnly from, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var table = _googleAds.TableFor(run.Client.Name);
        run.Report(table, 90);
        var fingerprints = new GoogleAdsFingerprints();
        await run.Warehouse.LoadAsync(GoogleAdsReportTable.Name, GoogleAdsReportTable.Columns, ReadAsync(reports, from, fingerprints, cancellation), cancellation).ConfigureAwait(false);
        var plan = await PlanGoogleAdsAsync(reports, from, fingerprints, cancellation).ConfigureAwait(false);
        if (plan.Changed.Count == 0)
        {
            await run.Warehouse.ExecuteAsync([SqlStatements.CreateTable(run.Dialect, table, _googleAds.Columns)], null, cancellation).ConfigureAwait(false);
            return Describe(_googleAds, [], TableStatus.UpToDate, plan.Describe(request.FullRefresh, isPlan: false)) with { Rows = 0, Bytes = 0, Duration = watch.Elapsed };
        }

        var values = ModelValues.Of(run.Model, run.Dialect);
        var totals = new Dictionary<DateOnly, Row>();
        await foreach (var row in run.Warehouse.QueryAsync(run.Renderer.RenderQuery("google_ads_source_totals", values), cancellation).ConfigureAwait(false))
        {
            totals[row.Get<DateOnly>("date")] = row;
        }

        var dates = SqlStatements.Dates(run.Dialect, plan.Changed.Select(day => day.Date));
        var ledger = plan.Changed.Select(day => new LedgerRow
        {
            Source = LedgerSources.GoogleAds,
            Date = day.Date,
            SourceTable = day.Files,
            SourceCostMicros = totals.TryGetValue(day.Date, out var total) ? total.Get<long>("cost_micros") : 0,
            SourceClicks = total?.Get<long>("clicks") ?? 0,
            NoCampaignRows = total?.Get<long>("no_campaign_rows") ?? 0,
            Bytes = day.Bytes,
            ModifiedAt = day.ModifiedAt,
            Fingerprint = day.Fingerprint,
            RunId = run.Model.RunId,
            LoadedAt = run.Model.LoadedAt,
        }).ToArray();
        var identifier = run.Dialect.Identifier(table);
        string[] statements =
        [
            SqlStatements.CreateTable(run.Dialect, table, _googleAds.Columns),
            $"DELETE FROM {identifier} WHERE date IN {dates}",
            SqlStatements.InsertSelect(run.Dialect, table, _googleAds.Columns, $"SELECT * FROM (\n{run.Renderer.Render(_googleAds, values)}) AS reported WHERE date IN {dates}"),
            run.Renderer.RenderQuery("google_ads_names", values),
            .. run.Ledger.Replace(LedgerSources.GoogleAds, ledger),
            $"""
            UPDATE {LedgerTables.Ledger} SET rows = staged.rows
            FROM (SELECT date, COUNT(*) AS rows FROM {identifier} WHERE date IN {dates} GROUP BY date) AS staged
            WHERE {LedgerTables.Ledger}.source = 'google_ads' AND {LedgerTables.Ledger}.date = staged.date
            """,
            .. await run.FixHistoryAsync(cancellation).ConfigureAwait(false),
        ];
        var changed = await run.Warehouse.ExecuteAsync(statements, null, cancellation).ConfigureAwait(false);
        return Describe(_googleAds, plan.Changed.Select(day => day.Date), TableStatus.Refreshed, plan.Describe(request.FullRefresh, isPlan: false))
            with { Rows = changed[2], Bytes = reports.Sum(report => report.Bytes), Duration = watch.Elapsed };
    }

    private TableResult Describe(Model model, IEnumerable<DateOnly> dates, TableStatus status, string message)
    {
        DateOnly[] all = [.. dates];
        return run.Result(model, status, message) with
        {
            Dates = all.Length,
            From = all.Length == 0 ? null : all[0],
            To = all.Length == 0 ? null : all[^1],
        };
    }

    private sealed record SourceCount
    {
        public long Rows { get; init; }

        public long OtherClients { get; init; }

        public long NoHostname { get; init; }
    }
}
