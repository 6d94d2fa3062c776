using MarketingPipeline.Core.Running;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Refreshing;

/// <summary>What a change reaches is built again, and nothing else; and the plan says so before.</summary>
public sealed class IncrementalBuildTests : IDisposable
{
    private const string Sessions = "int_acme_sessions_enriched";
    private const string Mart = "mart_acme_campaign_performance";

    private static readonly DateOnly Day = Bench.Yesterday;

    private readonly Bench _bench = new Bench().Client("acme");

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_new_day_builds_its_own_sessions_and_dates_and_leaves_the_others()
    {
        _bench.Client("acme", googleAds: true).Events("acme", [.. Enumerable.Range(1, 40).Select(ago => new Ga4Event(Day.AddDays(-ago), user: "u" + ago))]).GoogleAds("acme", "1.json", Cost(1));
        await _bench.RunAsync("acme", Day.AddDays(-1));
        var before = await RunsAsync();

        _bench.Events("acme", new Ga4Event(Day, user: "new"), new Ga4Event(Day, user: "u7", session: 2));
        await _bench.StageAsync("acme");
        var plan = await _bench.Pipeline.PlanBuildAsync(_bench.Find("acme"), new(), default);
        var results = await _bench.BuildAsync("acme");

        Assert.Equal("would rebuild what changed: 1 date (2026-06-15) of GA4 changed", plan.Single(table => table.Table == Sessions).Message);
        Assert.Equal((TableStatus.Refreshed, "2 rows rebuilt: 1 date (2026-06-15) of GA4 changed", 2L), Of(results, Sessions));
        var after = await RunsAsync();
        Assert.Equal(before, after.Where(row => before.ContainsKey(row.Key)));
        Assert.Equal(["1|new|1", "1|u7|2"], after.Keys.Except(before.Keys).Order(StringComparer.Ordinal));

        // The day itself, and those that have become final: of GA4 and of Google Ads.
        Assert.Equal((TableStatus.Refreshed, "2 dates rebuilt: as of 2026-06-15, 1 date (2026-06-15) of GA4 changed", 2L), Of(results, Mart));
        Assert.Equal([plan.Single(table => table.Table == Mart).Dates], [results.Single(table => table.Table == Mart).Dates]);
        Assert.Equal(["false | 2026-05-17 | 2026-06-15", "true | 2026-05-06 | 2026-05-16"], await _bench.ShowAsync("acme", $"SELECT is_final, MIN(date), MAX(date) FROM {Mart} GROUP BY is_final ORDER BY is_final"));
    }

    [Fact]
    public async Task A_session_over_midnight_is_whole_again_when_its_second_day_vanishes_or_comes_back()
    {
        Ga4Event[] night = [new Ga4Event(Day.AddDays(-1), minute: 800).Page("https://acme.example/in"), new Ga4Event(Day, minute: -590).Page("https://acme.example/out")];
        _bench.Events("acme", [.. night, new Ga4Event(Day, user: "other")]);
        await _bench.RunAsync("acme");
        await AssertNightAsync("2 | https://acme.example/out");

        _bench.Events("acme", new Ga4Event(Day, user: "other"));
        await _bench.RunAsync("acme");
        await AssertNightAsync("1 | https://acme.example/in");

        _bench.Events("acme", [night[1], new Ga4Event(Day, user: "other")]);
        await _bench.RunAsync("acme");
        await AssertNightAsync("2 | https://acme.example/out");

        Task AssertNightAsync(string expected) => AssertRowsAsync([$"2026-06-14 | {expected}"], $"SELECT session_date, event_count, exit_page FROM {Sessions} WHERE user_pseudo_id = 'u1'");
    }

    [Fact]
    public async Task The_users_later_direct_sessions_follow_a_source_that_changes()
    {
        _bench.Events("acme", Visit(9, 1, "news"), Visit(5, 2, null), Visit(3, 3, "shop"), Visit(1, 4, null));
        await _bench.RunAsync("acme");
        var before = await RunsAsync();
        _bench.Events("acme", Visit(9, 1, "mail"));
        await _bench.StageAsync("acme");
        var result = (await _bench.BuildAsync("acme")).Single(table => table.Table == Mart);

        await AssertRowsAsync(
            ["1|u1|1 | mail | mail", "1|u1|2 | (direct) | mail", "1|u1|3 | shop | shop", "1|u1|4 | (direct) | shop"],
            $"SELECT session_key, source, last_non_direct_source FROM {Sessions} ORDER BY session_key");
        Assert.Equal(before["1|u1|3"], (await RunsAsync())["1|u1|3"]);

        // The mart shows sessions under their own source: the day of the change alone is another.
        Assert.Equal((1, Day.AddDays(-9)), (result.Dates, result.From));
    }

    [Fact]
    public async Task An_earlier_purchase_of_a_transaction_that_arrives_late_takes_it_from_the_later_one()
    {
        _bench.Events("acme", new Ga4Event(Day.AddDays(-8), user: "a", session: 1), Buy(2, 2));
        await _bench.RunAsync("acme");
        _bench.Events("acme", Buy(8, 1));
        await _bench.RunAsync("acme");

        await AssertRowsAsync(["2026-06-07 | 1 | conversion", "2026-06-13 | 0 | NULL"], $"SELECT session_date, conversions, engaged_by FROM {Sessions} ORDER BY session_date");
        await AssertRowsAsync(["2026-06-07 | 1", "2026-06-13 | 0"], $"SELECT date, conversions FROM {Mart} ORDER BY date");

        _bench.Events("acme", new Ga4Event(Day.AddDays(-8), user: "a", session: 1));
        await _bench.RunAsync("acme");
        await AssertRowsAsync(["2026-06-07 | 0", "2026-06-13 | 1"], $"SELECT date, conversions FROM {Mart} ORDER BY date");

        static Ga4Event Buy(int ago, int session) => new Ga4Event(Day.AddDays(-ago), "purchase", "a", session).Purchase("T", 10);
    }

    [Fact]
    public async Task A_campaign_that_is_renamed_renames_the_sessions_that_carry_its_id_and_no_others()
    {
        _bench.Client("acme", googleAds: true).Events("acme", Click(20, 1, "7"), Click(19, 2, "8")).GoogleAds("acme", "1.json", Cost(20), new AdsRow(Day.AddDays(-19), 8, 5, "Eight"));
        await _bench.RunAsync("acme");
        var before = await RunsAsync();
        _bench.GoogleAds("acme", "2.json", new AdsRow(Day, 7, 5, "Renamed"));
        await _bench.RunAsync("acme");

        await AssertRowsAsync(["Renamed", "Eight"], $"SELECT campaign FROM {Sessions} ORDER BY session_date");
        await AssertRowsAsync(["2026-05-26 | Renamed | 1", "2026-05-27 | Eight | 1", "2026-06-15 | Renamed | NULL"], $"SELECT date, campaign, sessions FROM {Mart} ORDER BY date");
        Assert.Equal(before["1|u1|2"], (await RunsAsync())["1|u1|2"]);

        static Ga4Event Click(int ago, int session, string campaign) => new Ga4Event(Day.AddDays(-ago), session: session).LastClick("google", "cpc", "Then", campaign, isGoogleAds: true);
    }

    [Fact]
    public async Task A_session_that_only_its_campaign_touches_keeps_the_events_of_all_its_dates()
    {
        _bench.Client("acme", googleAds: true)
            .Events(
                "acme",
                new Ga4Event(Day.AddDays(-20), minute: 800).LastClick("google", "cpc", "Then", "7", isGoogleAds: true),
                new Ga4Event(Day.AddDays(-19), minute: 0),
                new Ga4Event(Day.AddDays(-18), minute: -590).Purchase("T", 5))
            .GoogleAds("acme", "1.json", Cost(20));
        await _bench.RunAsync("acme");
        _bench.GoogleAds("acme", "2.json", new AdsRow(Day, 7, 5, "Renamed"));
        await _bench.RunAsync("acme");

        await AssertRowsAsync(["2026-05-26 | Renamed | 3"], $"SELECT session_date, campaign, event_count FROM {Sessions}");
    }

    [Theory]
    [InlineData("\"conversionEvents\": [\"lead\"]", "", "rebuilt: settings or the module's SQL changed", "rebuilt: settings or the module's SQL changed")]
    [InlineData("\"hostnames\": [\"acme.example\"]", "", "rebuilt: settings or the module's SQL changed", "rebuilt: settings or the module's SQL changed")]
    [InlineData("", "\"windowDays\": 30", "nothing new", "rebuilt: settings or the module's SQL changed")]
    public async Task Settings_that_change_rebuild_the_layers_that_they_are_about(string ga4, string client, string sessions, string mart)
    {
        _bench.Events("acme", Visit(1, 1, "news"));
        await _bench.RunAsync("acme");

        _bench.Client("acme", ga4Settings: ga4, settings: client);
        Assert.All(await _bench.StageAsync("acme"), table => Assert.Equal(TableStatus.UpToDate, table.Status));
        var results = await _bench.BuildAsync("acme");

        Assert.Equal((sessions, mart), (Of(results, Sessions).Message, Of(results, Mart).Message));
        Assert.All(await _bench.BuildAsync("acme"), table => Assert.Equal((TableStatus.UpToDate, "nothing new"), (table.Status, table.Message)));
    }

    [Fact]
    public async Task Layers_that_are_built_one_by_one_hand_on_what_has_changed()
    {
        _bench.Events("acme", Visit(4, 1, "news"), Visit(1, 2, "news"));
        await _bench.RunAsync("acme");
        _bench.Events("acme", Visit(4, 1, "mail"));
        await _bench.StageAsync("acme");
        await _bench.BuildAsync("acme", request: new() { Marts = false });
        Assert.Equal(["2026-06-11"], await _bench.ShowAsync("acme", "SELECT date FROM pipeline_stale_dates"));
        await AssertRowsAsync(["news | 2"], $"SELECT source, SUM(sessions) FROM {Mart} GROUP BY source");

        var result = await _bench.BuildAsync("acme", request: new() { Intermediate = false });
        Assert.Equal((TableStatus.Refreshed, "1 date rebuilt: 1 date (2026-06-11) of GA4 changed", 1L), Of(result, Mart));
        await AssertRowsAsync(["mail | 1", "news | 1"], $"SELECT source, SUM(sessions) FROM {Mart} GROUP BY source ORDER BY source");
        Assert.Empty(await _bench.ShowAsync("acme", "SELECT * FROM pipeline_stale_dates"));
    }

    [Fact]
    public async Task What_leaves_the_window_leaves_the_marts_and_stays_in_the_int_tables()
    {
        _bench.Client("acme", settings: "\"windowDays\": 7").Events("acme", [.. Enumerable.Range(0, 9).Select(ago => Visit(ago, ago + 1, "news"))]);
        await _bench.RunAsync("acme", Day.AddDays(-1));
        await _bench.RunAsync("acme");
        await AssertRowsAsync(["2026-06-09 | 2026-06-15"], $"SELECT MIN(date), MAX(date) FROM {Mart}");
        await AssertRowsAsync(["2026-06-07 | 2026-06-15"], $"SELECT MIN(session_date), MAX(session_date) FROM {Sessions}");

        await _bench.BuildAsync("acme", Day.AddDays(-1));
        await AssertRowsAsync(["2026-06-08 | 2026-06-14"], $"SELECT MIN(date), MAX(date) FROM {Mart}");
        await AssertRowsAsync(["2026-06-07 | 2026-06-14"], $"SELECT MIN(session_date), MAX(session_date) FROM {Sessions}");
    }

    private static AdsRow Cost(int ago) => new(Day.AddDays(-ago), 7, 1_000_000, "Seven");

    private static Ga4Event Visit(int ago, int session, string? source)
    {
        var visit = new Ga4Event(Day.AddDays(-ago), session: session);
        return source is null ? visit : visit.Collected(source, "email");
    }

    private static (TableStatus Status, string Message, long? Rows) Of(IEnumerable<TableResult> results, string table) =>
        results.Where(result => result.Table == table).Select(result => (result.Status, result.Message, result.Rows)).Single();

    private async Task AssertRowsAsync(string[] expected, string sql) => Assert.Equal(expected, await _bench.ShowAsync("acme", sql));

    /// <summary>The run that built each session.</summary>
    private async Task<IReadOnlyDictionary<string, string>> RunsAsync() =>
        (await _bench.QueryAsync("acme", $"SELECT session_key, run_id FROM {Sessions}")).ToDictionary(row => row.Get<string>("session_key")!, row => row.Get<string>("run_id")!);
}
