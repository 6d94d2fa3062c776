using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Running.Building;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Core.Running;

/// <summary>Answers Get-CampaignPerformance: from the mart within its window, else by the mart's own SQL over int_ and stg_.</summary>
internal sealed class CampaignPerformanceReader(ClientRun run, CampaignPerformanceQuery query)
{
    private const string Period = "range";

    /// <summary>Before the first date that anything is staged of.</summary>
    private static readonly DateOnly EverStaged = new(1900, 1, 1);

    private readonly PerformanceDimension[] _dimensions = [.. query.GroupBy.Distinct()];

    public async Task<IReadOnlyList<CampaignPerformance>> ReadAsync(CancellationToken cancellation)
    {
        var tables = await run.Warehouse.TablesAsync(cancellation).ConfigureAwait(false);
        var mart = ModelGraph.Load()["mart_campaign_performance"].TableFor(run.Client.Name);
        if (!tables.Contains(mart))
        {
            throw new PipelineException(PipelineErrorKind.NotBuilt, $"{mart} has not been built.", $"Run Invoke-MartBuild -Client {run.Client.Name} first.", run.Client.Name.Value);
        }

        var built = await WindowAsync(cancellation).ConfigureAwait(false);
        var to = query.To ?? built.To;
        var from = query.From ?? to.AddDays(-29);
        if (from > to)
        {
            throw new PipelineException(PipelineErrorKind.Argument, $"The range from {AsOfDate.Text(from)} to {AsOfDate.Text(to)} ends before it begins.", "Swap -From and -To.", run.Client.Name.Value);
        }

        if (query.CompareTo != Comparison.None && Dimension(PerformanceDimension.Date))
        {
            throw new PipelineException(PipelineErrorKind.Argument, "Rows of single dates cannot be compared with another range.", "Leave Date out of -GroupBy, or leave -CompareTo out.", run.Client.Name.Value);
        }

        var days = to.DayNumber - from.DayNumber + 1;
        (DateOnly From, DateOnly To)? previous = query.CompareTo switch
        {
            Comparison.PreviousPeriod => (from.AddDays(-days), from.AddDays(-1)),
            Comparison.PreviousYear => (from.AddYears(-1), to.AddYears(-1)),
            _ => null,
        };
        return await ReadAsync(from, to, previous, built, cancellation).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<CampaignPerformance>> ReadAsync(DateOnly from, DateOnly to, (DateOnly From, DateOnly To)? previous, (DateOnly From, DateOnly To) built, CancellationToken cancellation)
    {
        var first = previous is { } before && before.From < from ? before.From : from;
        var fromMart = first >= built.From && to <= built.To;

        // What was built as of a date knows nothing after it, whatever has been staged since.
        var values = ModelValues.Of(run.Model with { AsOf = built.To }, run.Dialect);
        _ = Dimension(PerformanceDimension.Date)
            ? values.ByDate("asked", EverStaged, from, to, _dimensions)
            : values.WithRanges("asked", EverStaged, previous is { } range ? [(Period, "current", from, to), (Period, "previous", range.From, range.To)] : [(Period, "current", from, to)], _dimensions);
        values["from_mart"] = fromMart;
        ModelValues.AddRange(values, first, to < built.To ? to : built.To);
        var rows = new List<CampaignPerformance>();
        await foreach (var row in run.Warehouse.QueryAsync(run.Renderer.RenderQuery("campaign_performance", values), cancellation).ConfigureAwait(false))
        {
            rows.Add(Read(row, from, to, previous is not null));
        }

        return rows;
    }

    /// <summary>The dates that the mart was built for: a window without rows is a window too.</summary>
    private async Task<(DateOnly From, DateOnly To)> WindowAsync(CancellationToken cancellation) =>
        await MartWindow.ReadAsync(run.Ledger, cancellation).ConfigureAwait(false) ?? (run.Model.WindowFrom, run.AsOf);

    private CampaignPerformance Read(Row row, DateOnly from, DateOnly to, bool isCompared) => new()
    {
        Client = run.Client.Name.Value,
        From = from,
        To = to,
        Date = Dimension(PerformanceDimension.Date) ? row.Get<DateOnly?>("date") : null,
        ChannelGrouping = Text(row, PerformanceDimension.ChannelGrouping, "channel_grouping"),
        Source = Text(row, PerformanceDimension.Source, "source"),
        Medium = Text(row, PerformanceDimension.Medium, "medium"),
        Campaign = Text(row, PerformanceDimension.Campaign, "campaign"),
        Currency = row.Get<string>("currency")!,
        Figures = FiguresOf(row, ""),
        Previous = isCompared ? FiguresOf(row, "_prev") : null,
        Change = isCompared ? Modeling.Figures.Sums.Concat(Modeling.Figures.Ratios).ToDictionary(figure => figure, figure => row.Get<double?>(figure + "_change"), StringComparer.Ordinal) : null,
    };

    private bool Dimension(PerformanceDimension dimension) => _dimensions.Contains(dimension);

    private string? Text(Row row, PerformanceDimension dimension, string column) => Dimension(dimension) && row.Get<string>(column) is { } text ? ShownText.Name(text) : null;

    private static PerformanceFigures FiguresOf(Row row, string suffix) => new()
    {
        Users = row.Get<long?>("users" + suffix),
        Sessions = row.Get<long?>("sessions" + suffix),
        EngagedSessions = row.Get<long?>("engaged_sessions" + suffix),
        NewUsers = row.Get<long?>("new_users" + suffix),
        PageViews = row.Get<long?>("page_views" + suffix),
        EngagementSeconds = row.Get<decimal?>("engagement_seconds" + suffix),
        Conversions = row.Get<decimal?>("conversions" + suffix),
        Transactions = row.Get<long?>("transactions" + suffix),
        ConvertingUsers = row.Get<long?>("converting_users" + suffix),
        Revenue = row.Get<decimal?>("revenue" + suffix),
        NewCustomerRevenue = row.Get<decimal?>("new_customer_revenue" + suffix),
        Cost = row.Get<decimal?>("cost" + suffix),
        Clicks = row.Get<long?>("clicks" + suffix),
        Impressions = row.Get<long?>("impressions" + suffix),
        PlatformConversions = row.Get<decimal?>("platform_conversions" + suffix),
        PlatformConversionsValue = row.Get<decimal?>("platform_conversions_value" + suffix),
        Ctr = row.Get<double?>("ctr" + suffix),
        Cpc = row.Get<double?>("cpc" + suffix),
        Cpm = row.Get<double?>("cpm" + suffix),
        ConversionRate = row.Get<double?>("conversion_rate" + suffix),
        Aov = row.Get<double?>("aov" + suffix),
        EngagementRate = row.Get<double?>("engagement_rate" + suffix),
        BounceRate = row.Get<double?>("bounce_rate" + suffix),
        Roas = row.Get<double?>("roas" + suffix),
        Cpa = row.Get<double?>("cpa" + suffix),
    };
}
