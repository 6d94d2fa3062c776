using System.Globalization;
using System.Runtime.CompilerServices;
using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Core.Running;

/// <summary>What became of the days that were read in one piece.</summary>
/// <param name="Days">How many they were.</param>
/// <param name="Changed">Those that were replaced.</param>
/// <param name="Rows">Rows written.</param>
/// <param name="RowsRead">Rows of the reports.</param>
/// <param name="Restatements">Dates that were staged before and whose figures changed.</param>
/// <param name="Warnings">What a user has to know of the reports.</param>
internal sealed record GoogleAdsOutcome(int Days, IReadOnlyList<GoogleAdsDay> Changed, long Rows, long RowsRead, IReadOnlyList<Restatement> Restatements, IReadOnlyList<string> Warnings);

/// <summary>
/// Days of Google Ads that are read in one piece: into a temporary table, then compared with what is staged, then replaced in
/// one transaction with their ledger rows. A stream that throws has changed nothing.
/// </summary>
internal sealed class GoogleAdsChunk(ClientRun run, StagingRequest request, GoogleAdsFingerprint current, CampaignNames names)
{
    private const int CampaignsShown = 5;

    private readonly Model _model = ModelGraph.Load()["stg_google_ads_cost"];

    /// <summary>Compares the days with what is staged, changing nothing.</summary>
    public async Task<IReadOnlyList<GoogleAdsDay>> PlanAsync(GoogleAdsDay[] days, CancellationToken cancellation)
    {
        var digests = new GoogleAdsDigests(run.Client.GoogleAds!.CustomerId);
        await foreach (var row in run.GoogleAds!.ReadAsync(days[0].Date, days[^1].Date, null, cancellation).ConfigureAwait(false))
        {
            digests.Add(row);
        }

        var read = digests.ByDate();
        return [.. days.Select(day => GoogleAdsComparison.Of(day, read(day.Date), current, request)).Where(day => day.IsChanged).Select(day => day.Day)];
    }

    /// <summary>Reads the days and replaces those whose rows have changed.</summary>
    /// <param name="days">The days.</param>
    /// <param name="rows">Their rows.</param>
    /// <param name="isAnythingStaged">Whether there is a table to compare with.</param>
    /// <param name="loaded">Called when the rows have been read: the source may then be asked for others.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<GoogleAdsOutcome> ReplaceAsync(GoogleAdsDay[] days, IAsyncEnumerable<GoogleAdsRow> rows, bool isAnythingStaged, Action<long> loaded, CancellationToken cancellation)
    {
        var digests = new GoogleAdsDigests(run.Client.GoogleAds!.CustomerId);
        await run.Warehouse.LoadAsync(GoogleAdsReportTable.Name, GoogleAdsReportTable.Columns, LoadedAsync(rows, digests, cancellation), cancellation).ConfigureAwait(false);
        loaded(digests.Rows);
        var values = ModelValues.Of(run.Model, run.Dialect);
        values["is_read_twice"] = digests.HasOverlaps;
        string[] warnings = digests.HasOverlaps ? await NoLongerReportedAsync(values, cancellation).ConfigureAwait(false) : [];
        var read = digests.ByDate();
        GoogleAdsComparison[] compared = [.. days.Select(day => GoogleAdsComparison.Of(day, read(day.Date), current, request))];
        GoogleAdsComparison[] changed = [.. compared.Where(day => day.IsChanged)];

        // The same rows of more accounts or fewer: the ledger knows who has answered, and staging stays untouched.
        LedgerRow[] known = [.. compared.Where(day => !day.IsChanged).Select(day => day.Read()).OfType<LedgerRow>()];
        if (changed.Length == 0)
        {
            if (known.Length > 0)
            {
                await run.Warehouse.ExecuteAsync([.. run.Ledger.Replace(LedgerSources.GoogleAds, known)], null, cancellation).ConfigureAwait(false);
            }

            return new(days.Length, [], 0, digests.Rows, [], warnings);
        }

        await run.Warehouse.PrepareAsync([_model.DefinitionFor(run.Client.Name)], cancellation).ConfigureAwait(false);
        var totals = new GoogleAdsTotals(run, changed, digests);
        await totals.ReadAsync(values, cancellation).ConfigureAwait(false);
        SqlStatement[] statements =
        [
            .. Replace(changed, values, out var insert),
            .. await names.LoadRenamedAsync(isAnythingStaged, cancellation).ConfigureAwait(false) ? [run.Renderer.RenderQuery("google_ads_names", values)] : Array.Empty<SqlStatement>(),
            .. run.Ledger.Replace(LedgerSources.GoogleAds, [.. changed.Select(totals.LedgerRow), .. known]),
            CountRows(changed),
            .. await run.FixHistoryAsync(cancellation).ConfigureAwait(false),
        ];
        var outcomes = await run.Warehouse.ExecuteAsync(statements, null, cancellation).ConfigureAwait(false);
        names.Staged();
        return new(days.Length, [.. changed.Select(day => day.Day)], outcomes[insert].Rows, digests.Rows, totals.Restatements(), warnings);
    }

    /// <summary>Files may hold a part of what was asked for before, and so take nothing away; whether they should have, a user knows.</summary>
    private async Task<string[]> NoLongerReportedAsync(Dictionary<string, object?> values, CancellationToken cancellation)
    {
        var campaigns = new List<string>();
        await foreach (var row in run.Warehouse.QueryAsync(run.Renderer.RenderQuery("google_ads_no_longer_reported", values), cancellation).ConfigureAwait(false))
        {
            campaigns.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Get<string>("campaign_id")} ({row.Get<long>("dates")} dates from {AsOfDate.Text(row.Get<DateOnly>("first_date"))} to {AsOfDate.Text(row.Get<DateOnly>("last_date"))})"));
        }

        return campaigns.Count == 0
            ? []
            : [$"Google Ads campaigns that a later report over the same dates no longer has keep the figures of the earlier one: {string.Join(", ", campaigns.Take(CampaignsShown))}{(campaigns.Count > CampaignsShown ? string.Create(CultureInfo.InvariantCulture, $" and {campaigns.Count - CampaignsShown} more") : "")}. If they have no activity any more, remove the earlier report."];
    }

    private List<SqlStatement> Replace(GoogleAdsComparison[] changed, Dictionary<string, object?> values, out int insert)
    {
        var table = _model.TableFor(run.Client.Name);
        List<SqlStatement> statements =
        [
            .. changed.GroupBy(day => string.Join(' ', day.Staying)).Select(days =>
                $"DELETE FROM {run.Dialect.Identifier(table)} WHERE date IN {Dates(days)}"
                + (days.First().Staying is { Count: > 0 } staying ? $" AND customer_id NOT IN {run.Dialect.Literal(staying)}" : "")),
        ];
        insert = statements.Count;
        var reported = run.Renderer.Render(_model, values);
        statements.Add(SqlStatements.InsertSelect(run.Dialect, table, _model.Columns, reported with { Text = $"SELECT * FROM (\n{reported.Text}) AS reported WHERE date IN {Dates(changed)}" }));
        return statements;
    }

    private string CountRows(GoogleAdsComparison[] changed) =>
        $"""
        UPDATE {LedgerTables.Ledger} SET staged_rows = staged.found
        FROM (SELECT date, COUNT(*) AS found FROM {run.Dialect.Identifier(_model.TableFor(run.Client.Name))} WHERE date IN {Dates(changed)} GROUP BY date) AS staged
        WHERE {LedgerTables.Ledger}.source = 'google_ads' AND {LedgerTables.Ledger}.date = staged.date
        """;

    private string Dates(IEnumerable<GoogleAdsComparison> days) => SqlStatements.Dates(run.Dialect, days.Select(day => day.Day.Date));

    private async IAsyncEnumerable<object?[]> LoadedAsync(IAsyncEnumerable<GoogleAdsRow> rows, GoogleAdsDigests digests, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in rows.WithCancellation(cancellation).ConfigureAwait(false))
        {
            cancellation.ThrowIfCancellationRequested();
            digests.Add(row);
            names.Add(row);
            yield return GoogleAdsReportTable.Values(row, run.Client.GoogleAds!.CustomerId);
        }
    }
}
