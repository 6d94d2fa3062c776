using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Sessions;

/// <summary>A client's own hosts are no source: its hostnames with all sub-domains, and exactly the hosts of the session's own pages.</summary>
public sealed class OwnHostTests
{
    private const string Direct = "(direct) / (none) / - / direct";

    private static readonly Acme Shop = new() { Ga4 = "\"hostnames\": [\"WWW.Acme.example\"]" };

    [Theory]
    [InlineData("https://acme.example/", true)]
    [InlineData("https://www.acme.example/", true)]
    [InlineData("https://ACME.example:443/", true)]
    [InlineData("https://acme.example./", true)]
    [InlineData("https://checkout.acme.example/", true)]
    [InlineData("https://a.b.acme.example/", true)]
    [InlineData("https://www.page.example/", true)]
    [InlineData("https://Page.Example.:8080/x", true)]
    [InlineData("https://sub.page.example/", false)]
    [InlineData("https://notacme.example/", false)]
    [InlineData("https://acme.example.org/", false)]
    public async Task A_referrer_of_the_client_s_own_host_is_no_source(string referrer, bool isOwn)
    {
        var session = await Shop.SessionAsync(new Ga4Event(Bench.Yesterday).Page("https://www.page.example/", referrer));

        Assert.Equal(isOwn, session.Source() == Direct);
    }

    [Theory]
    [InlineData("acme.example", true)]
    [InlineData("www.Acme.example", true)]
    [InlineData("acme.example.:443", true)]
    [InlineData("shop.acme.example", true)]
    [InlineData("page.example", true)]
    [InlineData("sub.page.example", false)]
    [InlineData("notacme.example", false)]
    public async Task A_referral_from_the_client_s_own_host_is_no_source(string source, bool isOwn)
    {
        var session = await Shop.SessionAsync(new Ga4Event(Bench.Yesterday).Page("https://page.example/").Collected(source, "referral", "(referral)"));

        Assert.Equal(isOwn ? Direct : $"{source} / referral / (referral) / collected", session.Source());
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
