using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Sessions;

/// <summary>definitions.md, Session source, rule 4: which hosts are search sites, and how GA4 writes them.</summary>
public sealed class SearchSiteTests
{
    private static readonly string[][] Hosts =
    [
        ["www.google.com", "google / organic / (organic)"],
        ["google.co.th", "google / organic / (organic)"],
        ["www.google.com.br", "google / organic / (organic)"],
        ["www.Google.de", "google / organic / (organic)"],
        ["m.google.co.jp", "google / organic / (organic)"],
        ["search.google.com", "google / organic / (organic)"],
        ["th.search.yahoo.com", "yahoo / organic / (organic)"],
        ["search.yahoo.co.jp", "yahoo / organic / (organic)"],
        ["cn.bing.com", "bing / organic / (organic)"],
        ["m.baidu.com", "baidu / organic / (organic)"],
        ["m.search.naver.com", "naver / organic / (organic)"],
        ["yandex.kz", "yandex / organic / (organic)"],
        ["duckduckgo.com", "duckduckgo / organic / (organic)"],
        ["ecosia.org", "ecosia.org / organic / (organic)"],
        ["seznam.cz", "seznam.cz / organic / (organic)"],
        ["news.google.com", "news.google.com / referral / (referral)"],
        ["lens.google.com", "lens.google.com / referral / (referral)"],
        ["mail.yandex.ru", "mail.yandex.ru / referral / (referral)"],
        ["email.seznam.cz", "email.seznam.cz / referral / (referral)"],
        ["baidu.cn", "baidu.cn / referral / (referral)"],
        ["google.example.com", "google.example.com / referral / (referral)"],
        ["notgoogle.com", "notgoogle.com / referral / (referral)"],
        ["google", "google / referral / (referral)"],
    ];

    [Fact]
    public async Task A_search_site_s_referrer_is_written_as_GA4_writes_it()
    {
        var sessions = await new Acme().SessionsAsync([.. Hosts.Select(row => new Ga4Event(Bench.Yesterday, user: row[0]).Page("https://acme.example/", $"https://{row[0]}/search?q=x"))]);

        Assert.Equal(Hosts.Select(row => new[] { row[0], row[1].Replace("www.", "", StringComparison.Ordinal) + " / referrer" }).Expected(), sessions.ByUser(session => session.Source()));
    }

    [Fact]
    public async Task So_is_a_hit_tagged_as_a_search_site_s_referral()
    {
        var sessions = await new Acme().SessionsAsync([.. Hosts.Select(row => new Ga4Event(Bench.Yesterday, user: row[0]).Collected(row[0], "Referral", "(referral)"))]);

        Assert.Equal(
            Hosts.Select(row => new[] { row[0], (row[1].Contains("organic", StringComparison.Ordinal) ? row[1] : $"{row[0]} / Referral / (referral)") + " / collected" }).Expected(),
            sessions.ByUser(session => session.Source()));
    }

    [Fact]
    public async Task A_campaign_that_such_a_hit_names_stays_with_its_term_and_content()
    {
        var sessions = await new Acme().SessionsAsync(
            new Ga4Event(Bench.Yesterday, user: "u1").Page("https://acme.example/?utm_source=www.google.com&utm_medium=referral&utm_campaign=june&utm_id=1&utm_term=t&utm_content=c"),
            new Ga4Event(Bench.Yesterday, user: "u2").Page("https://acme.example/?utm_source=www.google.com&utm_medium=referral&utm_id=1&utm_term=t&utm_content=c"),
            new Ga4Event(Bench.Yesterday, user: "u3").Page("https://acme.example/?utm_source=google.com&utm_medium=cpc&utm_term=t"));

        Assert.Equal(
            ["google / organic / june / 1 / t / c", "google / organic / (organic) / - / - / -", "google.com / cpc / - / - / t / -"],
            sessions.Select(session => session.Text("source", "medium", "campaign", "campaign_id", "term", "content")));
    }

    [Fact]
    public async Task A_search_site_that_is_the_client_s_own_or_unwanted_is_no_source()
    {
        var acme = new Acme { Ga4 = "\"hostnames\": [\"google.example\"], \"unwantedReferrals\": [\"bing.com\"]" };
        var sessions = await acme.SessionsAsync(
            new Ga4Event(Bench.Yesterday, user: "u1").Page("https://acme.example/", "https://www.google.example/"),
            new Ga4Event(Bench.Yesterday, user: "u2").Page("https://acme.example/", "https://cn.bing.com/"),
            new Ga4Event(Bench.Yesterday, user: "u3").Collected("bing.com", "referral"));

        Assert.All(sessions, session => Assert.Equal("(direct) / (none) / - / direct", session.Source()));
    }
}
