using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Running.Building;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Sources.Files;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Running;

/// <summary>Sources into stg_ tables: what is new or has changed, each date whole.</summary>
internal sealed class StagingRefresh(ClientRun run, StagingRequest request)
{
    /// <summary>What all dates of a source have in common that this run stages.</summary>
    private readonly Lazy<Ga4Fingerprint> _ga4 = new(() => Ga4Fingerprint.Of(run));
    private readonly Lazy<GoogleAdsFingerprint> _googleAds = new(() => GoogleAdsFingerprint.Of(run.Model, run.Renderer));

    private bool WantsGa4 => request.Ga4 && run.Client.Ga4 is not null;

    private bool WantsGoogleAds => request.GoogleAds && run.Client.GoogleAds is not null;

    /// <summary>What would be done, changing nothing.</summary>
    public async Task<IReadOnlyList<TableResult>> PlanAsync(CancellationToken cancellation)
    {
        Check();
        var results = new List<TableResult>();
        var (ga4, offer, from) = await ListAsync(cancellation).ConfigureAwait(false);
        if (WantsGa4)
        {
            var result = await new Ga4Staging(run, request, _ga4.Value).PlanAsync(ga4.Tables, from, cancellation).ConfigureAwait(false);
            results.Add(Warned(Named(result, ga4), await GoneAsync(ga4.Tables, from, cancellation).ConfigureAwait(false)));
        }

        if (WantsGoogleAds)
        {
            var result = await new GoogleAdsStaging(run, request, _googleAds.Value).PlanAsync(offer, from, cancellation).ConfigureAwait(false);
            results.Add(Warned(result, await GoneAsync(offer, from, cancellation).ConfigureAwait(false)));
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
            var (ga4, offer, from) = await ListAsync(cancellation).ConfigureAwait(false);
            await ForgetAsync(from, cancellation).ConfigureAwait(false);
            if (WantsGa4)
            {
                var gone = await GoneAsync(ga4.Tables, from, cancellation).ConfigureAwait(false);
                results.Add(Warned(Named(await new Ga4Staging(run, request, _ga4.Value).RunAsync(ga4.Tables, from, cancellation).ConfigureAwait(false), ga4), gone));
                await gone.MarkAsync(cancellation).ConfigureAwait(false);
            }

            if (WantsGoogleAds)
            {
                var gone = await GoneAsync(offer, from, cancellation).ConfigureAwait(false);
                await new GoogleAdsStaging(run, request, _googleAds.Value).RunAsync(offer, from, results, cancellation).ConfigureAwait(false);
                results[^1] = Warned(results[^1], gone);
                await gone.MarkAsync(cancellation).ConfigureAwait(false);
            }
        }, cancellation).ConfigureAwait(false);
    }

    private Task<GoneDates> GoneAsync(IReadOnlyList<Ga4DayTable> tables, DateOnly from, CancellationToken cancellation) =>
        GoneDates.FindAsync(run, request, LedgerSources.Ga4, tables.Select(table => table.Date).ToHashSet(), from, _ga4.Value.ToString(), cancellation);

    private Task<GoneDates> GoneAsync(GoogleAdsOffer offer, DateOnly from, CancellationToken cancellation) =>
        GoneDates.FindAsync(run, request, LedgerSources.GoogleAds, GoogleAdsDays.Answered(offer, from, run.AsOf), from, _googleAds.Value.ToString(), cancellation);

    private static TableResult Warned(TableResult result, GoneDates gone) => result with { Warnings = [.. result.Warnings, .. gone.Warnings()] };

    /// <summary>With what looks like a part of the export and was not read.</summary>
    private static TableResult Named(TableResult result, Ga4Listing listing) => result with { Warnings = [.. result.Warnings, .. UnreadFile.Describe(listing.Unread)] };

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
    private async Task<(Ga4Listing Ga4, GoogleAdsOffer Offer, DateOnly From)> ListAsync(CancellationToken cancellation)
    {
        var from = await run.HistoryFromAsync(cancellation).ConfigureAwait(false);
        var ga4 = WantsGa4 ? await run.Warehouse.Ga4Export().ListAsync(cancellation).ConfigureAwait(false) : new Ga4Listing([], []);
        var offer = WantsGoogleAds ? await run.GoogleAds!.OfferAsync(from, run.AsOf, cancellation).ConfigureAwait(false) : new GoogleAdsOffer { Coverage = [] };
        var days = ga4.Tables.Select(table => table.Date).Concat(offer.Coverage.Select(coverage => coverage.To)).ToArray();
        if (days.Length > 0 && days.Max() < from)
        {
            throw SourceStale(run.Client, days.Max(), from, run.AsOf);
        }

        return (ga4, offer, from);
    }

    /// <summary>Drops what was staged before the first staged date: historyDays has been lowered since.</summary>
    private async Task ForgetAsync(DateOnly from, CancellationToken cancellation)
    {
        foreach (var (model, source, column) in new[] { ("stg_ga4_events", LedgerSources.Ga4, "event_date"), ("stg_google_ads_cost", LedgerSources.GoogleAds, "date") })
        {
            var ledger = await run.Ledger.ReadAsync(source, cancellation).ConfigureAwait(false);
            if (ledger.Count > 0 && ledger.Keys.First() < from)
            {
                SqlStatement Before(string condition) => SqlStatement.Given($"{condition} < {run.Dialect.Parameter("history_from", from)}", ("history_from", from));
                await run.Warehouse.ExecuteAsync(
                    [
                        .. source == LedgerSources.Ga4 ? await ReplacedSessions.KeepAsync(run, Before(column), cancellation).ConfigureAwait(false) : [],
                        Before($"DELETE FROM {run.Dialect.Identifier(ModelGraph.Load()[model].TableFor(run.Client.Name))} WHERE {column}"),
                        Before($"DELETE FROM {LedgerTables.Ledger} WHERE source = {run.Dialect.Literal(source)} AND date"),
                    ],
                    null,
                    cancellation).ConfigureAwait(false);
            }
        }
    }

    internal static PipelineException SourceStale(Client client, DateOnly newest, DateOnly from, DateOnly asOf) => new(
        PipelineErrorKind.SourceStale,
        $"The newest day of client '{client.Name}' is {AsOfDate.Text(newest)}, before {AsOfDate.Text(from)}, the first date that a run as of {AsOfDate.Text(asOf)} covers: there would be nothing in the tables.",
        $"If the export has stopped, mend it; to look at the data that is there, run with -AsOf {AsOfDate.Text(newest)}.",
        client.Name.Value);
}
