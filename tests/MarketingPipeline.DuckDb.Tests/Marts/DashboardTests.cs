using System.Text.Json.Nodes;
using MarketingPipeline.Core.Dashboards;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Marts;

/// <summary>definitions.md, mart_&lt;client&gt;_executive_dashboard: exactly one row.</summary>
public sealed class DashboardTests : IDisposable
{
    private static readonly DateOnly Day = Bench.Yesterday;

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Each_figure_is_of_30_days_against_the_30_before()
    {
        await FullAsync();

        Assert.Equal(["acme | full | 2026-06-15 | EUR | 1"], await ShowAsync("client, scenario, report_date, currency, schema_version"));
        Assert.Equal(["150 | 30 | 4", "20 | 10 | 1", "6 | 3 | 1", "7.5 | 3 | 1.5", "10 | 10 | 0", "4 | 1 | 3", "4 | 1 | 3", "3 | 1 | 2", "3 | 1 | 2", "3 | 1 | 2"], await KpisAsync("revenue", "cost", "roas", "blended_roas", "cpa", "sessions", "users", "engaged_sessions", "conversions", "transactions"));
        Assert.Equal(["0.75 | 1 | -0.25", "50 | 30 | 0.6666666666666666", "4 | 1 | 3", "200 | 100 | 1", "0.02 | 0.01 | 1", "5 | 10 | -0.5"], await KpisAsync("conversion_rate", "aov", "clicks", "impressions", "ctr", "cpc"));
    }

    [Fact]
    public async Task Its_JSON_columns_hold_channels_campaigns_each_of_the_30_days_and_devices_in_order()
    {
        await FullAsync();

        var row = Assert.Single(await _bench.QueryAsync("acme", "SELECT * FROM mart_acme_executive_dashboard"));
        Assert.Equal(
            """[{"channel_grouping":"Paid Search","sessions":2,"conversions":2.0,"transactions":2,"revenue":120.0,"cost":20.0,"roas":6.0,"conversion_rate":1.0},{"channel_grouping":"Direct","sessions":1,"conversions":0.0,"transactions":0,"revenue":0.0,"cost":0.0,"roas":null,"conversion_rate":0.0},{"channel_grouping":"Email","sessions":1,"conversions":1.0,"transactions":1,"revenue":30.0,"cost":0.0,"roas":null,"conversion_rate":1.0}]""",
            row.Get<string>("channel_performance_json"));
        Assert.Equal(
            """[{"campaign":"Brand","channel_grouping":"Paid Search","source":"google","medium":"cpc","conversions":2.0,"transactions":2,"revenue":120.0,"cost":20.0,"roas":6.0,"clicks":4,"impressions":200},{"campaign":"News","channel_grouping":"Email","source":"mail","medium":"email","conversions":1.0,"transactions":1,"revenue":30.0,"cost":0.0,"roas":null,"clicks":0,"impressions":0}]""",
            row.Get<string>("top_campaigns_json"));
        Assert.Equal(
            """[{"device_category":"desktop","sessions":2,"conversions":1.0,"transactions":1,"revenue":30.0},{"device_category":"mobile","sessions":1,"conversions":1.0,"transactions":1,"revenue":100.0},{"device_category":null,"sessions":1,"conversions":1.0,"transactions":1,"revenue":20.0}]""",
            row.Get<string>("device_json"));
        var days = JsonNode.Parse(row.Get<string>("daily_trend_json")!)!.AsArray();
        Assert.Equal(Enumerable.Range(0, 30).Select(day => Day.AddDays(day - 29).ToString("o", System.Globalization.CultureInfo.InvariantCulture)), days.Select(day => (string?)day!["date"]));
        Assert.Equal("""{"date":"2026-06-15","sessions":3,"users":3,"conversions":2.0,"transactions":2,"revenue":130.0,"cost":15.0,"roas":6.666666666666667,"clicks":3}""", days[^1]!.ToJsonString());
        Assert.Equal("""{"date":"2026-06-13","sessions":null,"users":null,"conversions":null,"transactions":null,"revenue":null,"cost":0.0,"roas":null,"clicks":0}""", days[^3]!.ToJsonString());
    }

    [Fact]
    public async Task Data_quality_names_what_a_reader_must_know()
    {
        _bench
            .Client("acme", googleAds: true)
            .Events("acme",
                [.. Enumerable.Range(1, 59).Where(ago => ago is not (5 or 40)).Select(ago => new Ga4Event(Day.AddDays(-ago), user: "a", session: ago)),
                new Ga4Event(Day.AddDays(-1), user: null, session: null).Set("privacy_info", new JsonObject { ["analytics_storage"] = "No" }),
                new Ga4Event(Day.AddDays(-1), "purchase", user: null, session: null).Purchase("T1", 12.5),
                new Ga4Event(Day.AddDays(-1), "purchase", "a", 1, 9).Purchase("T2", 99, "USD")])
            .GoogleAds("acme", "c.json", [.. Enumerable.Range(0, 60).Select(ago => new AdsRow(Day.AddDays(-ago), 7, 1_000_000, "Brand", currency: ago == 3 ? "USD" : "EUR"))]);
        await _bench.RunAsync("acme");

        var quality = JsonNode.Parse((await ShowAsync("data_quality_json")).Single())!;

        Assert.Equal("""[{"source":"ga4","days_behind":1,"last_date":"2026-06-14"},{"source":"google_ads","days_behind":0,"last_date":"2026-06-15"}]""", quality["freshness"]!.ToJsonString());
        Assert.Equal(
            """[{"name":"duplicate_events","amount":0,"revenue":null},{"name":"implausible_values","amount":0,"revenue":null},{"name":"no_hostname_events","amount":0,"revenue":null},{"name":"no_session_conversions","amount":1,"revenue":12.5},{"name":"no_session_events","amount":2,"revenue":null},{"name":"unreadable_values","amount":0,"revenue":null}]""",
            quality["residuals"]!.ToJsonString());
        Assert.Equal("29", quality["unmatched_cost"]!.ToJsonString().Replace(".0", "", StringComparison.Ordinal));
        Assert.Equal(1d / 31, (double)quality["consent_denied_share"]!);
        Assert.Equal("""[{"currency":"USD","conversions":1.0,"revenue":99.0,"cost":1.0}]""", quality["other_currencies"]!.ToJsonString());
        Assert.Equal((2, 30), ((int)quality["provisional_ga4_days"]!, (int)quality["provisional_google_ads_days"]!));
        Assert.Equal("""[{"source":"ga4","date":"2026-05-06"},{"source":"ga4","date":"2026-06-10"},{"source":"ga4","date":"2026-06-15"}]""", quality["days_without_source"]!.ToJsonString());
    }

    [Fact]
    public async Task Roas_in_totals_takes_only_the_revenue_of_rows_that_can_carry_cost_and_of_its_currency()
    {
        _bench
            .Client("acme", googleAds: true)
            .Events("acme",
                new Ga4Event(Day, user: "a").LastClick("google", "cpc", "Brand", "7", isGoogleAds: true), new Ga4Event(Day, "purchase", "a", minute: 1).Purchase("T1", 10),
                new Ga4Event(Day, "purchase", "a", minute: 2).Purchase("T2", 1000, "USD"),
                new Ga4Event(Day, user: "b").LastClick("youtube.com", "cpm", "Max", "8", isGoogleAds: true), new Ga4Event(Day, "purchase", "b", minute: 1).Purchase("T3", 20),
                new Ga4Event(Day, user: "c").Collected("mail", "email", "News"), new Ga4Event(Day, "purchase", "c", minute: 1).Purchase("T4", 70))
            .GoogleAds("acme", "c.json", new AdsRow(Day, 7, 4_000_000, "Brand"), new AdsRow(Day, 8, 1_000_000, "Max", "PERFORMANCE_MAX"));
        await _bench.RunAsync("acme");

        Assert.Equal(["6 | 20 | 2.5 | 100 | 3"], await ShowAsync("roas_30d, blended_roas_30d, cpa_30d, revenue_30d, conversions_30d"));
        await _bench.AssertMartSumsHoldAsync("acme");
    }

    [Theory]
    [InlineData(true, true, "full")]
    [InlineData(true, false, "ga4_only")]
    [InlineData(false, true, "google_ads_only")]
    public async Task One_row_stands_even_where_30_days_hold_nothing(bool ga4, bool googleAds, string scenario)
    {
        _bench.Client("acme", ga4, googleAds);
        if (ga4)
        {
            _bench.Events("acme", new Ga4Event(Day.AddDays(-70)));
        }

        if (googleAds)
        {
            _bench.GoogleAds("acme", "c.json", new AdsRow(Day.AddDays(-70), 7, 1));
        }

        await _bench.RunAsync("acme");

        Assert.Equal([$"{scenario} | NULL | NULL | NULL | NULL | NULL | [] | [] | [] | 30"], await ShowAsync("scenario, revenue_30d, cost_30d, sessions_30d, users_30d, revenue_change, channel_performance_json, top_campaigns_json, device_json, json_array_length(daily_trend_json)"));
        var quality = JsonNode.Parse((await ShowAsync("data_quality_json")).Single())!;
        Assert.Null(quality["unmatched_cost"]);
        Assert.Null(quality["consent_denied_share"]);
        Assert.Equal((ga4 ? 60 : 0) + (googleAds ? 60 : 0), quality["days_without_source"]!.AsArray().Count);
        AssertReads(await _bench.Pipeline.GetDashboardAsync(_bench.Find("acme"), default));
    }

    [Fact]
    public async Task The_ten_campaigns_with_most_revenue_are_shown_and_with_Google_Ads_only_those_with_most_cost()
    {
        _bench
            .Client("acme").Client("ads", ga4: false, googleAds: true)
            .Events("acme", [.. Enumerable.Range(1, 12).SelectMany(n => (Ga4Event[])[new Ga4Event(Day, user: "u" + n).Collected("x", "cpc", $"C{n:00}"), new Ga4Event(Day, "purchase", "u" + n, minute: 1).Purchase("T" + n, n)])])
            .GoogleAds("ads", "c.json", [.. Enumerable.Range(1, 12).Select(n => new AdsRow(Day, n, n * 1_000_000, $"C{n:00}", value: 100 - n))]);
        await _bench.RunAsync("acme");
        await _bench.RunAsync("ads");

        var expected = Enumerable.Range(3, 10).Reverse().Select(n => $"C{n:00}");
        Assert.Equal(expected, (await _bench.Pipeline.GetDashboardAsync(_bench.Find("acme"), default)).TopCampaigns.Select(row => row.Campaign));
        Assert.Equal(expected, (await _bench.Pipeline.GetDashboardAsync(_bench.Find("ads"), default)).TopCampaigns.Select(row => row.Campaign));
    }

    [Fact]
    public async Task What_visitors_write_stays_data()
    {
        const string campaign = "\"Br'and\" <script>alert(1)</script> \\ 🏝️ ส\u0001\t\n\u2028 {{lit x}} '; DROP TABLE x; --";
        _bench.Client("acme").Events("acme", new Ga4Event(Day).Collected("ev\"il", "e'mail", campaign), new Ga4Event(Day, "purchase", minute: 1).Purchase("T'1", 5));
        await _bench.RunAsync("acme");

        var dashboard = await _bench.Pipeline.GetDashboardAsync(_bench.Find("acme"), default);

        var row = Assert.Single(dashboard.TopCampaigns);
        Assert.Equal((campaign, "ev\"il", "e'mail", 5m), (row.Campaign, row.Source, row.Medium, row.Revenue!.Value));
        AssertReads(dashboard);
        Assert.DoesNotContain("<script>", DashboardJson.Write(dashboard), StringComparison.Ordinal);
    }

    private static void AssertReads(ExecutiveDashboard dashboard)
    {
        var text = DashboardJson.Write(dashboard);
        var document = JsonNode.Parse(text)!;
        Assert.DoesNotContain("\r", text, StringComparison.Ordinal);
        Assert.Equal((dashboard.Client, "2026-06-15", dashboard.Currency), ((string)document["client"]!, (string?)document["report_date"], (string)document["currency"]!));
        foreach (var name in Figures.Kpis)
        {
            Assert.Equal((dashboard.Kpis[name].Last30Days, dashboard.Kpis[name].Previous30Days, dashboard.Kpis[name].Change), ((decimal?)document[name + "_30d"], (decimal?)document[name + "_prev_30d"], (double?)document[name + "_change"]));
        }

        Assert.Equal(dashboard.TopCampaigns.Select(row => row.Campaign), document["top_campaigns"]!.AsArray().Select(row => (string?)row!["campaign"]));
        Assert.Equal((30, 30), (dashboard.Days.Count, document["daily_trend"]!.AsArray().Count));
        Assert.Equal(dashboard.Channels.Count, document["channel_performance"]!.AsArray().Count);
        Assert.NotNull(document["data_quality"]!["freshness"]);
    }

    /// <summary>Two paid sessions, one direct, one by mail; one paid session in the 30 days before. GA4 lacks some days, Google Ads none.</summary>
    private async Task FullAsync()
    {
        _bench.Client("acme", googleAds: true).Events("acme",
            [.. Paid(Day, "a", 1, 100, "mobile"), .. Paid(Day.AddDays(-1), "b", 1, 20, null), .. Paid(Day.AddDays(-30), "a", 2, 30, "mobile"),
            Device(new Ga4Event(Day, user: "c"), "desktop"),
            Device(new Ga4Event(Day, user: "d", session: 9).Collected("mail", "email", "News"), "desktop"), new Ga4Event(Day, "purchase", "d", 9, 1).Purchase("Td", 30),
            .. Enumerable.Range(3, 57).Where(ago => ago is > 3 and not 30).Select(ago => new Ga4Event(Day.AddDays(-ago), user: null, session: null))])
            .GoogleAds("acme", "c.json", [new AdsRow(Day, 7, 15_000_000, "Brand", clicks: 3, impressions: 150), new AdsRow(Day.AddDays(-1), 7, 5_000_000, "Brand", impressions: 50), new AdsRow(Day.AddDays(-30), 7, 10_000_000, "Brand", impressions: 100), new AdsRow(Day.AddDays(-65), 8, 1, "Elder")]);
        await _bench.RunAsync("acme");
        await _bench.AssertMartSumsHoldAsync("acme");

        static IEnumerable<Ga4Event> Paid(DateOnly date, string user, int session, double revenue, string? device) =>
        [
            Device(new Ga4Event(date, user: user, session: session).LastClick("google", "cpc", "Brand", "7", isGoogleAds: true), device),
            new Ga4Event(date, "purchase", user, session, 1).Purchase($"T{user}{session}", revenue),
        ];

        static Ga4Event Device(Ga4Event e, string? category) => category is null ? e : e.Set("device", new JsonObject { ["category"] = category });
    }

    private Task<string[]> ShowAsync(string columns) => _bench.ShowAsync("acme", $"SELECT {columns} FROM mart_acme_executive_dashboard");

    private async Task<string[]> KpisAsync(params string[] names) =>
        await _bench.ShowAsync("acme", string.Join(" UNION ALL ", names.Select(name => $"SELECT CAST({name}_30d AS DOUBLE), CAST({name}_prev_30d AS DOUBLE), {name}_change FROM mart_acme_executive_dashboard")));
}
