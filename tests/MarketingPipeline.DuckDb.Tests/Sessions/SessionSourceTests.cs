using System.Text.Json.Nodes;
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
            new Ga4Event(Day, minute: 1).Set("collected_traffic_source", new JsonObject { ["manual_source"] = "newsletter", ["manual_term"] = "term" }),
            new Ga4Event(Day, minute: 2).Set("collected_traffic_source", new JsonObject
            {
                ["manual_source"] = "other",
                ["manual_medium"] = "email",
                ["manual_campaign_name"] = "june",
                ["manual_campaign_id"] = "9",
                ["manual_content"] = "c",
            }));

        Assert.Equal("newsletter / - / - / - / term / - / collected", session.Text("source", "medium", "campaign", "campaign_id", "term", "content", "source_method"));
    }

    [Fact]
    public async Task A_hit_with_only_a_campaign_has_a_session_without_source_and_medium()
    {
        var session = await new Acme().SessionAsync(new Ga4Event(Day).Page("https://acme.example/?utm_campaign=june"));

        Assert.Equal("- / - / june / collected", session.Source());
        Assert.Equal("- / - / june / Unassigned", session.LastNonDirect());
    }

    [Fact]
    public async Task Tags_of_only_a_medium_or_campaign_wait_for_a_source_a_click_id_and_a_referrer()
    {
        var sessions = await new Acme().SessionsAsync(
            new Ga4Event(Day, user: "u1").Page("https://acme.example/?utm_campaign=june", "https://blog.example/"),
            new Ga4Event(Day, user: "u2").Page("https://acme.example/?utm_medium=email"),
            new Ga4Event(Day, user: "u2", minute: 1).Page("https://acme.example/", "https://blog.example/"),
            new Ga4Event(Day, user: "u3").Page("https://acme.example/?utm_medium=email"),
            new Ga4Event(Day, user: "u3", minute: 1).Collected("newsletter", "email"),
            new Ga4Event(Day, user: "u4").Page("https://acme.example/?utm_campaign=june"),
            new Ga4Event(Day, user: "u4", minute: 1).Page("https://acme.example/?gclid=x"),
            new Ga4Event(Day, user: "u5").Page("https://acme.example/?utm_medium=Email&utm_term=t"),
            new Ga4Event(Day, user: "u5", minute: 1).Page("https://acme.example/?utm_campaign=june"));

        Assert.Equal(
            [
                "blog.example / referral / (referral) / referrer",
                "blog.example / referral / (referral) / referrer",
                "newsletter / email / - / collected",
                "google / cpc / (not set) / click_id",
                "- / Email / - / collected",
            ],
            sessions.Select(session => session.Source()));
        Assert.Equal("t", sessions[4].Text("term"));
    }

    [Fact]
    public async Task A_medium_that_says_nothing_names_no_source()
    {
        string[] mediums = ["(none)", "(not set)", "referral", "Referral"];

        var sessions = await new Acme().SessionsAsync([.. mediums.Select(medium => new Ga4Event(Day, user: medium).Collected("(not set)", medium, "(none)"))]);

        Assert.Equal(mediums.Length, sessions.Count);
        Assert.All(sessions, session => Assert.Equal("(direct) / (none) / - / direct", session.Source()));
    }

    [Fact]
    public async Task A_campaign_that_is_a_placeholder_names_no_source()
    {
        string[] placeholders = ["(none)", "(organic)", "(referral)", "(direct)", "(not set)"];

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
            ["blog.example", "(direct) / (none) / - / direct"],
            ["about:blank", "(direct) / (none) / - / direct"],
            ["/path", "(direct) / (none) / - / direct"],
            ["https:///path", "(direct) / (none) / - / direct"],
        ];

        var sessions = await new Acme().SessionsAsync([.. cases.Select(row => new Ga4Event(Day, user: row[0]).Page("https://acme.example/", row[0]))]);

        Assert.Equal(cases.Expected(), sessions.ByUser(session => session.Source()));
        Assert.Equal("(direct) / (none) / - / direct", (await new Acme().SessionAsync(new Ga4Event(Day).Page("https://acme.example/", ""))).Source());
    }

    [Fact]
    public async Task The_user_s_first_touch_is_never_a_session_s_source()
    {
        var first = new JsonObject { ["source"] = "google", ["medium"] = "cpc", ["name"] = "Brand" };

        Assert.Equal("(direct) / (none) / - / direct", (await new Acme().SessionAsync(new Ga4Event(Day).Set("traffic_source", first))).Source());
    }
}
