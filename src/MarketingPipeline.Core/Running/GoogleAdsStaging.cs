using System.Diagnostics;
using System.Globalization;
using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.Core.Running;

/// <summary>
/// Google Ads' reports into stg_google_ads_cost: the dates whose rows are new or have changed, each date whole. Long ranges
/// of a live source are read in pieces, oldest first, each committed by itself: what is committed is not read again by the run
/// after one that died.
/// </summary>
internal sealed class GoogleAdsStaging(ClientRun run, StagingRequest request, GoogleAdsFingerprint current)
{
    /// <summary>Days that are replaced in one transaction, at most.</summary>
    private const int DaysAtOnce = 31;

    /// <summary>Days to begin with where nothing tells how many rows a day has.</summary>
    private const int DaysAtFirst = 7;

    /// <summary>Rows that are held at once, about: an account with ten thousand ad groups has as many a day.</summary>
    private const int RowsAtOnce = 60_000;

    private readonly Model _model = ModelGraph.Load()["stg_google_ads_cost"];
    private bool _isWhole;
    private DateOnly _from;

    public async Task<TableResult> PlanAsync(GoogleAdsOffer offer, DateOnly from, CancellationToken cancellation)
    {
        var ledger = await run.Ledger.ReadAsync(LedgerSources.GoogleAds, cancellation).ConfigureAwait(false);
        (_isWhole, _from) = (ledger.Count == 0 || request.FullRefresh, from);
        var days = new GoogleAdsDays(run, request, offer, current).ToRead(from, ledger);
        if (offer.IsLive)
        {
            // Which of them have changed, only reading them tells: a plan does not.
            var bySql = days.Count(day => day.Staged is { } staged && current.IsOfOtherSql(staged));
            var message = string.Create(CultureInfo.InvariantCulture, $"would read {days.Count} days, {days.Count(day => day.Staged is null)} of them new{(bySql == 0 ? "" : $", {bySql} because the SQL that stages them has changed")}");
            return Result(offer, days, days.Count == 0 ? TableStatus.UpToDate : TableStatus.Planned, message);
        }

        var changed = days.Count == 0 ? [] : await new GoogleAdsChunk(run, request, current, new CampaignNames(run)).PlanAsync([.. days], cancellation).ConfigureAwait(false);
        var plan = Plan(days.Count, changed);
        var result = Result(offer, changed, changed.Count == 0 ? TableStatus.UpToDate : TableStatus.Planned, plan.Describe(request.FullRefresh, isPlan: true))
            with
        { Bytes = changed.Count == 0 ? 0 : offer.Coverage.Sum(coverage => coverage.Bytes) };

        // What a run reads it first loads, which costs nothing: before the run there is nothing to estimate.
        return changed.Count == 0 ? await run.EstimatedAsync(result, [], cancellation).ConfigureAwait(false) : result;
    }

    /// <summary>Does it, and adds what became of the table; where the run ends early, what had become of it by then.</summary>
    public async Task RunAsync(GoogleAdsOffer offer, DateOnly from, List<TableResult> results, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var ledger = await run.Ledger.ReadAsync(LedgerSources.GoogleAds, cancellation).ConfigureAwait(false);
        (_isWhole, _from) = (ledger.Count == 0 || request.FullRefresh, from);
        var reading = new GoogleAdsDays(run, request, offer, current);
        var days = reading.ToRead(from, ledger);
        var chunk = new GoogleAdsChunk(run, request, current, new CampaignNames(run));
        var outcomes = new List<GoogleAdsOutcome>();
        var done = 0;
        Piece? ahead = null;
        try
        {
            while (done < days.Count)
            {
                await using var piece = ahead ?? Begin(done, []);
                ahead = null;
                piece.Progress.Begin();

                // While a piece is staged, the next one is already asked for.
                var after = done + piece.Days.Length;
                outcomes.Add(await chunk.ReplaceAsync(piece.Days, piece.Rows.RowsAsync(cancellation), ledger.Count > 0, rows => ahead = after < days.Count ? Begin(after, [rows / piece.Days.Length]) : null, cancellation).ConfigureAwait(false));
                done = after;
            }
        }
        catch (Exception) when (outcomes.Any(outcome => outcome.Changed.Count > 0))
        {
            results.Add(Ended(string.Create(CultureInfo.InvariantCulture, $"; ended after {done} of {days.Count} days, the next run reads the others")));
            throw;
        }
        finally
        {
            if (ahead is not null)
            {
                await ahead.DisposeAsync().ConfigureAwait(false);
            }
        }

        if (outcomes.All(outcome => outcome.Changed.Count == 0))
        {
            await run.Warehouse.PrepareAsync([_model.DefinitionFor(run.Client.Name)], cancellation).ConfigureAwait(false);
        }

        results.Add(Ended(""));

        Piece Begin(int first, long[] rowsOfDays)
        {
            var next = reading.Next(days, first, AtOnce([.. ledger.Values.Select(day => day.Rows), .. outcomes.Select(outcome => outcome.RowsRead / outcome.Days), .. rowsOfDays]));
            var progress = new ChunkProgress(run, _model.TableFor(run.Client.Name), request.Ga4 && run.Client.Ga4 is not null ? 90 : 5, days, first, next);
            return new Piece(next, progress, new RowsAhead<GoogleAdsRow>(token => run.GoogleAds!.ReadAsync(next[0].Date, next[^1].Date, progress, token), cancellation));
        }

        TableResult Ended(string early)
        {
            GoogleAdsDay[] changed = [.. outcomes.SelectMany(outcome => outcome.Changed)];
            Restatement[] restatements = [.. outcomes.SelectMany(outcome => outcome.Restatements)];
            var restated = Restatement.Describe(restatements);
            var message = Plan(done, changed).Describe(request.FullRefresh, isPlan: false) + (restated.Length > 0 ? "; " + restated : "") + early;
            var result = Result(offer, changed, changed.Length == 0 ? TableStatus.UpToDate : TableStatus.Refreshed, message);
            return result with
            {
                Rows = outcomes.Sum(outcome => outcome.Rows),
                Bytes = offer.IsLive ? null : changed.Length == 0 ? 0 : offer.Coverage.Sum(coverage => coverage.Bytes),
                Duration = watch.Elapsed,
                Restatements = restatements,
                Warnings = [.. result.Warnings, .. outcomes.SelectMany(outcome => outcome.Warnings), .. Unlinked(reading, changed)],
            };
        }
    }

    /// <summary>How many days to read in one piece, by the rows of the days that are staged or were read before.</summary>
    private static int AtOnce(long[] rowsOfDays) =>
        rowsOfDays.Length == 0 ? DaysAtFirst : (int)Math.Clamp(RowsAtOnce / Math.Max(1, rowsOfDays.Max()), 1, DaysAtOnce);

    private StagingPlan<GoogleAdsDay> Plan(int read, IReadOnlyList<GoogleAdsDay> changed) =>
        new(read, changed, changed.Count(day => day.Staged is null)) { BySql = changed.Count(day => day.Staged is { } staged && current.IsOfOtherSql(staged)) };

    private TableResult Result(GoogleAdsOffer offer, IEnumerable<GoogleAdsDay> days, TableStatus status, string message) =>
        run.Result(_model, days.Select(day => day.Date), status, message) with { Warnings = [.. offer.Silent.Select(Describe), .. NotKept(offer), .. GoogleAdsUnreadFile.Grouped(offer.Unread).Select(Describe)] };

    private static string Describe(GoogleAdsSilentAccount account) =>
        $"Google Ads account {account.CustomerId}{(account.Name is null ? "" : $" ({account.Name})")} does not answer; what is staged of it stays as it is. {account.Reason} {account.Advice}";

    /// <summary>Said where the whole history is read: what of it Google has no figures of any more.</summary>
    private IEnumerable<string> NotKept(GoogleAdsOffer offer) => _isWhole && offer.Oldest > _from
        ? [$"The Google Ads source has figures from {AsOfDate.Text(offer.Oldest.Value)} on: the history's dates from {AsOfDate.Text(_from)} before it cannot be read."]
        : [];

    private static string Describe((string Names, string Reason, string Advice) unread) => $"Not read: {unread.Names}. {unread.Reason} {unread.Advice}";

    private static IEnumerable<string> Unlinked(GoogleAdsDays reading, GoogleAdsDay[] changed) =>
        from day in changed
        from account in reading.Unlinked(day)
        group day.Date by account into lost
        orderby lost.Key
        select string.Create(CultureInfo.InvariantCulture, $"Google Ads account {lost.Key} is the client's no longer: its rows of {lost.Count()} dates, from {AsOfDate.Text(lost.Min())} to {AsOfDate.Text(lost.Max())}, are gone. Older dates keep theirs until they are read again with -From and -To, or -FullRefresh.");

    /// <summary>Days that are replaced in one transaction, and their rows, which are being read.</summary>
    private sealed record Piece(GoogleAdsDay[] Days, ChunkProgress Progress, RowsAhead<GoogleAdsRow> Rows) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Rows.DisposeAsync();
    }

    /// <summary>Says which days are being read, and what is waited for meanwhile.</summary>
    private sealed class ChunkProgress(ClientRun run, string table, int begin, IReadOnlyList<GoogleAdsDay> days, int done, GoogleAdsDay[] next) : IProgress<string>
    {
        private string Days => string.Create(
            CultureInfo.InvariantCulture,
            $"{table} {AsOfDate.Text(next[0].Date)} to {AsOfDate.Text(next[^1].Date)}, days {done + 1} to {done + next.Length} of {days.Count}");

        public void Begin() => run.Report(Days, Percent);

        public void Report(string value) => run.Report($"{Days}: {value}", Percent);

        private int Percent => begin + ((100 - begin) * done / days.Count);
    }
}
