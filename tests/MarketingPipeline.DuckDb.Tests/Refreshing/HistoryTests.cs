using MarketingPipeline.Core;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Refreshing;

/// <summary>An incremental history of any kind ends in the same tables as one full refresh.</summary>
public sealed class HistoryTests : IDisposable
{
    private static readonly DateOnly Day = Bench.Yesterday;

    private readonly Bench _bench = new Bench().Client("acme", googleAds: true);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Day_by_day_with_late_rewrites_and_an_intraday_table_that_the_daily_one_replaces()
    {
        for (var ago = 5; ago >= 0; ago--)
        {
            _bench.Events("acme", [.. Visits(ago), .. ago < 5 ? Visits(ago + 1, late: true) : []]).GoogleAds("acme", $"2026-06-{15 - ago}.json", Cost(ago, "Name " + ago), Cost(ago + 1, "Name " + ago, 77));
            _bench.Write("ga4/acme/events_intraday_20260613.jsonl", Visits(2).First().Json.ToJsonString());
            await _bench.RunAsync("acme", Day.AddDays(-ago));
        }

        await AssertAsAFullRefreshAsync();
    }

    [Fact]
    public async Task A_gap_that_is_filled_later_and_a_build_for_an_earlier_date_in_between()
    {
        _bench.Events("acme", [.. Visits(6), .. Visits(1), .. Visits(0)]).GoogleAds("acme", "1.json", Cost(6, "A"), Cost(0, "A"));
        await _bench.RunAsync("acme");
        _bench.Events("acme", [.. Visits(3), .. Visits(4)]);
        await _bench.RunAsync("acme", Day.AddDays(-3));
        await _bench.RunAsync("acme");

        await AssertAsAFullRefreshAsync();
    }

    [Fact]
    public async Task The_date_that_gave_a_campaign_its_latest_name_is_restated_without_it()
    {
        _bench.Events("acme", [.. Visits(2), .. Visits(0)]).GoogleAds("acme", "1.json", Cost(2, "First"), Cost(0, "Second"), new AdsRow(Day, 8, 5, "Other"));
        await _bench.RunAsync("acme");
        _bench.GoogleAds("acme", "1.json", Cost(2, "First"), new AdsRow(Day, 8, 5, "Other"));
        await _bench.RunAsync("acme");

        Assert.Equal(["First"], await _bench.ShowAsync("acme", "SELECT DISTINCT campaign_name FROM stg_acme_google_ads_cost WHERE campaign_id = '7'"));
        await AssertAsAFullRefreshAsync();
    }

    [Fact]
    public async Task A_run_as_of_an_earlier_date_does_not_bring_back_an_older_name()
    {
        _bench.Events("acme", [.. Visits(3), .. Visits(0)]).GoogleAds("acme", "1.json", Cost(3, "Old"), Cost(0, "New"));
        await _bench.RunAsync("acme");
        _bench.GoogleAds("acme", "1.json", Cost(3, "Old", 77), Cost(0, "New"));
        await _bench.RunAsync("acme", Day.AddDays(-1));

        Assert.Equal(["New"], await _bench.ShowAsync("acme", "SELECT DISTINCT campaign_name FROM stg_acme_google_ads_cost"));
        await _bench.RunAsync("acme");
        await AssertAsAFullRefreshAsync();
    }

    [Fact]
    public async Task A_range_that_was_built_while_other_dates_had_changed_too()
    {
        _bench.Events("acme", [.. Enumerable.Range(0, 6).SelectMany(ago => Visits(ago))]).GoogleAds("acme", "1.json", Cost(0, "A"));
        await _bench.RunAsync("acme", Day.AddDays(-1));
        _bench.Events("acme", [.. Visits(3, late: true), .. Visits(4, late: true)]);
        await _bench.StageAsync("acme");

        await _bench.BuildAsync("acme", request: new() { From = Day.AddDays(-3), To = Day.AddDays(-3) });
        Assert.Equal(["2026-06-15 | 1"], await _bench.ShowAsync("acme", "SELECT date, sessions FROM mart_acme_campaign_performance WHERE date = DATE '2026-06-15'"));
        _bench.Events("acme", [.. Visits(2, late: true), .. Visits(1, late: true)]);
        await _bench.StageAsync("acme");
        await _bench.BuildAsync("acme", request: new() { From = Day.AddDays(-2), To = Day.AddDays(-2) });
        await _bench.BuildAsync("acme");

        await AssertAsAFullRefreshAsync();
    }

    [Fact]
    public async Task A_failed_run_leaves_the_tables_as_before_and_the_next_one_finishes()
    {
        _bench.Events("acme", [.. Visits(2)]).GoogleAds("acme", "1.json", Cost(2, "A"));
        await _bench.RunAsync("acme");
        var before = await _bench.ContentsAsync("acme");
        _bench.Events("acme", [.. Visits(1)]).Write("ads/acme/2.json", "<html>sign in</html>");

        await Assert.ThrowsAsync<PipelineException>(() => _bench.StageAsync("acme"));
        Assert.Equal(before, await _bench.ContentsAsync("acme"));

        _bench.GoogleAds("acme", "2.json", Cost(1, "B"));
        await _bench.RunAsync("acme");
        await AssertAsAFullRefreshAsync();
    }

    [Fact]
    public async Task Marts_alone_need_the_tables_that_they_read()
    {
        _bench.Events("acme", [.. Visits(2)]).GoogleAds("acme", "1.json", Cost(2, "A"));
        await _bench.StageAsync("acme");

        var error = await Assert.ThrowsAsync<PipelineException>(() => _bench.BuildAsync("acme", request: new() { Intermediate = false }));

        Assert.Equal(PipelineErrorKind.NotBuilt, error.Kind);
        Assert.Contains("int_acme_sessions_enriched", error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<Ga4Event> Visits(int ago, bool late = false)
    {
        var date = Day.AddDays(-ago);
        yield return new Ga4Event(date, user: "a", session: ago + 10).LastClick("google", "cpc", "Name", "7", isGoogleAds: true);
        if (late || ago == 0)
        {
            yield return new Ga4Event(date, "purchase", "a", ago + 10, 5).Purchase("T" + ago, 10 + ago);
        }
    }

    private static AdsRow Cost(int ago, string name, long more = 0) => new(Day.AddDays(-ago), 7, 1_000_000 + more, name);

    private async Task AssertAsAFullRefreshAsync()
    {
        var incremental = await _bench.ContentsAsync("acme", "pipeline_state");
        await _bench.AssertMartSumsHoldAsync("acme");
        Directory.Delete(_bench.Workspace.DuckDbPath, recursive: true);
        await _bench.RunAsync("acme");
        Assert.Equal(await _bench.ContentsAsync("acme", "pipeline_state"), incremental);
    }
}
