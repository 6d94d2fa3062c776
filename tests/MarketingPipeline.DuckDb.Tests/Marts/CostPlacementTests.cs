using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Marts;

/// <summary>definitions.md: a campaign's cost of a date goes to exactly one row.</summary>
public sealed class CostPlacementTests : IDisposable
{
    private const string Rows = "SELECT channel_grouping, source, medium, campaign, campaign_id, sessions, cost, cost_match FROM mart_acme_campaign_performance ORDER BY ALL";

    private static readonly DateOnly Day = Bench.Yesterday;

    private readonly Bench _bench = new Bench().Client("acme", googleAds: true);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task By_id_to_the_row_whose_sessions_carry_the_campaigns_id()
    {
        _bench.Events("acme", Click("a", "Brand", "7")).GoogleAds("acme", "c.json", new AdsRow(Day, 7, 2_000_000, "Brand"));

        Assert.Equal(["Paid Search | google | cpc | Brand | 7 | 1 | 2 | id"], await RunAsync());
    }

    [Fact]
    public async Task By_name_only_to_google_cpc()
    {
        _bench
            .Events("acme", Tagged("a", "google", "cpc", "Brand"), Tagged("b", "facebook", "paid_social", "Brand"), Tagged("c", "facebook", "paid_social", "Brand"))
            .GoogleAds("acme", "c.json", new AdsRow(Day, 7, 2_000_000, "Brand"));

        Assert.Equal(["Paid Search | google | cpc | Brand | NULL | 1 | 2 | name", "Paid Social | facebook | paid_social | Brand | NULL | 2 | 0 | none"], (await RunAsync()).Select(WithoutFallbackId));
    }

    [Theory]
    [InlineData("SEARCH", "Paid Search")]
    [InlineData("SHOPPING", "Paid Shopping")]
    [InlineData("DISPLAY", "Display")]
    [InlineData("VIDEO", "Paid Video")]
    [InlineData("PERFORMANCE_MAX", "Cross-network")]
    [InlineData("DEMAND_GEN", "Cross-network")]
    [InlineData("HOTEL", "Paid Search")]
    public async Task Unmatched_to_a_row_of_its_own_in_the_channel_of_its_type(string type, string channel)
    {
        _bench.Events("acme", Tagged("a", "facebook", "paid_social", "Brand")).GoogleAds("acme", "c.json", new AdsRow(Day, 7, 2_000_000, "Brand", type));

        Assert.Contains($"{channel} | google | cpc | Brand | 7 | 0 | 2 | unmatched", await RunAsync());
    }

    [Fact]
    public async Task Of_several_rows_the_one_with_most_sessions_gets_all_of_it()
    {
        _bench
            .Events("acme", Click("a", "Brand", "7"), Click("b", "Brand", "7", "youtube.com"), Click("c", "Brand", "7", "youtube.com"))
            .GoogleAds("acme", "c.json", new AdsRow(Day, 7, 2_000_000, "Brand"));

        Assert.Equal(["Paid Search | google | cpc | Brand | 7 | 1 | 0 | none", "Paid Search | youtube.com | cpc | Brand | 7 | 2 | 2 | id"], await RunAsync());
    }

    [Fact]
    public async Task Of_rows_with_as_many_sessions_the_one_with_the_smallest_dimensions()
    {
        _bench
            .Events("acme", Click("a", "Brand", "7", "youtube.com"), Click("b", "Brand", "7", "bing"), Click("c", "Brand", "7"))
            .GoogleAds("acme", "c.json", new AdsRow(Day, 7, 2_000_000, "Brand"));

        Assert.Equal(["Paid Search | bing | cpc | Brand | 7 | 1 | 2 | id", "Paid Search | google | cpc | Brand | 7 | 1 | 0 | none", "Paid Search | youtube.com | cpc | Brand | 7 | 1 | 0 | none"], await RunAsync());
    }

    [Fact]
    public async Task To_a_row_without_campaign_name_by_id_where_the_name_is_not_known()
    {
        var nameless = new AdsRow(Day, 7, 2_000_000);
        nameless.Json["campaign"]!.AsObject().Remove("name");
        _bench.Events("acme", Click("a", null, "7")).GoogleAds("acme", "c.json", nameless);

        Assert.Equal(["Paid Search | google | cpc | NULL | 7 | 1 | 2 | id"], await RunAsync());
    }

    [Fact]
    public async Task Of_two_campaigns_of_one_name_each_by_its_own_way_and_nothing_twice()
    {
        _bench
            .Events("acme", Click("a", "Sunset", "7"), Click("b", "Sunset", "7"))
            .GoogleAds("acme", "c.json", new AdsRow(Day, 7, 2_000_000, "Sunset"), new AdsRow(Day, 8, 500_000, "Sunset"), new AdsRow(Day, 9, 30_000, "Sunset", "DISPLAY"));

        Assert.Equal(["Paid Search | google | cpc | Sunset | 7 | 2 | 2.53 | id"], await RunAsync());
    }

    [Fact]
    public async Task Of_a_renamed_campaign_to_the_sessions_that_carry_its_id_under_its_latest_name()
    {
        _bench
            .Events("acme", Click("a", "Old name", "7"))
            .GoogleAds("acme", "c.json", new AdsRow(Day.AddDays(-1), 7, 1_000_000, "Old name"), new AdsRow(Day, 7, 2_000_000, "New name"));

        Assert.Equal(["Paid Search | google | cpc | New name | 7 | 1 | 2 | id", "Paid Search | google | cpc | New name | 7 | NULL | 1 | unmatched"], await RunAsync());
    }

    [Fact]
    public async Task In_another_currency_than_the_clients_to_a_row_of_its_currency()
    {
        _bench.Events("acme", Click("a", "Brand", "7")).GoogleAds("acme", "c.json", new AdsRow(Day, 7, 2_000_000, "Brand", currency: "USD"));

        await _bench.RunAsync("acme");

        Assert.Equal(
            ["EUR | 1 | 1 | 0 | 0 | none", "USD | NULL | NULL | 2 | 0 | id"],
            await _bench.ShowAsync("acme", "SELECT currency, sessions, users, cost, conversions, cost_match FROM mart_acme_campaign_performance ORDER BY currency"));
        await _bench.AssertMartSumsHoldAsync("acme");
    }

    [Fact]
    public async Task Before_the_window_to_no_row()
    {
        var before = Day.AddDays(-90);
        _bench
            .Events("acme", Click("a", "Brand", "7"), new Ga4Event(before, user: "b").LastClick("google", "cpc", "Brand", "7", isGoogleAds: true), new Ga4Event(before.AddDays(1), user: "c").LastClick("google", "cpc", "Brand", "7", isGoogleAds: true))
            .GoogleAds("acme", "c.json", new AdsRow(before, 7, 1_000_000, "Brand"), new AdsRow(before.AddDays(1), 7, 3_000_000, "Brand"), new AdsRow(Day, 7, 2_000_000, "Brand"));

        await _bench.RunAsync("acme");

        Assert.Equal(["2026-03-18 | 1 | 3", "2026-06-15 | 1 | 2"], await _bench.ShowAsync("acme", "SELECT date, sessions, cost FROM mart_acme_campaign_performance ORDER BY date"));
        Assert.Equal(["2026-03-17", "2026-03-18", "2026-06-15"], await _bench.ShowAsync("acme", "SELECT session_date FROM int_acme_sessions_enriched ORDER BY session_date"));
        await _bench.AssertMartSumsHoldAsync("acme");
    }

    private static Ga4Event Click(string user, string? campaign, string id, string source = "google") =>
        new Ga4Event(Day, user: user).LastClick(source, "cpc", campaign, id, isGoogleAds: true);

    private static Ga4Event Tagged(string user, string source, string medium, string campaign) => new Ga4Event(Day, user: user).Collected(source, medium, campaign);

    // Rows of sessions without an id show that of the cost placed there; what that is, the other tests say.
    private static string WithoutFallbackId(string line) => line.Replace("| Brand | 7 |", "| Brand | NULL |", StringComparison.Ordinal);

    private async Task<string[]> RunAsync()
    {
        await _bench.RunAsync("acme");
        await _bench.AssertMartSumsHoldAsync("acme");
        return await _bench.ShowAsync("acme", Rows);
    }
}
