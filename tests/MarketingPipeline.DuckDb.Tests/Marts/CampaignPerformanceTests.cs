using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Marts;

/// <summary>definitions.md, mart_&lt;client&gt;_campaign_performance: whose figures a row carries, and what is NULL and what 0.</summary>
public sealed class CampaignPerformanceTests : IDisposable
{
    private static readonly DateOnly Day = Bench.Yesterday;

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Every_figure_of_a_row_is_that_of_its_sessions_conversions_and_cost()
    {
        _bench
            .Client("acme", googleAds: true)
            .Events("acme",
                Click(Day, "a").Param("engagement_time_msec", 12_500).Param("ga_session_number", 1),
                new Ga4Event(Day, "purchase", "a", minute: 1).Purchase("T1", 30, "EUR"),
                new Ga4Event(Day, "purchase", "a", minute: 2).Purchase("T2", 11.5, "EUR"),
                Click(Day, "b").Param("ga_session_number", 2),
                Click(Day, "c").Param("ga_session_number", 1))
            .GoogleAds("acme", "c.json", new AdsRow(Day, 7, 5_000_000, "Brand", clicks: 4, impressions: 200, conversions: 1.5m, value: 40.25m));

        await RunAsync();

        Assert.Equal(
            ["3 | 3 | 1 | 2 | 3 | 12.5 | 2 | 2 | 1 | 41.5 | 30 | 5 | 4 | 200 | 1.5 | 40.25"],
            await ShowAsync("users, sessions, engaged_sessions, new_users, page_views, engagement_seconds, conversions, transactions, converting_users, revenue, new_customer_revenue, cost, clicks, impressions, platform_conversions, platform_conversions_value"));
        Assert.Equal(
            [FormattableString.Invariant($"0.02 | 1.25 | 25 | {2d / 3} | 20.75 | {1d / 3} | {1 - (1d / 3)} | 8.3 | 2.5")],
            await ShowAsync("ctr, cpc, cpm, conversion_rate, aov, engagement_rate, bounce_rate, roas, cpa"));
    }

    [Fact]
    public async Task A_conversion_in_a_second_currency_is_a_row_with_only_its_own_figures()
    {
        _bench
            .Client("acme", googleAds: true)
            .Events("acme", Click(Day, "a"), new Ga4Event(Day, "purchase", "a", minute: 1).Purchase("T1", 30, "EUR"), new Ga4Event(Day, "purchase", "a", minute: 2).Purchase("T2", 99, "usd"))
            .GoogleAds("acme", "c.json", new AdsRow(Day, 7, 5_000_000, "Brand"));

        await RunAsync();

        Assert.Equal(
            ["EUR | 1 | 1 | 1 | 1 | 1 | 30 | 30 | 30 | 5 | 1 | id", "USD | NULL | NULL | 1 | 1 | NULL | 99 | 0 | 99 | NULL | NULL | none"],
            await ShowAsync("currency, users, sessions, conversions, transactions, converting_users, revenue, new_customer_revenue, aov, cost, clicks, cost_match"));
    }

    [Fact]
    public async Task A_conversion_on_another_day_than_its_session_counts_on_its_own_day_under_its_sessions_dimensions()
    {
        _bench
            .Client("acme", googleAds: true)
            .Events("acme", Click(Day.AddDays(-1), "a"), new Ga4Event(Day, "purchase", "a").Purchase("T1", 30, "EUR"))
            .GoogleAds("acme", "c.json", new AdsRow(Day.AddDays(-1), 7, 5_000_000, "Brand"), new AdsRow(Day, 8, 1_000_000, "Other"));

        await RunAsync();

        Assert.Equal(
            ["2026-06-14 | Brand | 1 | 1 | 0 | 0 | 5", "2026-06-15 | Brand | 0 | 0 | 1 | 30 | 0", "2026-06-15 | Other | 0 | 0 | 0 | 0 | 1"],
            await ShowAsync("date, campaign, users, sessions, conversions, revenue, cost"));
    }

    [Fact]
    public async Task A_conversion_without_a_session_is_kept_in_a_row_without_source()
    {
        _bench.Client("acme").Events("acme", new Ga4Event(Day, "purchase", user: null).Purchase("T1", 30, "EUR"), new Ga4Event(Day, "purchase", "a", session: null).Purchase("T2", 12, "EUR"));

        await RunAsync();

        Assert.Equal(["Unassigned | NULL | NULL | NULL | 0 | 2 | 2 | 1 | 42 | 12"], await ShowAsync("channel_grouping, source, medium, campaign, sessions, conversions, transactions, converting_users, revenue, new_customer_revenue"));
    }

    [Fact]
    public async Task A_campaign_that_is_NULL_is_a_group_of_its_own()
    {
        _bench.Client("acme").Events("acme", new Ga4Event(Day, user: "a"), new Ga4Event(Day, user: "b"), new Ga4Event(Day, "purchase", "b", minute: 1).Purchase("T1", 1, "EUR"), new Ga4Event(Day, user: "c").Collected("mail", "email"));

        await RunAsync();

        Assert.Equal(["Direct | (direct) | (none) | NULL | NULL | 2 | 1", "Email | mail | email | NULL | NULL | 1 | 0"], await ShowAsync("channel_grouping, source, medium, campaign, campaign_id, sessions, conversions"));
    }

    [Fact]
    public async Task A_source_that_is_not_staged_on_a_date_is_NULL_there_and_one_that_is_is_0()
    {
        _bench
            .Client("acme", googleAds: true)
            .Events("acme", new Ga4Event(Day.AddDays(-1), user: "a"), new Ga4Event(Day.AddDays(-3), user: "a", session: 2))
            .GoogleAds("acme", "c.json", new AdsRow(Day.AddDays(-2), 7, 5_000_000, "Brand"), new AdsRow(Day.AddDays(-1), 7, 1_000_000, "Brand"));

        await RunAsync();

        Assert.Equal(
            [
                "2026-06-12 | Direct | 1 | 1 | 0 | 0 | 0 | NULL | NULL | NULL | NULL",
                "2026-06-13 | Paid Search | NULL | NULL | NULL | NULL | NULL | 5 | 1 | 10 | 0",
                "2026-06-14 | Direct | 1 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0",
                "2026-06-14 | Paid Search | 0 | 0 | 0 | 0 | 0 | 1 | 1 | 10 | 0",
            ],
            await ShowAsync("date, channel_grouping, users, sessions, conversions, transactions, revenue, cost, clicks, impressions, platform_conversions"));
    }

    [Fact]
    public async Task A_date_is_final_when_no_source_may_change_it_any_more()
    {
        _bench.Client("acme").Client("both", googleAds: true);
        foreach (var client in (string[])["acme", "both"])
        {
            _bench.Events(client, [.. Enumerable.Range(0, 35).Where(ago => ago != 4).Select(ago => new Ga4Event(Day.AddDays(-ago), user: "a", session: ago + 1))]);
            var intraday = new Ga4Event(Day.AddDays(-4), user: "a", session: 5).Json.ToJsonString();
            _bench.Write($"ga4/{client}/events_intraday_20260611.jsonl", intraday + "\n");
        }

        _bench.GoogleAds("both", "c.json", [.. Enumerable.Range(0, 35).Select(ago => new AdsRow(Day.AddDays(-ago), 7, 1))]);
        await _bench.RunAsync("acme");
        await _bench.RunAsync("both");

        const string sql = "SELECT date FROM mart_{0}_campaign_performance WHERE {1} GROUP BY date ORDER BY date DESC LIMIT 5";
        Assert.Equal(["2026-06-15", "2026-06-14", "2026-06-13", "2026-06-11"], await _bench.ShowAsync("acme", string.Format(null, sql, "acme", "NOT is_final")));
        Assert.Equal(["2026-06-12", "2026-06-10", "2026-06-09", "2026-06-08", "2026-06-07"], await _bench.ShowAsync("acme", string.Format(null, sql, "acme", "is_final")));
        Assert.Equal(["2026-05-16", "2026-05-15", "2026-05-14", "2026-05-13", "2026-05-12"], await _bench.ShowAsync("both", string.Format(null, sql, "both", "is_final")));
    }

    [Fact]
    public async Task Campaign_id_is_the_most_frequent_of_its_sessions_then_the_smallest()
    {
        _bench.Client("acme").Events("acme",
            Click(Day, "a", "9"), Click(Day, "b", "9"), Click(Day, "c", "10"), Click(Day, "d", null), Click(Day, "e", null), Click(Day, "f", null),
            Click(Day.AddDays(-1), "g", "9"), Click(Day.AddDays(-1), "h", "10"),
            Click(Day.AddDays(-3), "i", "5"), new Ga4Event(Day.AddDays(-2), "purchase", "i").Purchase("T", 1));

        await RunAsync();

        Assert.Equal(["2026-06-12 | 5", "2026-06-13 | 5", "2026-06-14 | 10", "2026-06-15 | 9"], await ShowAsync("date, campaign_id"));
    }

    [Fact]
    public async Task With_GA4_only_there_is_no_cost()
    {
        _bench.Client("acme").Events("acme", Click(Day, "a"), new Ga4Event(Day, "purchase", "a", minute: 1).Purchase("T1", 30));

        await RunAsync();

        Assert.Equal(
            ["1 | 1 | 30 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 1 | none"],
            await ShowAsync("sessions, conversions, revenue, cost, clicks, impressions, platform_conversions, roas, cpa, ctr, conversion_rate, cost_match"));
    }

    [Fact]
    public async Task With_Google_Ads_only_conversions_are_its_own_and_the_rate_is_per_click()
    {
        _bench.Client("acme", ga4: false, googleAds: true).GoogleAds("acme", "c.json", new AdsRow(Day, 7, 5_000_000, "Brand", clicks: 4, impressions: 200, conversions: 1.5m, value: 40.25m));

        await RunAsync();

        Assert.Equal(
            ["Paid Search | google | cpc | Brand | 7 | NULL | NULL | NULL | 1.5 | NULL | NULL | 40.25 | NULL | 5 | 0.375 | NULL | 8.05 | unmatched"],
            await ShowAsync("channel_grouping, source, medium, campaign, campaign_id, users, sessions, page_views, conversions, transactions, converting_users, revenue, new_customer_revenue, cost, conversion_rate, aov, roas, cost_match"));
    }

    private static Ga4Event Click(DateOnly date, string user, string? id = "7") => new Ga4Event(date, user: user).LastClick("google", "cpc", "Brand", id, isGoogleAds: true);

    private Task<string[]> ShowAsync(string columns) => _bench.ShowAsync("acme", $"SELECT {columns} FROM mart_acme_campaign_performance ORDER BY date, currency, channel_grouping, campaign");

    private async Task RunAsync()
    {
        await _bench.RunAsync("acme");
        await _bench.AssertMartSumsHoldAsync("acme");
    }
}
