using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Sessions;

/// <summary>definitions.md, Session source: which rule decides, and what it gives.</summary>
public sealed class SessionSourceTests
{
    private static readonly DateOnly Day = Bench.Yesterday;

    [Fact]
    public async Task Google_s_last_click_decides_before_the_hits_of_the_session()
    {
        var session = await new Acme().SessionAsync(
            new Ga4Event(Day).Collected("newsletter", "email", "june"),
            new Ga4Event(Day, minute: 1).LastClick("bing", "organic", "(organic)"));

        Assert.Equal("bing / organic / (organic) / last_click", session.Source());
        Assert.Equal("bing / organic / (organic) / Organic Search", session.LastNonDirect());
    }

    [Fact]
    public async Task The_record_of_the_first_event_that_has_one_counts_whole()
    {
        var session = await new Acme().SessionAsync(
            new Ga4Event(Day),
            new Ga4Event(Day, minute: 1).LastClick("first.example", "referral", null, null),
            new Ga4Event(Day, minute: 2).LastClick("second.example", "cpc", "second", "2"));

        Assert.Equal("first.example / referral / - / last_click / -", session.Text("source", "medium", "campaign", "source_method", "campaign_id"));
    }

    [Fact]
    public async Task A_direct_last_click_does_not_look_back()
    {
        var sessions = await new Acme().SessionsAsync(
            new Ga4Event(Day.AddDays(-1), session: 1).Collected("newsletter", "email", "june"),
            new Ga4Event(Day, session: 2).LastClick("(direct)", "(none)", "(direct)"),
            new Ga4Event(Day, session: 3, minute: 60));

        Assert.Equal("(direct) / (none) / - / last_click", sessions[1].Source());
        Assert.Equal("(direct) / (none) / - / Direct", sessions[1].LastNonDirect());
        Assert.Equal("newsletter / email / june / Email", sessions[2].LastNonDirect());
    }

    [Fact]
    public async Task The_first_hit_with_a_source_counts_whole_and_later_hits_do_not_complete_it()
    {
        var session = await new Acme().SessionAsync(
            new Ga4Event(Day, "session_start"),
            new Ga4Event(Day, minute: 1).Set("collected_traffic_source", new System.Text.Json.Nodes.JsonObject { ["manual_source"] = "newsletter", ["manual_term"] = "term" }),
            new Ga4Event(Day, minute: 2).Set("collected_traffic_source", new System.Text.Json.Nodes.JsonObject
            {
                ["manual_source"] = "other", ["manual_medium"] = "email", ["manual_campaign_name"] = "june", ["manual_campaign_id"] = "9", ["manual_content"] = "c",
            }));

        Assert.Equal("newsletter / - / - / - / term / - / collected", session.Text("source", "medium", "campaign", "campaign_id", "term", "content", "source_method"));
    }

    [Fact]
    public async Task A_hit_with_only_a_campaign_has_a_session_without_source_and_medium()
    {
        var session = await new Acme().SessionAsync(new Ga4Event(Day).Page("https://acme.example/?utm_campaign=june", "https://blog.example/"));

        Assert.Equal("- / - / june / collected", session.Source());
        Assert.Equal("- / - / june / Unassigned", session.LastNonDirect());
    }

    [Fact]
    public async Task A_campaign_that_is_a_placeholder_names_no_source()
    {
        string[] placeholders = ["(organic)", "(referral)", "(direct)", "(not set)"];

        var sessions = await new Acme().SessionsAsync([.. placeholders.Select(campaign =>
            new Ga4Event(Day, user: campaign).Collected("(direct)", "(none)", campaign).Page("https://acme.example/", "https://blog.example/"))]);

        Assert.Equal(placeholders.Length, sessions.Count);
        Assert.All(sessions, session => Assert.Equal("blog.example / referral / (referral) / referrer", session.Source()));
    }

    [Fact]
    public async Task Placeholders_are_matched_exactly()
    {
        var session = await new Acme().SessionAsync(new Ga4Event(Day).Collected("(Direct)", "(none)", "(Not Set)"));

        Assert.Equal("(Direct) / (none) / (Not Set) / collected", session.Source());
    }

    [Fact]
    public async Task A_click_id_on_the_page_names_the_source_where_nothing_else_does()
    {
        string[][] cases =
        [
            ["gclid", "google / cpc / (not set) / click_id"],
            ["gbraid", "google / cpc / (not set) / click_id"],
            ["wbraid", "google / cpc / (not set) / click_id"],
            ["srsltid", "google / organic / Shopping Free Listings / click_id"],
            ["msclkid", "bing / cpc / (not set) / click_id"],
            ["dclid", "blog.example / referral / (referral) / referrer"],
            ["fbclid", "blog.example / referral / (referral) / referrer"],
        ];

        var sessions = await new Acme().SessionsAsync([.. cases.Select(row => new Ga4Event(Day, user: row[0]).Page($"https://acme.example/?{row[0]}=Ab-1", "https://blog.example/"))]);

        Assert.Equal(cases.Expected(), sessions.ByUser(session => session.Source()));
        Assert.All(sessions, session => Assert.Equal("Ab-1", session.Text(session.Get<string>("user_pseudo_id")!)));
    }

    [Fact]
    public async Task Of_several_click_ids_Google_Ads_comes_before_free_listings_and_these_before_Microsoft()
    {
        string[][] cases =
        [
            ["gclid=1&srsltid=2&msclkid=3", "google / cpc / (not set) / click_id"],
            ["srsltid=2&wbraid=1", "google / cpc / (not set) / click_id"],
            ["msclkid=3&srsltid=2", "google / organic / Shopping Free Listings / click_id"],
            ["msclkid=3&fbclid=2", "bing / cpc / (not set) / click_id"],
        ];

        var sessions = await new Acme().SessionsAsync([.. cases.Select(row => new Ga4Event(Day, user: row[0]).Page("https://acme.example/?" + row[0]))]);

        Assert.Equal(cases.Expected(), sessions.ByUser(session => session.Source()));
    }

    [Fact]
    public async Task A_click_id_overrides_a_hit_without_a_named_campaign()
    {
        var sessions = await new Acme().SessionsAsync(
            new Ga4Event(Day, user: "u1").Collected("bing", "organic", "(organic)", gclid: "x"),
            new Ga4Event(Day, user: "u2").Collected("bing", "referral", "(referral)", gclid: "x"),
            new Ga4Event(Day, user: "u3").Collected("bing", "cpc", "(not set)", gclid: "x"),
            new Ga4Event(Day, user: "u4").Collected("bing", "cpc", gclid: "x"),
            new Ga4Event(Day, user: "u5").Collected("(direct)", "(none)", "(direct)", gclid: "x"));

        Assert.Equal(5, sessions.Count);
        Assert.All(sessions, session => Assert.Equal("google / cpc / (not set) / click_id", session.Source()));
    }

    [Fact]
    public async Task A_named_campaign_is_never_overridden_by_a_click_id()
    {
        var session = await new Acme().SessionAsync(new Ga4Event(Day).Collected("newsletter", "email", "june", gclid: "x"));

        Assert.Equal("newsletter / email / june / collected", session.Source());
    }

    [Fact]
    public async Task The_click_id_of_a_later_hit_does_not_override_the_first_hit()
    {
        var session = await new Acme().SessionAsync(
            new Ga4Event(Day).Collected("newsletter", "email"),
            new Ga4Event(Day, minute: 1).Collected("google", "organic", gclid: "x"));

        Assert.Equal("newsletter / email / - / collected", session.Source());
        Assert.Equal("x / x / gclid", session.Text("gclid", "attribution_id", "attribution_method"));
    }

    [Fact]
    public async Task Campaign_id_term_and_content_are_those_of_the_hit_and_a_click_id_has_none()
    {
        var sessions = await new Acme().SessionsAsync(
            new Ga4Event(Day, user: "u1").Page("https://acme.example/?utm_source=a&utm_medium=b&utm_campaign=c&utm_id=d&utm_term=e&utm_content=f"),
            new Ga4Event(Day, user: "u2").Page("https://acme.example/?utm_source=a&utm_medium=b&utm_id=d&utm_term=e&utm_content=f&gclid=x"));

        Assert.Equal("a / b / c / d / e / f / collected", sessions[0].Text("source", "medium", "campaign", "campaign_id", "term", "content", "source_method"));
        Assert.Equal("google / cpc / (not set) / - / - / - / click_id", sessions[1].Text("source", "medium", "campaign", "campaign_id", "term", "content", "source_method"));
    }

    [Fact]
    public async Task The_first_foreign_referrer_counts_where_no_hit_names_a_source()
    {
        var session = await new Acme().SessionAsync(
            new Ga4Event(Day).Page("https://acme.example/"),
            new Ga4Event(Day, minute: 1).Page("https://acme.example/a", "https://acme.example/"),
            new Ga4Event(Day, minute: 2).Page("https://acme.example/b", "https://WWW.Blog.Example.:8443/post?x=1"),
            new Ga4Event(Day, minute: 3).Page("https://acme.example/c", "https://later.example/"));

        Assert.Equal("blog.example / referral / (referral) / referrer", session.Source());
    }

    [Fact]
    public async Task A_referrer_that_is_to_be_ignored_is_none()
    {
        var sessions = await new Acme().SessionsAsync(
            new Ga4Event(Day, user: "u1").Page("https://acme.example/", "https://pay.example/").Param("ignore_referrer", "true"),
            new Ga4Event(Day, user: "u2").Page("https://acme.example/", "https://pay.example/").Param("ignore_referrer", "false"),
            new Ga4Event(Day, user: "u3").Page("https://acme.example/", "https://pay.example/").Param("ignore_referrer", "true"),
            new Ga4Event(Day, user: "u3", minute: 1).Page("https://acme.example/", "https://blog.example/"));

        Assert.Equal(
            ["(direct) / (none) / - / direct", "pay.example / referral / (referral) / referrer", "blog.example / referral / (referral) / referrer"],
            sessions.Select(session => session.Source()));
    }

    [Fact]
    public async Task The_host_of_a_referrer_is_read_whatever_surrounds_it()
    {
        string[][] cases =
        [
            ["https://user:secret@blog.example/x", "blog.example / referral / (referral) / referrer"],
            ["android-app://com.google.android.gm/", "com.google.android.gm / referral / (referral) / referrer"],
            ["https://blog.example?x=https://other.example/", "blog.example / referral / (referral) / referrer"],
            ["HTTP://BLOG.EXAMPLE", "blog.example / referral / (referral) / referrer"],
            ["https://blog.example/a@b", "blog.example / referral / (referral) / referrer"],
            ["", "(direct) / (none) / - / direct"],
            ["blog.example", "(direct) / (none) / - / direct"],
            ["about:blank", "(direct) / (none) / - / direct"],
            ["/path", "(direct) / (none) / - / direct"],
            ["https:///path", "(direct) / (none) / - / direct"],
        ];

        var sessions = await new Acme().SessionsAsync([.. cases.Select(row => new Ga4Event(Day, user: row[0]).Page("https://acme.example/", row[0]))]);

        Assert.Equal(cases.Expected(), sessions.ByUser(session => session.Source()));
    }

    [Fact]
    public async Task The_user_s_first_touch_is_never_a_session_s_source()
    {
        var first = new System.Text.Json.Nodes.JsonObject { ["source"] = "google", ["medium"] = "cpc", ["name"] = "Brand" };

        Assert.Equal("(direct) / (none) / - / direct", (await new Acme().SessionAsync(new Ga4Event(Day).Set("traffic_source", first))).Source());
    }
}
