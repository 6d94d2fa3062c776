using System.Text.Json.Nodes;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Sessions;

/// <summary>definitions.md, int_sessions_enriched: what a session counts, and in which order its events are.</summary>
public sealed class SessionFiguresTests
{
    private static readonly DateOnly Day = Bench.Yesterday;

    [Fact]
    public async Task A_session_over_midnight_is_one_row_of_its_first_day()
    {
        var sessions = await new Acme().SessionsAsync(
            new Ga4Event(Day.AddDays(-1), minute: 835).Page("https://acme.example/a").Param("engagement_time_msec", 1234),
            new Ga4Event(Day, minute: -599.5).Page("https://acme.example/b").Param("engagement_time_msec", 1),
            new Ga4Event(Day, "scroll", minute: -599).Page("https://acme.example/a"));

        Assert.Equal(
            "2026-06-14 / 3 / 2 / 2 / 1.235 / 360 / https://acme.example/a / https://acme.example/a",
            Assert.Single(sessions).Text("session_date", "event_count", "page_views", "unique_pages", "engagement_seconds", "session_duration_seconds", "landing_page", "exit_page"));
        Assert.Equal(new DateTimeOffset(2026, 6, 14, 23, 55, 0, TimeSpan.Zero), sessions[0].Get<DateTimeOffset>("session_start"));
        Assert.Equal(new DateTimeOffset(2026, 6, 15, 0, 1, 0, TimeSpan.Zero), sessions[0].Get<DateTimeOffset>("session_end"));
    }

    [Fact]
    public async Task The_duration_is_whole_seconds_cut_off()
    {
        var sessions = await new Acme().SessionsAsync(
            new Ga4Event(Day, user: "u1"), new Ga4Event(Day, user: "u1", minute: 1.99 / 60),
            new Ga4Event(Day, user: "u2"));

        Assert.Equal(["1", "0"], sessions.Select(session => session.Text("session_duration_seconds")));
    }

    [Fact]
    public async Task Events_of_one_moment_are_ordered_by_the_batch_columns_with_NULL_last()
    {
        Ga4Event At(string page, int? batchPage, int? ordering, int? index, int? bundle) => new Ga4Event(Day).Page("https://acme.example/" + page)
            .Set("batch_page_id", batchPage).Set("batch_ordering_id", ordering).Set("batch_event_index", index).Set("event_bundle_sequence_id", bundle);
        Ga4Event[] events = [At("6", null, null, null, null), At("5", null, null, null, 1), At("4", 1, null, 1, 1), At("3", 1, 2, 1, 9), At("2", 1, 1, 2, 1), At("1", 1, 1, 1, 9)];

        Assert.Equal("https://acme.example/1 / https://acme.example/6", (await new Acme().SessionAsync(events)).Text("landing_page", "exit_page"));
        Assert.Equal("https://acme.example/2 / https://acme.example/5", (await new Acme().SessionAsync(events[1..^1])).Text("landing_page", "exit_page"));
        Assert.Equal("https://acme.example/3 / https://acme.example/4", (await new Acme().SessionAsync(events[2..4])).Text("landing_page", "exit_page"));
    }

    [Fact]
    public async Task The_timestamp_comes_before_the_batch_columns()
    {
        var session = await new Acme().SessionAsync(
            new Ga4Event(Day).Page("https://acme.example/first"),
            new Ga4Event(Day, minute: 1).Page("https://acme.example/second").Set("batch_page_id", 1));

        Assert.Equal("https://acme.example/first", session.Text("landing_page"));
    }

    [Fact]
    public async Task What_engages_a_session_is_the_first_reason_that_holds()
    {
        Ga4Event[] events =
        [
            new Ga4Event(Day, user: "flag").Param("session_engaged", "0").Param("engagement_time_msec", 60_000), new Ga4Event(Day, "scroll", "flag", minute: 1).Param("session_engaged", 1),
            new Ga4Event(Day, user: "time").Param("engagement_time_msec", 4_000), new Ga4Event(Day, user: "time", minute: 1).Param("engagement_time_msec", 6_000),
            new Ga4Event(Day, user: "views").Param("engagement_time_msec", 9_999), new Ga4Event(Day, "screen_view", "views", minute: 1),
            new Ga4Event(Day, user: "conversion"), new Ga4Event(Day, "purchase", "conversion", minute: 1).Purchase("T", 1),
            new Ga4Event(Day, user: "nothing").Param("engagement_time_msec", 9_999),
        ];

        var sessions = await new Acme().SessionsAsync(events);

        string[][] expected =
        [
            ["flag", "flag / True / False"], ["time", "engagement_time / True / False"], ["views", "page_views / True / False"], ["conversion", "conversion / True / False"], ["nothing", "- / False / True"],
        ];
        Assert.Equal(expected.Expected(), sessions.ByUser(session => session.Text("engaged_by", "is_engaged", "is_bounce")));
    }

    [Fact]
    public async Task The_seconds_that_engage_a_session_can_be_set()
    {
        var sessions = await new Acme { Ga4 = "\"engagedSeconds\": 30" }.SessionsAsync(
            new Ga4Event(Day, user: "u1").Param("engagement_time_msec", 29_999),
            new Ga4Event(Day, user: "u2").Param("engagement_time_msec", 30_000));

        Assert.Equal(["-", "engagement_time"], sessions.Select(session => session.Text("engaged_by")));
    }

    [Fact]
    public async Task A_session_has_an_engagement_event_where_one_is_configured_and_happened()
    {
        var sessions = await new Acme { Ga4 = "\"engagementEvents\": [\"book_now_click\", \"it's\"]" }.SessionsAsync(
            new Ga4Event(Day, user: "u1"), new Ga4Event(Day, "book_now_click", "u1", minute: 1),
            new Ga4Event(Day, "it's", user: "u2"),
            new Ga4Event(Day, "Book_now_click", "u3"));
        var unconfigured = await new Acme().SessionAsync(new Ga4Event(Day, "book_now_click"));

        Assert.Equal(["True", "True", "False"], sessions.Select(session => session.Text("has_engagement_event")));
        Assert.Equal("False", unconfigured.Text("has_engagement_event"));
    }

    [Fact]
    public async Task A_user_is_new_by_session_number_or_first_visit()
    {
        var sessions = await new Acme().SessionsAsync(
            new Ga4Event(Day, user: "u1").Param("ga_session_number", 1),
            new Ga4Event(Day, "first_visit", "u2").Param("ga_session_number", 3),
            new Ga4Event(Day, user: "u3").Param("ga_session_number", 2),
            new Ga4Event(Day, user: "u4"));

        Assert.Equal(["1 / True", "3 / True", "2 / False", "- / False"], sessions.Select(session => session.Text("ga_session_number", "is_new_user")));
    }

    [Fact]
    public async Task The_user_id_is_the_last_and_the_others_the_first_that_are_known()
    {
        JsonObject Device(string? category) => new() { ["category"] = category, ["operating_system"] = category, ["language"] = category, ["browser"] = category };
        JsonObject Geo(string? place) => new() { ["country"] = place, ["region"] = place, ["city"] = place };
        var session = await new Acme().SessionAsync(
            new Ga4Event(Day),
            new Ga4Event(Day, minute: 1).Set("user_id", "a").Set("device", Device("mobile")).Set("geo", Geo("Phuket")),
            new Ga4Event(Day, minute: 2).Set("user_id", "b").Set("device", Device("desktop")).Set("geo", Geo("Paris")),
            new Ga4Event(Day, minute: 3));

        Assert.Equal(
            "b / mobile / mobile / mobile / mobile / Phuket / Phuket / Phuket",
            session.Text("user_id", "device_category", "operating_system", "browser", "language", "country", "region", "city"));
    }

    [Fact]
    public async Task The_attribution_id_is_the_first_click_id_of_Google_Ads_else_the_campaign_id()
    {
        string On(string query) => "https://acme.example/?" + query;
        var sessions = await new Acme().SessionsAsync(
            new Ga4Event(Day, user: "u1").Page(On("wbraid=w&gbraid=b")), new Ga4Event(Day, user: "u1", minute: 1).Page(On("gclid=g1")), new Ga4Event(Day, user: "u1", minute: 2).Page(On("gclid=g2")),
            new Ga4Event(Day, user: "u2").Page(On("wbraid=w&gbraid=b")).LastClick("google", "cpc", "Brand", "77", isGoogleAds: true),
            new Ga4Event(Day, user: "u3").Page(On("wbraid=w&msclkid=m")),
            new Ga4Event(Day, user: "u4").LastClick("google", "cpc", "Brand", "77", isGoogleAds: true),
            new Ga4Event(Day, user: "u5").Page(On("msclkid=m&srsltid=s&fbclid=f&dclid=d")));

        Assert.Equal(
            ["g1 / gclid / -", "b / gbraid / 77", "w / wbraid / -", "77 / google_ads_campaign_id / 77", "- / - / -"],
            sessions.Select(session => session.Text("attribution_id", "attribution_method", "google_ads_campaign_id")));
        Assert.Equal("d / s / m / f", sessions[4].Text("dclid", "srsltid", "msclkid", "fbclid"));
    }

    [Fact]
    public async Task The_campaign_of_Google_Ads_is_that_of_the_event_whose_last_click_counts()
    {
        var sessions = await new Acme().SessionsAsync(
            new Ga4Event(Day, user: "u1").LastClick("google", "cpc", "Brand"),
            new Ga4Event(Day, user: "u1", minute: 1).LastClick("google", "cpc", "Other", "77", isGoogleAds: true),
            new Ga4Event(Day, user: "u2"),
            new Ga4Event(Day, user: "u2", minute: 1).LastClick("google", "cpc", "Brand", "77", isGoogleAds: true),
            new Ga4Event(Day, user: "u2", minute: 2).LastClick("google", "cpc", "Other", "78", isGoogleAds: true));

        Assert.Equal(["- / Brand / -", "77 / Brand / 77"], sessions.Select(session => session.Text("google_ads_campaign_id", "campaign", "campaign_id")));
    }

    [Fact]
    public async Task Conversions_and_transactions_are_of_all_currencies_and_revenue_of_the_client_s()
    {
        var session = await new Acme().SessionAsync(
            new Ga4Event(Day),
            new Ga4Event(Day, "purchase", minute: 1).Purchase("T1", 10.10, "EUR"),
            new Ga4Event(Day, "purchase", minute: 2).Purchase("T2", 20.20),
            new Ga4Event(Day, "purchase", minute: 3).Purchase("T3", 1000, "thb"),
            new Ga4Event(Day, "purchase", minute: 4).Purchase("T1", 10.10, "EUR"),
            new Ga4Event(Day, "purchase", minute: 5).Purchase(null, null, "EUR"));

        Assert.Equal("4 / 3 / 30.3 / EUR / 1", session.Text("conversions", "transactions", "revenue", "currency", "other_currency_conversions"));
    }

    [Fact]
    public async Task A_session_without_conversions_has_a_revenue_of_zero()
    {
        Assert.Equal("0 / 0 / 0 / 0", (await new Acme().SessionAsync(new Ga4Event(Day))).Text("conversions", "transactions", "revenue", "other_currency_conversions"));
    }

    [Fact]
    public async Task Events_without_a_session_are_not_here_and_events_after_the_as_of_date_neither()
    {
        var acme = new Acme { AsOf = Day.AddDays(-1) };
        var sessions = await acme.SessionsAsync(
            new Ga4Event(Day.AddDays(-1), user: null), new Ga4Event(Day.AddDays(-1), session: null),
            new Ga4Event(Day.AddDays(-1), minute: 830),
            new Ga4Event(Day, minute: -599));

        Assert.Equal("1|u1|1 / 1", Assert.Single(sessions).Text("session_key", "event_count"));
    }

    [Fact]
    public async Task A_stream_of_its_own_makes_a_session_of_its_own()
    {
        var sessions = await new Acme().SessionsAsync(new Ga4Event(Day), new Ga4Event(Day, minute: 1).Set("stream_id", "2"));

        Assert.Equal(["1|u1|1", "2|u1|1"], sessions.Select(session => session.Text("session_key")));
    }
}
