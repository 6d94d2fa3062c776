using System.Diagnostics;
using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Core.Running;

/// <summary>Google Ads' reports into stg_google_ads_cost: the dates whose rows are new or have changed, each date whole.</summary>
internal sealed class GoogleAdsStaging(ClientRun run, StagingRequest request)
{
    private readonly Model _model = ModelGraph.Load()["stg_google_ads_cost"];

    public async Task<TableResult> PlanAsync(IReadOnlyList<GoogleAdsCoverage> reports, DateOnly from, CancellationToken cancellation)
    {
        var fingerprints = new GoogleAdsFingerprints(run.Client.Currency);
        await foreach (var row in ReadAsync(reports, from, fingerprints, cancellation).ConfigureAwait(false))
        {
        }

        var plan = await ComparedAsync(reports, from, fingerprints, cancellation).ConfigureAwait(false);
        var result = run.Result(_model, plan.Changed.Select(day => day.Date), plan.Changed.Count == 0 ? TableStatus.UpToDate : TableStatus.Planned, plan.Describe(request.FullRefresh, isPlan: true))
            with
        { Bytes = plan.Changed.Count == 0 ? 0 : reports.Sum(report => report.Bytes) };

        // What a run reads it first loads, which costs nothing: before the run there is nothing to estimate.
        return plan.Changed.Count == 0 ? await run.EstimatedAsync(result, [], cancellation).ConfigureAwait(false) : result;
    }

    public async Task<TableResult> RunAsync(IReadOnlyList<GoogleAdsCoverage> reports, DateOnly from, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var table = _model.TableFor(run.Client.Name);
        run.Report(table, 90);
        var fingerprints = new GoogleAdsFingerprints(run.Client.Currency);
        await run.Warehouse.LoadAsync(GoogleAdsReportTable.Name, GoogleAdsReportTable.Columns, ReadAsync(reports, from, fingerprints, cancellation), cancellation).ConfigureAwait(false);
        var plan = await ComparedAsync(reports, from, fingerprints, cancellation).ConfigureAwait(false);
        if (plan.Changed.Count == 0)
        {
            await run.Warehouse.PrepareAsync([_model.DefinitionFor(run.Client.Name)], cancellation).ConfigureAwait(false);
            return run.Result(_model, [], TableStatus.UpToDate, plan.Describe(request.FullRefresh, isPlan: false)) with { Rows = 0, Bytes = 0, Duration = watch.Elapsed };
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
            $"DELETE FROM {identifier} WHERE date IN {dates}",
            SqlStatements.InsertSelect(run.Dialect, table, _model.Columns, $"SELECT * FROM (\n{run.Renderer.Render(_model, values)}) AS reported WHERE date IN {dates}"),
            run.Renderer.RenderQuery("google_ads_names", values),
            .. run.Ledger.Replace(LedgerSources.GoogleAds, ledger),
            $"""
            UPDATE {LedgerTables.Ledger} SET staged_rows = staged.found
            FROM (SELECT date, COUNT(*) AS found FROM {identifier} WHERE date IN {dates} GROUP BY date) AS staged
            WHERE {LedgerTables.Ledger}.source = 'google_ads' AND {LedgerTables.Ledger}.date = staged.date
            """,
            .. await run.FixHistoryAsync(cancellation).ConfigureAwait(false),
        ];
        await run.Warehouse.PrepareAsync([_model.DefinitionFor(run.Client.Name)], cancellation).ConfigureAwait(false);
        var changed = await run.Warehouse.ExecuteAsync(statements, null, cancellation).ConfigureAwait(false);
        return run.Result(_model, plan.Changed.Select(day => day.Date), TableStatus.Refreshed, plan.Describe(request.FullRefresh, isPlan: false))
            with
        { Rows = changed[1].Rows, Bytes = reports.Sum(report => report.Bytes), Duration = watch.Elapsed };
    }

    private async Task<StagingPlan<GoogleAdsDay>> ComparedAsync(IReadOnlyList<GoogleAdsCoverage> reports, DateOnly from, GoogleAdsFingerprints fingerprints, CancellationToken cancellation)
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

        await foreach (var row in run.GoogleAds!.ReadAsync(from, run.AsOf, null, cancellation).ConfigureAwait(false))
        {
            fingerprints.Add(row);
            yield return GoogleAdsReportTable.Values(row, run.Client.GoogleAds!.CustomerId);
        }
    }
}
