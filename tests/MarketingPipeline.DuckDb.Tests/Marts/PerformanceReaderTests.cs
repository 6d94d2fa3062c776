using MarketingPipeline.Core;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Marts;

/// <summary>Get-CampaignPerformance: the mart inside its window, the same figures from the int_ tables outside it.</summary>
public sealed class PerformanceReaderTests : IAsyncLifetime
{
    private static readonly DateOnly Day = Bench.Yesterday;

    private readonly Bench _bench = new();

    public async Task InitializeAsync()
    {
        // A visitor every day, who buys every fifth; mail every second day; no GA4 on two days, no Google Ads on one.
        _bench
            .Client("acme", googleAds: true, settings: "\"windowDays\": 40")
            .Events("acme", [.. Enumerable.Range(0, 80).Where(ago => ago is not (3 or 50)).SelectMany(Events)])
            .GoogleAds("acme", "c.json", [.. Enumerable.Range(0, 80).Where(ago => ago > 0).Select(ago => new AdsRow(Day.AddDays(-ago), 7, 1_000_000 + ago, ago > 20 ? "Old" : "Brand"))]);
        await _bench.RunAsync("acme");
    }

    public Task DisposeAsync()
    {
        _bench.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Inside_the_window_figures_are_the_sums_of_the_marts_rows()
    {
        var rows = await ReadAsync(new() { From = Day.AddDays(-29), To = Day });

        var expected = await _bench.ShowAsync("acme", $"SELECT channel_grouping, source, medium, campaign, SUM(sessions), SUM(conversions), SUM(revenue), SUM(cost), SUM(clicks) FROM mart_acme_campaign_performance WHERE date > DATE '2026-05-16' GROUP BY ALL ORDER BY ALL");
        Assert.Equal(expected, rows.Select(row => FormattableString.Invariant($"{row.ChannelGrouping} | {row.Source} | {row.Medium} | {row.Campaign ?? "NULL"} | {row.Figures.Sessions} | {row.Figures.Conversions:0.######} | {row.Figures.Revenue:0.######} | {row.Figures.Cost:0.######} | {row.Figures.Clicks}")));
    }

    [Fact]
    public async Task The_same_range_gives_the_same_rows_whether_the_mart_covers_it_or_not()
    {
        var query = new CampaignPerformanceQuery { From = Day.AddDays(-75), To = Day.AddDays(-5), CompareTo = Comparison.PreviousPeriod };
        var outside = await ReadAsync(query);
        var outsideByDate = await ReadAsync(query with { CompareTo = Comparison.None, GroupBy = [PerformanceDimension.Date, PerformanceDimension.Campaign] });

        _bench.Client("acme", googleAds: true, settings: "\"windowDays\": 180");
        await _bench.BuildAsync("acme");

        Assert.Equal(Show(outside), Show(await ReadAsync(query)));
        Assert.Equal(Show(outsideByDate), Show(await ReadAsync(query with { CompareTo = Comparison.None, GroupBy = [PerformanceDimension.Date, PerformanceDimension.Campaign] })));
    }

    [Fact]
    public async Task A_window_that_was_widened_but_not_built_is_read_from_the_int_tables()
    {
        var query = new CampaignPerformanceQuery { From = Day.AddDays(-70), To = Day, GroupBy = [] };
        var narrow = Assert.Single(await ReadAsync(query));

        _bench.Client("acme", googleAds: true, settings: "\"windowDays\": 180");

        Assert.Equal(narrow, Assert.Single(await ReadAsync(query)));
        Assert.Equal(69 + 35, narrow.Figures.Sessions);
    }

    [Fact]
    public async Task The_previous_period_is_as_long_and_just_before()
    {
        var row = Assert.Single(await ReadAsync(new() { From = Day.AddDays(-19), To = Day.AddDays(-10), CompareTo = Comparison.PreviousPeriod, GroupBy = [PerformanceDimension.Source, PerformanceDimension.Source] }), row => row.Source == "google");

        Assert.Equal((10L, 10L, 0d), (row.Figures.Sessions, row.Previous!.Sessions, row.Change!["sessions"]));
        Assert.Equal((10.000145m, 10.000245m), (row.Figures.Cost, row.Previous.Cost));
    }

    [Fact]
    public async Task The_previous_year_is_the_same_dates_and_NULL_where_nothing_was_staged()
    {
        var row = Assert.Single(await ReadAsync(new() { From = Day.AddDays(-9), To = Day, CompareTo = Comparison.PreviousYear, GroupBy = [] }));

        Assert.Equal((9L + 5, null, null, null), (row.Figures.Sessions, row.Previous!.Sessions, row.Previous.Cost, row.Change!["sessions"]));
    }

    [Fact]
    public async Task Users_are_distinct_whatever_rows_are_grouped_by()
    {
        var all = Assert.Single(await ReadAsync(new() { From = Day.AddDays(-9), To = Day, GroupBy = [] }));
        var bySource = await ReadAsync(new() { From = Day.AddDays(-9), To = Day, GroupBy = [PerformanceDimension.Source] });
        var byDate = await ReadAsync(new() { From = Day.AddDays(-9), To = Day, GroupBy = [PerformanceDimension.Date] });

        Assert.Equal(2, all.Figures.Users);
        Assert.Equal(["google 1", "mail 2"], bySource.Select(row => $"{row.Source} {row.Figures.Users}"));
        Assert.Equal([1L, 1, 1, 2, 1, 1, null, 2, 1, 1], byDate.Select(row => row.Figures.Users));
    }

    [Fact]
    public async Task By_date_a_source_that_is_not_staged_on_the_date_is_NULL_on_it()
    {
        var rows = await ReadAsync(new() { From = Day.AddDays(-51), To = Day, GroupBy = [PerformanceDimension.Date] });

        Assert.Equal(52, rows.Count);
        Assert.Equal((null, 1.00005m), (rows[1].Figures.Sessions, rows[1].Figures.Cost));
        Assert.Equal((null, 1.000003m), (rows[48].Figures.Sessions, rows[48].Figures.Cost));
        Assert.Equal((2L, null), (rows[51].Figures.Sessions, rows[51].Figures.Cost));
    }

    [Fact]
    public async Task What_was_staged_after_the_build_is_not_known_to_it()
    {
        await _bench.BuildAsync("acme", Day.AddDays(-10));

        var rows = await ReadAsync(new() { From = Day.AddDays(-12), To = Day, GroupBy = [PerformanceDimension.Date] });
        var later = await ReadAsync(new() { From = Day.AddDays(-5), To = Day });

        Assert.Equal([Day.AddDays(-12), Day.AddDays(-11), Day.AddDays(-10)], rows.Select(row => row.Date!.Value));
        Assert.Empty(later);
    }

    [Fact]
    public async Task Dates_cannot_be_compared_and_a_range_cannot_end_before_it_begins()
    {
        var dates = await Assert.ThrowsAsync<PipelineException>(() => ReadAsync(new() { CompareTo = Comparison.PreviousYear, GroupBy = [PerformanceDimension.Date] }));
        var range = await Assert.ThrowsAsync<PipelineException>(() => ReadAsync(new() { From = Day, To = Day.AddDays(-1) }));

        Assert.Equal((PipelineErrorKind.Argument, PipelineErrorKind.Argument), (dates.Kind, range.Kind));
    }

    private static IEnumerable<Ga4Event> Events(int ago)
    {
        var date = Day.AddDays(-ago);
        yield return new Ga4Event(date, user: "a", session: ago).LastClick("google", "cpc", ago > 20 ? "Old" : "Brand", "7", isGoogleAds: true);
        if (ago % 5 == 0)
        {
            yield return new Ga4Event(date, "purchase", "a", ago, 5).Purchase("T" + ago, 10 + ago);
        }

        if (ago % 2 == 0)
        {
            yield return new Ga4Event(date, user: ago % 4 == 0 ? "a" : "b", session: 1000 + ago).Collected("mail", "email", "News");
        }
    }

    private static IEnumerable<string> Show(IEnumerable<CampaignPerformance> rows) =>
        rows.Select(row => row.ToString().Replace(row.Change?.ToString() ?? "\0", "", StringComparison.Ordinal)).Zip(rows.Select(row => string.Join(' ', row.Change?.Values ?? [])), (a, b) => a + b);

    private Task<IReadOnlyList<CampaignPerformance>> ReadAsync(CampaignPerformanceQuery query) => _bench.Pipeline.GetCampaignPerformanceAsync(_bench.Find("acme"), query, default);
}
