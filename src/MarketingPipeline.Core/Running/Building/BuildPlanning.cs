using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Modeling;

namespace MarketingPipeline.Core.Running.Building;

/// <summary>Compares what is staged with what the layers were built from. Reads the ledger only, which costs nothing.</summary>
internal sealed class BuildPlanning(ClientRun run, BuildRequest request)
{
    /// <summary>Changed dates up to which only what they reach is built, however few dates there are.</summary>
    private const int FewDates = 7;

    public async Task<BuildPlan> PlanAsync(CancellationToken cancellation)
    {
        var staged = await StagedAsync(cancellation).ConfigureAwait(false);
        var intermediate = request.Intermediate && ClientModels.Of(run.Client, ModelLayer.Intermediate).Any()
            ? await IntermediateAsync(staged, cancellation).ConfigureAwait(false)
            : LayerPlan.Nothing;
        return new(intermediate, request.Marts ? await MartAsync(staged, intermediate, cancellation).ConfigureAwait(false) : LayerPlan.Nothing);
    }

    private async Task<LayerPlan> IntermediateAsync(LedgerRow[] staged, CancellationToken cancellation)
    {
        if (await WholeAsync(ModelLayer.Intermediate, cancellation).ConfigureAwait(false) is { } whole)
        {
            return whole;
        }

        var changed = await ChangedAsync(ModelLayer.Intermediate, staged, cancellation).ConfigureAwait(false);
        var ga4 = Dates(changed, LedgerSources.Ga4).Union(Asked(staged.Where(row => row.Source == LedgerSources.Ga4).Select(row => row.Date))).Order().ToArray();
        var googleAds = Dates(changed, LedgerSources.GoogleAds);
        return ga4.Length > Math.Max(FewDates, staged.Count(row => row.Source == LedgerSources.Ga4 && row.Date <= run.AsOf) / 2)
            ? LayerPlan.Whole($"most dates changed ({ga4.Length})")
            : ga4.Length + googleAds.Length == 0 ? LayerPlan.Nothing
            : new() { Extent = BuildExtent.Changes, Reason = Reason(ga4, googleAds), Ga4Dates = ga4, GoogleAdsDates = googleAds };
    }

    private async Task<LayerPlan> MartAsync(LedgerRow[] staged, LayerPlan intermediate, CancellationToken cancellation)
    {
        if (await WholeAsync(ModelLayer.Mart, cancellation).ConfigureAwait(false) is { } whole)
        {
            return whole;
        }

        if (intermediate.Extent == BuildExtent.Whole)
        {
            return LayerPlan.Whole(intermediate.Reason);
        }

        var built = (await MartWindow.ReadAsync(run.Ledger, cancellation).ConfigureAwait(false))!.Value;
        var changed = await ChangedAsync(ModelLayer.Mart, staged, cancellation).ConfigureAwait(false);
        var (ga4, googleAds) = (Dates(changed, LedgerSources.Ga4), Dates(changed, LedgerSources.GoogleAds));
        var window = Enumerable.Range(0, run.Client.WindowDays).Select(day => run.Model.WindowFrom.AddDays(day)).ToArray();
        DateOnly[] dates =
        [
            .. ga4.Union(googleAds)
                .Union(await StaleAsync(cancellation).ConfigureAwait(false))
                .Union(window.Where(date => date < built.From || date > built.To))
                .Union(window.Where(date => IsFinal(date, built.To) != IsFinal(date, run.AsOf)))
                .Union(Asked(window))
                .Intersect(window)
                .Order(),
        ];

        // Dates before the window change what the marts say about users and customers only through int_ tables.
        return ga4.Length + googleAds.Length + dates.Length == 0 && built == (run.Model.WindowFrom, run.AsOf) && intermediate.Extent == BuildExtent.None
            ? LayerPlan.Nothing
            : new() { Extent = BuildExtent.Changes, Reason = built.To == run.AsOf ? Reason(ga4, googleAds) : $"as of {AsOfDate.Text(run.AsOf)}, {Reason(ga4, googleAds)}", Ga4Dates = ga4, GoogleAdsDates = googleAds, MartDates = dates };
    }

    /// <summary>Why a layer is built whole; null where it need not be.</summary>
    private async Task<LayerPlan?> WholeAsync(ModelLayer layer, CancellationToken cancellation)
    {
        var tables = await run.Warehouse.TablesAsync(cancellation).ConfigureAwait(false);
        return request.FullRefresh ? LayerPlan.Whole("full refresh")
            : !ClientModels.Of(run.Client, layer).All(model => tables.Contains(model.TableFor(run.Client.Name))) ? LayerPlan.Whole("first build")
            : await new BuiltState(run, layer).HasSettingsAsync(cancellation).ConfigureAwait(false) switch
            {
                null => LayerPlan.Whole("first build"),
                false => LayerPlan.Whole("settings or the module's SQL changed"),
                true => null,
            };
    }

    /// <summary>Dates whose load, as far as the as-of date shows it, is not the one that the layer was built from.</summary>
    private async Task<IReadOnlyList<(string Source, DateOnly Date)>> ChangedAsync(ModelLayer layer, LedgerRow[] staged, CancellationToken cancellation)
    {
        var built = await new BuiltState(run, layer).LoadsAsync(cancellation).ConfigureAwait(false);
        var now = staged.Where(row => row.Date <= run.AsOf).ToDictionary(row => (row.Source, row.Date), row => row.RunId);
        return [.. now.Keys.Union(built.Keys).Where(key => Has(key.Source) && now.GetValueOrDefault(key) != built.GetValueOrDefault(key))];
    }

    private bool Has(string source) => source == LedgerSources.Ga4 ? run.Client.Ga4 is not null : run.Client.GoogleAds is not null;

    private async Task<IReadOnlyList<DateOnly>> StaleAsync(CancellationToken cancellation)
    {
        var dates = new List<DateOnly>();
        await foreach (var row in run.Warehouse.ScanAsync(LedgerTables.StaleDates, cancellation).ConfigureAwait(false))
        {
            dates.Add(row.Get<DateOnly>("date"));
        }

        return dates;
    }

    private IEnumerable<DateOnly> Asked(IEnumerable<DateOnly> dates) => dates.Where(date => DateRanges.IsAsked(request.From, request.To, date));

    private bool IsFinal(DateOnly date, DateOnly asOf) =>
        date <= asOf.AddDays(-Math.Max(run.Client.Ga4 is null ? 0 : Ga4Plan.RewrittenDays, run.Client.GoogleAds?.RestatementDays ?? 0));

    private static DateOnly[] Dates(IEnumerable<(string Source, DateOnly Date)> changed, string source) => [.. changed.Where(change => change.Source == source).Select(change => change.Date).Order()];

    private static string Reason(DateOnly[] ga4, DateOnly[] googleAds) => (ga4.Length, googleAds.Length) switch
    {
        (0, 0) => "no staged date changed",
        (_, 0) => $"{DateRanges.Describe(ga4)} of GA4 changed",
        (0, _) => $"{DateRanges.Describe(googleAds)} of Google Ads changed",
        _ => $"{DateRanges.Describe(ga4)} of GA4 and {DateRanges.Describe(googleAds)} of Google Ads changed",
    };

    /// <summary>
    /// What is staged of the client's sources. Nothing staged, or nothing that reaches the window, is an error: the marts would
    /// be empty.
    /// </summary>
    private async Task<LedgerRow[]> StagedAsync(CancellationToken cancellation)
    {
        var ga4 = run.Client.Ga4 is null ? [] : await run.Ledger.ReadAsync(LedgerSources.Ga4, cancellation).ConfigureAwait(false);
        var googleAds = run.Client.GoogleAds is null ? [] : await run.Ledger.ReadAsync(LedgerSources.GoogleAds, cancellation).ConfigureAwait(false);
        LedgerRow[] rows = [.. ga4.Values, .. googleAds.Values];
        if (rows.Length == 0)
        {
            throw new PipelineException(
                PipelineErrorKind.NotBuilt,
                $"Nothing is staged for client '{run.Client.Name}'.",
                $"Run Invoke-StagingRefresh -Client {run.Client.Name} first.",
                run.Client.Name.Value);
        }

        var newest = rows.Max(row => row.Date);
        if (newest < run.Model.WindowFrom)
        {
            throw StagingRefresh.SourceStale(run.Client, newest, run.Model.WindowFrom, run.AsOf);
        }

        if (rows.Min(row => row.Date) > run.AsOf)
        {
            throw new PipelineException(
                PipelineErrorKind.Argument,
                $"The as-of date {AsOfDate.Text(run.AsOf)} lies before {AsOfDate.Text(rows.Min(row => row.Date))}, the first staged date of client '{run.Client.Name}'.",
                "Give a later -AsOf.",
                run.Client.Name.Value);
        }

        return rows;
    }
}
