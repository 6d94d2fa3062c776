using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Sessions;

/// <summary>definitions.md, last_non_direct_*: a direct session shows the user's latest earlier session that was not.</summary>
public sealed class LastNonDirectTests
{
    private static readonly DateOnly Day = new(2026, 3, 2);

    [Fact]
    public async Task It_looks_back_ninety_days_by_session_date()
    {
        Ga4Event[] After(string user, int days) =>
        [
            new Ga4Event(Day, user: user, session: 1, minute: 600).Collected("newsletter", "email", "june"),
            new Ga4Event(Day.AddDays(days), user: user, session: 2, minute: 700),
        ];

        var sessions = await new Acme().SessionsAsync([.. After("same day", 0), .. After("90 days", 90), .. After("91 days", 91)]);

        Assert.Equal(
            ["90 days: newsletter / email / june / Email", "91 days: (direct) / (none) / - / Direct", "same day: newsletter / email / june / Email"],
            sessions.Where(session => session.Get<string>("session_key")!.EndsWith("|2", StringComparison.Ordinal)).ByUser(session => session.LastNonDirect()));
    }

    [Fact]
    public async Task An_old_session_is_not_reached_through_direct_ones_between()
    {
        var sessions = await new Acme().SessionsAsync(
            new Ga4Event(Day, session: 1).Collected("newsletter", "email"),
            new Ga4Event(Day.AddDays(60), session: 2),
            new Ga4Event(Day.AddDays(100), session: 3));

        Assert.Equal(["newsletter", "newsletter", "(direct)"], sessions.Select(session => session.Text("last_non_direct_source")));
    }

    [Fact]
    public async Task Later_sessions_and_those_of_other_users_are_not_looked_at()
    {
        var sessions = await new Acme().SessionsAsync(
            new Ga4Event(Day, user: "u1", session: 1).Collected("newsletter", "email"),
            new Ga4Event(Day, user: "u2", session: 1, minute: 1),
            new Ga4Event(Day, user: "u2", session: 2, minute: 90).Collected("bing", "organic"));

        Assert.Equal(["newsletter", "(direct)", "bing"], sessions.Select(session => session.Text("last_non_direct_source")));
    }

    [Fact]
    public async Task A_session_whose_source_is_unknown_is_not_direct_and_is_inherited_whole()
    {
        var sessions = await new Acme().SessionsAsync(
            new Ga4Event(Day, session: 1).Collected("bing", "organic"),
            new Ga4Event(Day, session: 2, minute: 60).Collected(campaign: "june"),
            new Ga4Event(Day, session: 3, minute: 120));

        Assert.Equal("- / - / june / Unassigned", sessions[2].LastNonDirect());
    }

    [Fact]
    public async Task Sessions_that_start_at_one_moment_are_in_the_order_of_their_keys()
    {
        var sessions = await new Acme().SessionsAsync(
            new Ga4Event(Day, session: 12).Collected("bing", "organic"),
            new Ga4Event(Day, session: 11),
            new Ga4Event(Day, session: 13));

        Assert.Equal(["1|u1|11 / (direct)", "1|u1|12 / bing", "1|u1|13 / bing"], sessions.Select(session => session.Text("session_key", "last_non_direct_source")));
    }

    [Fact]
    public async Task A_session_that_crosses_midnight_is_dated_by_its_first_event()
    {
        var sessions = await new Acme().SessionsAsync(
            new Ga4Event(Day, session: 1, minute: 830).Collected("newsletter", "email"),
            new Ga4Event(Day.AddDays(1), session: 1, minute: -590),
            new Ga4Event(Day.AddDays(91), session: 2));

        Assert.Equal(["2026-03-02 / newsletter", "2026-06-01 / (direct)"], sessions.Select(session => session.Text("session_date", "last_non_direct_source")));
        Assert.Equal(2L, sessions[0].Get<long>("event_count"));
    }

    [Fact]
    public async Task The_latest_name_of_a_Google_Ads_campaign_is_shown_also_where_it_is_inherited()
    {
        var acme = new Acme { GoogleAds = [new AdsRow(Day, 77, 1, "Old name"), new AdsRow(Day.AddDays(1), 77, 1, "New name"), new AdsRow(Day.AddDays(9), 77, 1, "After the as-of date")], AsOf = Day.AddDays(8) };

        var sessions = await acme.SessionsAsync(
            new Ga4Event(Day, session: 1).LastClick("google", "cpc", "Old name", "77", isGoogleAds: true),
            new Ga4Event(Day.AddDays(1), session: 2));

        Assert.Equal(["New name / New name", "- / New name"], sessions.Select(session => session.Text("campaign", "last_non_direct_campaign")));
    }
}
