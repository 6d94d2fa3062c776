using MarketingPipeline.Core;
using MarketingPipeline.Core.Running;
using MarketingPipeline.GoogleAds;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Refreshing;

/// <summary>A clock that has jumped back since the last run, and one that jumps forward: what is staged stays, and the next run with the right clock ends as if nothing had been.</summary>
public sealed class ClockTests : IDisposable
{
    private static readonly DateOnly Day = Bench.Yesterday;

    private readonly Bench _bench = new Bench().Client("acme", googleAds: true);

    public ClockTests() => _bench
        .Events("acme", [.. Enumerable.Range(0, 6).SelectMany(Visits)])
        .GoogleAds("acme", "1.json", [.. Enumerable.Range(0, 6).Select(ago => new AdsRow(Day.AddDays(-ago), 7, 1_000_000))]);

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    public async Task A_run_with_a_clock_that_is_days_behind_looks_back_from_there_and_forgets_nothing(int days)
    {
        await _bench.RunAsync("acme");
        var before = await _bench.ContentsAsync("acme");
        var behind = Pipeline(Bench.Clock.GetUtcNow().AddDays(-days));

        var staged = await behind.RefreshStagingAsync(_bench.Find("acme"), new(), null, default);
        var built = await Record.ExceptionAsync(() => behind.BuildMartsAsync(_bench.Find("acme"), new(), null, default));

        Assert.All(staged, result => Assert.Equal((TableStatus.UpToDate, Day.AddDays(-days)), (result.Status, result.AsOf)));
        Assert.Equal(before["stg_acme_ga4_events"], (await _bench.ContentsAsync("acme"))["stg_acme_ga4_events"]);
        if (days > 6)
        {
            Assert.Equal(PipelineErrorKind.Argument, Assert.IsType<PipelineException>(built).Kind);
        }
        else
        {
            Assert.Null(built);
            Assert.Equal(["2026-06-12"], await _bench.ShowAsync("acme", "SELECT MAX(date) FROM mart_acme_campaign_performance"));
        }

        Assert.All(await behind.GetStatusAsync(_bench.Find("acme"), default), status => Assert.Equal((0, 6), (status.DaysBehind!.Value, status.Dates)));
        await _bench.RunAsync("acme");
        await _bench.AssertAsAFullRefreshAsync("acme");
    }

    [Fact]
    public async Task A_clock_that_stands_before_the_first_staged_date_is_suspected_by_name()
    {
        await _bench.RunAsync("acme");
        var before = await _bench.ContentsAsync("acme");
        var behind = Pipeline(new DateTimeOffset(1970, 1, 2, 0, 0, 0, TimeSpan.Zero));

        var error = await Assert.ThrowsAsync<PipelineException>(() => behind.RefreshStagingAsync(_bench.Find("acme"), new(), null, default));

        Assert.Equal(PipelineErrorKind.Argument, error.Kind);
        Assert.StartsWith("The as-of date 1970-01-01 lies before 2025-12-18, the first staged date of client 'acme'", error.Message, StringComparison.Ordinal);
        Assert.Contains("clock", error.Advice, StringComparison.Ordinal);
        Assert.Equal(before, await _bench.ContentsAsync("acme"));
    }

    [Fact]
    public async Task The_journal_keeps_a_run_that_began_before_the_one_before_it()
    {
        await _bench.StageAsync("acme");
        await Pipeline(Bench.Clock.GetUtcNow().AddDays(-2)).RefreshStagingAsync(_bench.Find("acme"), new(), null, default);

        var runs = await _bench.Pipeline.GetRunsAsync(_bench.Find("acme"), null, 10, default);

        Assert.Equal([Day, Day.AddDays(-2)], runs.Select(run => run.AsOf));
        Assert.All(runs, run => Assert.Equal("succeeded", run.Status));
    }

    [Fact]
    public async Task A_clock_that_stands_years_ahead_is_told_what_is_the_newest_day()
    {
        await _bench.RunAsync("acme");
        var before = await _bench.ContentsAsync("acme");

        var error = await Assert.ThrowsAsync<PipelineException>(() => Pipeline(Bench.Clock.GetUtcNow().AddYears(3)).BuildMartsAsync(_bench.Find("acme"), new(), null, default));

        Assert.Equal((PipelineErrorKind.SourceStale, true), (error.Kind, error.Message.Contains("2026-06-15", StringComparison.Ordinal)));
        Assert.Equal(before, await _bench.ContentsAsync("acme"));
    }

    private static IEnumerable<Ga4Event> Visits(int ago) =>
    [
        new Ga4Event(Day.AddDays(-ago), user: "a", session: ago + 10).LastClick("google", "cpc", "Campaign", "7", isGoogleAds: true),
        new Ga4Event(Day.AddDays(-ago), "purchase", "a", ago + 10, 5).Purchase("T" + ago, 10 + ago),
    ];

    private ClientPipeline Pipeline(DateTimeOffset now)
    {
        var workspace = _bench.Workspace;
        return new(workspace, new DuckDbWarehouse(workspace.DuckDbPath), client => new GoogleAdsReportFiles(client.GoogleAds!.Path!, client.GoogleAds.CustomerId), new Bench.FixedClock(now));
    }
}
