using System.Text.Json.Nodes;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Sessions;

/// <summary>definitions.md, Channel grouping: whose list of sites counts, and when Google's own channel group does.</summary>
public sealed class ChannelSiteTests
{
    private static readonly DateOnly Day = Bench.Yesterday;

    [Fact]
    public async Task Sites_that_Google_s_list_lacks_count_only_where_the_workspace_says_so()
    {
        Ga4Event[] events =
        [
            Tagged("google.com", "cpc"),
            Tagged("sites.google.com", "referral"),
            Tagged("tiktok", "referral"),
            Tagged("shopping.google.com", "referral"),
            Tagged("claude.ai", "referral"),
            Tagged("www.facebook.com", "cpm"),
        ];

        var google = await new Acme().SessionsAsync(events);
        var extended = await new Acme { Workspace = """{ "engine": "DuckDb", "channelSites": "Extended" }""" }.SessionsAsync(events);

        Assert.Equal(
            ["claude.ai: AI Assistant", "google.com: Paid Other", "shopping.google.com: Referral", "sites.google.com: Organic Social", "tiktok: Organic Social", "www.facebook.com: Paid Social"],
            google.ByUser(session => session.Text("channel_grouping")));
        Assert.Equal(
            ["claude.ai: AI Assistant", "google.com: Paid Search", "shopping.google.com: Organic Shopping", "sites.google.com: Organic Social", "tiktok: Organic Social", "www.facebook.com: Paid Social"],
            extended.ByUser(session => session.Text("channel_grouping")));
    }

    [Fact]
    public async Task Google_s_own_channel_group_of_the_last_click_comes_before_campaign_types_and_the_list()
    {
        var acme = new Acme { GoogleAds = [new AdsRow(Day, 55, 1_000_000, "Brand", "DISPLAY")] };

        var sessions = await acme.SessionsAsync(
            Click("u1", "google", "cpc", "Paid Video", campaignId: "55"),
            Click("u2", "newsroom", "x", "Organic Something New"),
            Click("u3", "google", "cpc", "(not set)", campaignId: "55"),
            Click("u4", "(direct)", "(none)", "Direct"),
            new Ga4Event(Day, user: "u5").Collected("newsroom", "referral"),
            Click("u5", "newsroom", "email", "Email", minute: 1));

        Assert.Equal(["Paid Video", "Organic Something New", "Display", "Direct", "Email"], sessions.Select(session => session.Text("channel_grouping")));
    }

    [Fact]
    public async Task Google_s_group_is_that_of_the_event_whose_last_click_counts()
    {
        var sessions = await new Acme().SessionsAsync(
            Click("u1", "bing", "organic", null),
            Click("u1", "google", "cpc", "Paid Shopping", minute: 1));

        Assert.Equal("bing / organic / Organic Search", Assert.Single(sessions).Text("source", "medium", "channel_grouping"));
    }

    [Fact]
    public async Task A_workspace_s_rules_and_known_sites_come_before_Google_s_group()
    {
        var acme = new Acme
        {
            Workspace = """
                { "engine": "DuckDb", "channelRules": [{ "channel": "Partners", "source": "partner" }], "knownSites": [{ "site": "pantip.com", "category": "social" }, { "site": "bing", "category": "shopping" }] }
                """,
        };

        var sessions = await acme.SessionsAsync(
            Click("u1", "partner.example", "referral", "Referral"),
            Click("u2", "WWW.Pantip.com", "referral", "Referral"),
            Click("u3", "Bing", "organic", "Organic Search"),
            Click("u4", "blog.example", "referral", "Referral"));

        Assert.Equal(["Partners", "Organic Social", "Organic Shopping", "Referral"], sessions.Select(session => session.Text("channel_grouping")));
    }

    [Fact]
    public async Task With_extended_sites_Google_s_Referral_gives_way_to_what_the_lists_know()
    {
        Ga4Event[] events =
        [
            Click("u1", "claude.ai", "referral", "Referral"),
            Click("u2", "shopping.google.com", "referral", "Referral"),
            Click("u3", "blog.example", "referral", "Referral"),
            Click("u4", "claude.ai", "referral", "Organic Social"),
        ];

        var google = await new Acme().SessionsAsync(events);
        var extended = await new Acme { Workspace = """{ "engine": "DuckDb", "channelSites": "Extended" }""" }.SessionsAsync(events);

        Assert.Equal(["Referral", "Referral", "Referral", "Organic Social"], google.Select(session => session.Text("channel_grouping")));
        Assert.Equal(["AI Assistant", "Organic Shopping", "Referral", "Organic Social"], extended.Select(session => session.Text("channel_grouping")));
    }

    [SkippableFact]
    public void Google_s_list_is_carried_as_it_is_published()
    {
        const string Published = "data/google_source_categories.csv";
        Skip.If(SharedData.Find(Published) is null, SharedData.Missing(Published));

        Assert.Equal(SharedData.Csv(Published).Skip(1).Select(row => $"{row[0]},{row[1]}"), KnownSiteTable.Google.Select(known => $"{known.Site},{known.Category.ToString().ToLowerInvariant()}"));
    }

    private static Ga4Event Tagged(string source, string medium) => new Ga4Event(Day, user: source).Collected(source, medium);

    private static Ga4Event Click(string user, string source, string medium, string? group, string? campaignId = null, double minute = 0) =>
        new Ga4Event(Day, user: user, minute: minute).Set("session_traffic_source_last_click", new JsonObject
        {
            ["cross_channel_campaign"] = new JsonObject { ["source"] = source, ["medium"] = medium, ["campaign_id"] = campaignId, ["default_channel_group"] = group },
            ["google_ads_campaign"] = campaignId is null ? null : new JsonObject { ["campaign_id"] = campaignId },
        });
}
