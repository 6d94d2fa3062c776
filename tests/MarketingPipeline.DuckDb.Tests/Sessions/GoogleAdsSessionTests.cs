using System.Text.Json.Nodes;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Sessions;

/// <summary>definitions.md: which sessions are Google's, by google_ads_campaign_id, attribution_id and attribution_method.</summary>
public sealed class GoogleAdsSessionTests
{
    private const string Shown = "google_ads_campaign_id / attribution_id / attribution_method";

    private static readonly DateOnly Day = Bench.Yesterday;

    private static Acme Advertiser => new() { GoogleAds = [new AdsRow(Day, 55, 1_000_000, "Brand"), new AdsRow(Day, 66, 1_000_000, "Everything", "PERFORMANCE_MAX")] };

    [Fact]
    public async Task An_ad_clicked_on_the_way_makes_no_other_sender_s_session_Google_s()
    {
        var sessions = await Advertiser.SessionsAsync(
            new Ga4Event(Day, user: "u1").Page("https://acme.example/?utm_source=newsletter&utm_medium=email&gclid=x&gad_campaignid=55"),
            new Ga4Event(Day, user: "u2").Page("https://acme.example/").LastClick("bing", "organic"),
            new Ga4Event(Day, user: "u2", minute: 1).Page("https://acme.example/?gclid=x").LastClick("google", "cpc", "Brand", "55", isGoogleAds: true),
            new Ga4Event(Day, user: "u3").Page("https://acme.example/?utm_source=newsletter&utm_medium=email&utm_id=55"),
            new Ga4Event(Day, user: "u4").Collected("google", "organic", "(organic)"),
            new Ga4Event(Day, user: "u4", minute: 1).Page("https://acme.example/?gclid=x&gad_campaignid=55"),
            new Ga4Event(Day, user: "u5").Collected("Google", "Email", "june"),
            new Ga4Event(Day, user: "u5", minute: 1).Page("https://acme.example/?wbraid=x&gad_campaignid=55"));

        Assert.All(sessions, session => Assert.Equal("- / - / -", session.Text(Shown.Split(" / "))));
        Assert.Equal(["x", "x", "-", "x", "-"], sessions.Select(session => session.Text("gclid")));
    }

    [Fact]
    public async Task The_campaign_is_the_last_click_record_s_else_the_account_s_campaign_id_else_the_address_s()
    {
        var sessions = await Advertiser.SessionsAsync(
            new Ga4Event(Day, user: "u1").Page("https://acme.example/?gad_campaignid=55").LastClick("google", "cpc", "Old", "77", isGoogleAds: true),
            new Ga4Event(Day, user: "u2").LastClick("Google", "CPC", "Old", "55"),
            new Ga4Event(Day, user: "u3").Page("https://acme.example/?utm_source=google&utm_medium=cpc&utm_id=99&gad_campaignid=66"),
            new Ga4Event(Day, user: "u4").Page("https://acme.example/?utm_source=google&utm_medium=display&gad_campaignid=88"),
            new Ga4Event(Day, user: "u5").Page("https://acme.example/?utm_source=google&utm_medium=cpc&utm_id=99"),
            new Ga4Event(Day, user: "u6").Page("https://acme.example/?utm_source=tv&utm_medium=spot&utm_campaign=Cross-Network&utm_id=66"),
            new Ga4Event(Day, user: "u7").Page("https://acme.example/?gclid=x"));

        Assert.Equal(
            [
                "77 / 77 / google_ads_campaign_id / Old",
                "55 / 55 / google_ads_campaign_id / Brand",
                "66 / 66 / google_ads_campaign_id / Everything",
                "88 / 88 / google_ads_campaign_id / (not set)",
                "- / - / - / -",
                "66 / 66 / google_ads_campaign_id / Everything",
                "- / x / gclid / (not set)",
            ],
            sessions.Select(session => session.Text([.. Shown.Split(" / "), "campaign"])));
    }

    [Fact]
    public async Task The_campaign_of_the_first_ad_s_address_counts_and_a_click_id_comes_before_it()
    {
        var session = await Advertiser.SessionAsync(
            new Ga4Event(Day).Page("https://acme.example/?gclid=x"),
            new Ga4Event(Day, minute: 1).Page("https://acme.example/?gad_campaignid=66&gbraid=y"),
            new Ga4Event(Day, minute: 2).Page("https://acme.example/?gad_campaignid=55"));

        Assert.Equal("66 / x / gclid / y / Cross-network", session.Text([.. Shown.Split(" / "), "gbraid", "channel_grouping"]));
    }

    [Fact]
    public async Task A_session_of_Google_s_cross_network_group_takes_the_account_s_campaign()
    {
        static Ga4Event Click(string user, string group) => new Ga4Event(Day, user: user).Page("https://acme.example/?gclid=x").Set("session_traffic_source_last_click", new JsonObject
        {
            ["cross_channel_campaign"] = new JsonObject { ["source"] = "google", ["medium"] = "pmax", ["campaign_id"] = "66", ["default_channel_group"] = group },
        });

        var sessions = await Advertiser.SessionsAsync(Click("u1", "Cross-network"), Click("u2", "Display"));

        Assert.Equal(["66 / x / gclid", "- / - / -"], sessions.Select(session => session.Text(Shown.Split(" / "))));
    }

    [Fact]
    public async Task A_campaign_that_the_account_comes_to_have_is_the_session_s_in_the_next_build()
    {
        using var bench = Advertiser.Open(new Ga4Event(Day.AddDays(-1)).Page("https://acme.example/?utm_source=google&utm_medium=cpc&utm_campaign=new&utm_id=99"));
        await Acme.BuildAsync(bench, Day);
        Assert.Null(await bench.ValueAsync(Acme.Name, "SELECT google_ads_campaign_id FROM int_acme_sessions_enriched"));

        bench.GoogleAds(Acme.Name, "campaign2.json", new AdsRow(Day, 99, 1_000_000, "Newest", "DISPLAY"));
        await Acme.BuildAsync(bench, Day);

        Assert.Equal("99 / Newest / Display", Assert.Single(await bench.QueryAsync(Acme.Name, "SELECT * FROM int_acme_sessions_enriched")).Text("google_ads_campaign_id", "campaign", "channel_grouping"));
    }

    [Fact]
    public async Task Cost_finds_its_sessions_whatever_the_capitals_of_source_medium_and_campaign()
    {
        using var bench = Advertiser.Open(new Ga4Event(Day, "purchase").Page("https://acme.example/?utm_source=GOOGLE&utm_medium=Cpc&utm_campaign=bRAND").Purchase("T1", 3));
        await bench.RunAsync(Acme.Name, Day);

        var rows = await bench.QueryAsync(Acme.Name, "SELECT source, medium, campaign, cost_match, cost FROM mart_acme_campaign_performance ORDER BY cost_match");

        Assert.Equal(["GOOGLE / Cpc / bRAND / name", "google / cpc / Everything / unmatched"], rows.Select(row => row.Text("source", "medium", "campaign", "cost_match")));
    }

    [Fact]
    public async Task A_user_is_new_by_the_session_s_number_a_first_visit_or_a_first_open()
    {
        var sessions = await new Acme().SessionsAsync(
            new Ga4Event(Day, user: "u1").Param("ga_session_number", 1),
            new Ga4Event(Day, user: "u2").Param("ga_session_number", 2),
            new Ga4Event(Day, "first_visit", user: "u2", minute: 1),
            new Ga4Event(Day, "first_open", user: "u3").Param("ga_session_number", 2),
            new Ga4Event(Day, "first_opened", user: "u4").Param("ga_session_number", 2));

        Assert.Equal(["True", "True", "True", "False"], sessions.Select(session => session.Text("is_new_user")));
    }
}
