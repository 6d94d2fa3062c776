using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Sessions;

/// <summary>A client's own hosts are no source: its hostnames with all sub-domains, and exactly the hosts of the session's own pages.</summary>
public sealed class OwnHostTests
{
    private const string Direct = "(direct) / (none) / - / direct";

    private static readonly Acme Shop = new() { Ga4 = "\"hostnames\": [\"WWW.Acme.example\"]" };

    [Fact]
    public async Task A_referrer_of_the_client_s_own_host_is_no_source()
    {
        string[][] cases =
        [
            ["https://acme.example/", "direct"],
            ["https://www.acme.example/", "direct"],
            ["https://ACME.example:443/", "direct"],
            ["https://acme.example./", "direct"],
            ["https://checkout.acme.example/", "direct"],
            ["https://a.b.acme.example/", "direct"],
            ["https://www.page.example/", "direct"],
            ["https://Page.Example.:8080/x", "direct"],
            ["https://sub.page.example/", "referrer"],
            ["https://notacme.example/", "referrer"],
            ["https://acme.example.org/", "referrer"],
        ];

        var sessions = await Shop.SessionsAsync([.. cases.Select(row => new Ga4Event(Bench.Yesterday, user: row[0]).Page("https://www.page.example/", row[0]))]);

        Assert.Equal(cases.Expected(), sessions.ByUser(session => session.Text("source_method")));
    }

    [Fact]
    public async Task A_referral_from_the_client_s_own_host_is_no_source()
    {
        string[][] cases =
        [
            ["acme.example", "direct"],
            ["www.Acme.example", "direct"],
            ["acme.example.:443", "direct"],
            ["shop.acme.example", "direct"],
            ["page.example", "direct"],
            ["sub.page.example", "collected"],
            ["notacme.example", "collected"],
        ];

        var sessions = await Shop.SessionsAsync([.. cases.Select(row => new Ga4Event(Bench.Yesterday, user: row[0]).Page("https://page.example/").Collected(row[0], "referral", "(referral)"))]);

        Assert.Equal(cases.Expected(), sessions.ByUser(session => session.Text("source_method")));
    }

    [Fact]
    public async Task An_unwanted_referral_is_no_source_by_tag_or_by_referrer_nor_are_its_sub_domains()
    {
        var acme = new Acme { Ga4 = "\"unwantedReferrals\": [\"WWW.Pay.example:443\", \"accounts.google.com\"]" };
        string[] cases = ["pay.example", "WWW.pay.example", "a.b.pay.example", "accounts.google.com", "notpay.example", "pay.example.org", "google.example"];

        var byReferrer = await acme.SessionsAsync([.. cases.Select(host => new Ga4Event(Bench.Yesterday, user: host).Page("https://acme.example/", $"https://{host}/3ds"))]);
        var byTag = await acme.SessionsAsync([.. cases.Select(host => new Ga4Event(Bench.Yesterday, user: host).Page("https://acme.example/").Collected(host, "REFERRAL", "(referral)"))]);

        Assert.Equal(cases.Select((host, index) => new[] { host, index < 4 ? "direct" : "referrer" }).Expected(), byReferrer.ByUser(session => session.Text("source_method")));
        Assert.Equal(cases.Select((host, index) => new[] { host, index < 4 ? "direct" : "collected" }).Expected(), byTag.ByUser(session => session.Text("source_method")));
    }

    [Fact]
    public async Task A_session_that_comes_back_from_an_unwanted_host_keeps_the_source_that_it_has()
    {
        var acme = new Acme { Ga4 = "\"unwantedReferrals\": [\"pay.example\"]" };
        var session = await acme.SessionAsync(
            new Ga4Event(Bench.Yesterday).Page("https://acme.example/", "https://pay.example/"),
            new Ga4Event(Bench.Yesterday, minute: 1).Page("https://acme.example/", "https://blog.example/"));

        Assert.Equal("blog.example / referral / (referral) / referrer", session.Source());
    }

    [Fact]
    public async Task After_a_referral_from_itself_the_next_hit_that_names_a_source_counts()
    {
        var session = await Shop.SessionAsync(
            new Ga4Event(Bench.Yesterday).Page("https://acme.example/").Collected("acme.example", "referral", "(referral)"),
            new Ga4Event(Bench.Yesterday, minute: 1).Page("https://acme.example/").Collected("newsletter", "email"));

        Assert.Equal("newsletter / email / - / collected", session.Source());
    }

    [Fact]
    public async Task A_referral_from_itself_with_a_named_campaign_counts_for_the_campaign()
    {
        var session = await Shop.SessionAsync(new Ga4Event(Bench.Yesterday).Page("https://acme.example/").Collected("acme.example", "referral", "footer banner"));

        Assert.Equal("acme.example / referral / footer banner / collected", session.Source());
    }

    [Fact]
    public async Task Only_a_referral_can_come_from_the_client_s_own_host()
    {
        var session = await Shop.SessionAsync(new Ga4Event(Bench.Yesterday).Page("https://acme.example/").Collected("acme.example", "email"));

        Assert.Equal("acme.example / email / - / collected", session.Source());
    }

    [Fact]
    public async Task The_hosts_of_all_pages_of_the_session_are_its_own_later_ones_too()
    {
        var session = await new Acme().SessionAsync(
            new Ga4Event(Bench.Yesterday).Page("https://acme.example/", "https://checkout.example/"),
            new Ga4Event(Bench.Yesterday, minute: 1).Page("https://checkout.example/"));

        Assert.Equal(Direct, session.Source());
    }

    [Fact]
    public async Task The_pages_of_another_session_do_not_make_a_host_its_own()
    {
        var sessions = await new Acme().SessionsAsync(
            new Ga4Event(Bench.Yesterday, session: 1).Page("https://checkout.example/"),
            new Ga4Event(Bench.Yesterday, session: 2, minute: 60).Page("https://acme.example/", "https://checkout.example/"));

        Assert.Equal("checkout.example / referral / (referral) / referrer", sessions[1].Source());
    }
}
