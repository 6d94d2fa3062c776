using MarketingPipeline.Core.Running;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Refreshing;

/// <summary>What a build would do, and why, is known before it, from the ledger alone; and planning changes nothing.</summary>
public sealed class BuildPlanTests : IDisposable
{
    private static readonly DateOnly Day = Bench.Yesterday;

    private readonly Bench _bench = new Bench().Client("acme", googleAds: true, settings: "\"windowDays\": 30");

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Nothing_new()
    {
        await BuiltAsync();
        await AssertPlanAsync("nothing new", "nothing new", TableStatus.UpToDate);
    }

    [Fact]
    public async Task The_first_build_and_one_that_is_asked_for_are_whole()
    {
        Export();
        await _bench.StageAsync("acme");
        await AssertPlanAsync("would rebuild: first build", "would rebuild: first build");
        await _bench.BuildAsync("acme");
        await AssertPlanAsync("would rebuild: full refresh", "would rebuild: full refresh", request: new() { FullRefresh = true });
    }

    [Fact]
    public async Task Dates_that_were_staged_again_and_those_of_Google_Ads()
    {
        await BuiltAsync();
        _bench.Events("acme", Visit(5), Visit(4), Visit(1)).GoogleAds("acme", "2.json", Cost(2, 9));
        await _bench.StageAsync("acme");
        const string Why = "would rebuild what changed: 3 dates (2026-06-10 to 2026-06-11, 2026-06-14) of GA4 and 1 date (2026-06-13) of Google Ads changed";
        var mart = await AssertPlanAsync(Why, Why);
        Assert.Equal((4, Day.AddDays(-5), Day.AddDays(-1)), (mart.Dates, mart.From, mart.To));
    }

    [Fact]
    public async Task An_as_of_date_that_moves_takes_dates_in_or_leaves_them_out()
    {
        await BuiltAsync();
        const string Why = "1 date (2026-06-15) of GA4 and 1 date (2026-06-15) of Google Ads changed";
        await AssertPlanAsync("would rebuild what changed: " + Why, "would rebuild what changed: as of 2026-06-14, " + Why, asOf: Day.AddDays(-1));
    }

    [Fact]
    public async Task An_as_of_date_that_moves_over_days_without_data_changes_the_marts_alone()
    {
        _bench.Events("acme", Visit(5), Visit(4)).GoogleAds("acme", "1.json", Cost(4, 5));
        await _bench.RunAsync("acme", Day.AddDays(-1));
        var mart = await AssertPlanAsync("nothing new", "would rebuild what changed: as of 2026-06-15, no staged date changed");
        Assert.Equal(Day, mart.To);
    }

    [Fact]
    public async Task A_range_is_asked_for_beside_what_has_changed()
    {
        await BuiltAsync();
        _bench.Events("acme", Visit(5));
        await _bench.StageAsync("acme");
        var mart = await AssertPlanAsync(null, "would rebuild what changed: 1 date (2026-06-10) of GA4 changed", request: new() { Intermediate = false, From = Day.AddDays(-1), To = Day });
        Assert.Equal((3, Day.AddDays(-5), Day), (mart.Dates, mart.From, mart.To));
    }

    [Fact]
    public async Task Where_most_dates_changed_all_is_built()
    {
        await BuiltAsync();
        await _bench.StageAsync("acme", request: new() { From = Day.AddDays(-7), GoogleAds = false });
        await AssertPlanAsync("would rebuild: most dates changed (8)", "would rebuild: most dates changed (8)");
    }

    private async Task BuiltAsync()
    {
        Export();
        await _bench.RunAsync("acme");
    }

    private void Export() => _bench.Events("acme", [.. Enumerable.Range(0, 10).Select(ago => Visit(ago, 1))]).GoogleAds("acme", "1.json", [.. Enumerable.Range(0, 10).Select(ago => Cost(ago, 5))]);

    private static Ga4Event Visit(int ago, int session = 2) => new(Day.AddDays(-ago), session: session);

    private static AdsRow Cost(int ago, long micros) => new(Day.AddDays(-ago), 7, micros, "Seven");

    /// <summary>Plans, states what the layers' results say, and that no row of any table changed; gives the mart's result.</summary>
    private async Task<TableResult> AssertPlanAsync(string? sessions, string mart, TableStatus status = TableStatus.Planned, DateOnly? asOf = null, BuildRequest? request = null)
    {
        var before = await _bench.ContentsAsync("acme");
        var plan = await _bench.Pipeline.PlanBuildAsync(_bench.Find("acme"), (request ?? new()) with { AsOf = asOf }, default);

        Assert.Equal(sessions, plan.SingleOrDefault(table => table.Table == "int_acme_sessions_enriched")?.Message);
        Assert.Equal(sessions, plan.SingleOrDefault(table => table.Table == "int_acme_conversions_attributed")?.Message);
        Assert.Equal([mart], plan.Where(table => table.Layer == "mart").Select(table => table.Message).Distinct());
        Assert.Equal(status, plan[^1].Status);
        Assert.Equal(before, await _bench.ContentsAsync("acme"));
        return plan.Single(table => table.Table == "mart_acme_campaign_performance");
    }
}
