using MarketingPipeline.Core;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Refreshing;

/// <summary>design.md, Refreshing: what is new or has changed, each date whole, and nothing else.</summary>
public sealed class StagingRefreshTests : IDisposable
{
    private static readonly DateOnly Day = Bench.Yesterday;

    private readonly Bench _bench = new Bench().Client("acme", googleAds: true);

    public StagingRefreshTests() => _bench
        .Events("acme", [.. Enumerable.Range(1, 4).Select(ago => Visit(ago))])
        .GoogleAds("acme", "1.json", [.. Enumerable.Range(1, 4).Select(ago => Cost(ago))]);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_second_run_loads_nothing_and_says_so()
    {
        Assert.Equal(["stg_acme_ga4_events Refreshed 4 first load: 4 days", "stg_acme_google_ads_cost Refreshed 4 first load: 4 days"], await StageAsync());
        await _bench.BuildAsync("acme");
        var before = await _bench.ContentsAsync("acme");

        Assert.Equal(["stg_acme_ga4_events UpToDate 0 nothing new in 4 days", "stg_acme_google_ads_cost UpToDate 0 nothing new in 4 days"], await StageAsync());
        Assert.All(await _bench.BuildAsync("acme"), result => Assert.Equal((TableStatus.UpToDate, "nothing new"), (result.Status, result.Message)));
        Assert.Equal(before, await _bench.ContentsAsync("acme"));
    }

    [Fact]
    public async Task A_changed_file_loads_only_its_dates()
    {
        await StageAsync();
        _bench.Events("acme", Visit(2), Visit(2, "b")).GoogleAds("acme", "1.json", [Cost(1), Cost(2), Cost(3, 5), Cost(4)]);

        Assert.Equal(["stg_acme_ga4_events Refreshed 1 incremental: 0 new, 1 changed of 4 days; events restated on 1 date by +1", "stg_acme_google_ads_cost Refreshed 1 incremental: 0 new, 1 changed of 4 days; cost restated on 1 date by +0.000005 EUR"], await StageAsync());
        Assert.Equal(["5"], await _bench.ShowAsync("acme", "SELECT COUNT(*) FROM stg_acme_ga4_events"));
        Assert.Equal(["3000005"], await _bench.ShowAsync("acme", "SELECT SUM(cost_micros) FROM stg_acme_google_ads_cost"));
    }

    [Fact]
    public async Task A_new_day_loads_only_itself_wherever_its_report_stands_among_the_others()
    {
        await StageAsync();
        _bench.Events("acme", Visit(0)).GoogleAds("acme", "0.json", Cost(0));

        Assert.Equal(["stg_acme_ga4_events Refreshed 1 incremental: 1 new, 0 changed of 5 days", "stg_acme_google_ads_cost Refreshed 1 incremental: 1 new, 0 changed of 5 days"], await StageAsync());
        Assert.Equal(["2026-06-15"], await _bench.ShowAsync("acme", "SELECT date FROM pipeline_ledger WHERE source = 'ga4' ORDER BY date DESC LIMIT 1"));
    }

    [Fact]
    public async Task A_range_is_loaded_again_though_nothing_changed()
    {
        await StageAsync();

        Assert.Equal(
            ["stg_acme_ga4_events Refreshed 2 incremental: 0 new, 2 changed of 4 days", "stg_acme_google_ads_cost Refreshed 2 incremental: 0 new, 2 changed of 4 days"],
            await StageAsync(new() { From = Day.AddDays(-3), To = Day.AddDays(-2) }));
        Assert.Equal(["stg_acme_ga4_events Refreshed 4 full refresh: 4 days"], await StageAsync(new() { FullRefresh = true, GoogleAds = false }));
    }

    [Fact]
    public async Task A_plan_says_what_a_run_would_do_and_changes_nothing()
    {
        var client = _bench.Find("acme");

        var plan = await _bench.Pipeline.PlanStagingAsync(client, new StagingRequest(), default);
        Assert.Equal(["Planned first load: would load 4 days", "Planned first load: would load 4 days"], plan.Select(result => $"{result.Status} {result.Message}"));
        Assert.False(Directory.Exists(_bench.Workspace.DuckDbPath));
        await Assert.ThrowsAsync<PipelineException>(() => _bench.Pipeline.PlanBuildAsync(client, new BuildRequest(), default));
        Assert.False(Directory.Exists(_bench.Workspace.DuckDbPath));

        await _bench.RunAsync("acme");
        var (before, files, runs) = (await _bench.ContentsAsync("acme"), Directory.GetFiles(_bench.Root, "*", SearchOption.AllDirectories), (await RunsAsync()).Count);
        _bench.Events("acme", Visit(2), Visit(2, "b"));
        plan = await _bench.Pipeline.PlanStagingAsync(client, new StagingRequest(), default);
        Assert.Equal(["Planned 1", "UpToDate 0"], plan.Select(result => $"{result.Status} {result.Dates}"));
        Assert.All(plan, result => Assert.Null(result.RunId));
        Assert.All(await _bench.Pipeline.PlanBuildAsync(client, new BuildRequest(), default), result => Assert.Equal(TableStatus.UpToDate, result.Status));
        Assert.All(await _bench.Pipeline.PlanBuildAsync(client, new BuildRequest { FullRefresh = true }, default), result => Assert.Equal(TableStatus.Planned, result.Status));
        Assert.Equal(before, await _bench.ContentsAsync("acme"));
        Assert.Equal(runs, (await RunsAsync()).Count);
        Assert.Equal(files.Order(), Directory.GetFiles(_bench.Root, "*", SearchOption.AllDirectories).Order());
    }

    [Fact]
    public async Task The_journal_has_each_run_with_its_status_tables_and_error()
    {
        await _bench.RunAsync("acme");
        _bench.Write("ga4/acme/events_20260615.jsonl", "no JSON\n");
        var error = await Assert.ThrowsAsync<PipelineException>(() => _bench.StageAsync("acme"));

        var runs = await RunsAsync();

        var failed = Assert.Single(runs, run => run.Status == "failed");
        Assert.Equal(("staging", error.Message, Day), (failed.Command, failed.Error, failed.AsOf));
        Assert.NotNull(failed.FinishedAt);
        Assert.Equal(["build", "staging"], runs.Where(run => run.Status == "succeeded").Select(run => run.Command).Order());
        Assert.Equal(
            ["int_acme_sessions_enriched", "int_acme_conversions_attributed", "mart_acme_campaign_performance", "mart_acme_campaign_periods", "mart_acme_executive_dashboard"],
            runs.Single(run => run.Command == "build").Tables.Select(table => table.Table));
        Assert.Single(await _bench.Pipeline.GetRunsAsync(_bench.Find("acme"), failed.RunId, 10, default));
    }

    [Fact]
    public async Task An_as_of_date_in_the_future_is_refused_and_today_takes_the_intraday_events()
    {
        var error = await Assert.ThrowsAsync<PipelineException>(() => _bench.StageAsync("acme", Day.AddDays(2)));
        Assert.Equal(PipelineErrorKind.Argument, error.Kind);
        Assert.False(Directory.Exists(_bench.Workspace.DuckDbPath));

        _bench.Write("ga4/acme/events_intraday_20260616.jsonl", Visit(-1).Json.ToJsonString());
        await _bench.RunAsync("acme", Day.AddDays(1));

        Assert.Equal(["2026-06-16 | 1"], await _bench.ShowAsync("acme", "SELECT date, sessions FROM mart_acme_campaign_performance WHERE date > DATE '2026-06-15'"));
        Assert.Equal(["false | events_intraday_20260616"], await _bench.ShowAsync("acme", "SELECT is_daily, source_table FROM pipeline_ledger WHERE date = DATE '2026-06-16'"));
    }

    [Fact]
    public async Task The_first_staged_date_is_fixed_by_the_first_run_and_moved_only_by_the_setting()
    {
        _bench.Client("acme", settings: "\"historyDays\": 3").Events("acme", Visit(5), Visit(6));
        await _bench.StageAsync("acme", Day.AddDays(-1));
        Assert.Equal("2026-06-12, 2026-06-13, 2026-06-14", await StagedAsync());

        _bench.Events("acme", Visit(0));
        await StageAsync();
        Assert.Equal("2026-06-12, 2026-06-13, 2026-06-14, 2026-06-15", await StagedAsync());

        _bench.Client("acme", settings: "\"historyDays\": 5");
        await StageAsync();
        Assert.Equal("2026-06-10, 2026-06-11, 2026-06-12, 2026-06-13, 2026-06-14, 2026-06-15", await StagedAsync());

        _bench.Client("acme", settings: "\"historyDays\": 2");
        await StageAsync();
        Assert.Equal("2026-06-13, 2026-06-14, 2026-06-15", await StagedAsync());
    }

    private static Ga4Event Visit(int ago, string user = "a") => new Ga4Event(Day.AddDays(-ago), user: user, session: ago + 10).Page("https://acme.example/");

    private static AdsRow Cost(int ago, long more = 0) => new(Day.AddDays(-ago), 7, (ago == 3 ? 0 : 1_000_000) + more);

    private async Task<string> StagedAsync() => string.Join(", ", await _bench.ShowAsync("acme", "SELECT DISTINCT event_date FROM stg_acme_ga4_events JOIN pipeline_ledger ON date = event_date ORDER BY event_date"));

    private Task<IReadOnlyList<PipelineRun>> RunsAsync() => _bench.Pipeline.GetRunsAsync(_bench.Find("acme"), null, 100, default);

    private async Task<IEnumerable<string>> StageAsync(StagingRequest? request = null) =>
        (await _bench.StageAsync("acme", request: request)).Select(result => $"{result.Table} {result.Status} {result.Dates} {result.Message}");
}
