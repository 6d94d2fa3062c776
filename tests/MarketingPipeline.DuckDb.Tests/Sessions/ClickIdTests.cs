using System.Text.Json.Nodes;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Sessions;

/// <summary>definitions.md, Session source, rule 3: when a click id gives the source, and what it gives.</summary>
public sealed class ClickIdTests
{
    private static readonly DateOnly Day = Bench.Yesterday;

    [Fact]
    public async Task A_click_id_on_the_page_names_the_source_where_nothing_else_does()
    {
        string[][] cases =
        [
            ["gclid", "google / cpc / (not set) / click_id"],
            ["gbraid", "google / cpc / (not set) / click_id"],
            ["wbraid", "google / cpc / (not set) / click_id"],
            ["gad_source", "google / cpc / (not set) / click_id"],
            ["gad_campaignid", "google / cpc / (not set) / click_id"],
            ["srsltid", "google / organic / Shopping Free Listings / click_id"],
            ["msclkid", "bing / cpc / (not set) / click_id"],
            ["dclid", "blog.example / referral / (referral) / referrer"],
            ["fbclid", "blog.example / referral / (referral) / referrer"],
        ];

        var sessions = await new Acme().SessionsAsync([.. cases.Select(row => new Ga4Event(Day, user: row[0]).Page($"https://acme.example/?{row[0]}=Ab-1", "https://blog.example/"))]);

        Assert.Equal(cases.Expected(), sessions.ByUser(session => session.Source()));
        Assert.All(
            sessions.Where(session => !session.Get<string>("user_pseudo_id")!.StartsWith("gad", StringComparison.Ordinal)),
            session => Assert.Equal("Ab-1", session.Text(session.Get<string>("user_pseudo_id")!)));
    }

    [Fact]
    public async Task Of_several_click_ids_the_one_counts_whose_sender_the_hit_names_else_the_first_in_order()
    {
        string[][] cases =
        [
            ["gclid=1&srsltid=2&msclkid=3", "google / cpc / (not set) / click_id"],
            ["srsltid=2&wbraid=1", "google / cpc / (not set) / click_id"],
            ["msclkid=3&gad_source=1", "google / cpc / (not set) / click_id"],
            ["msclkid=3&srsltid=2", "bing / cpc / (not set) / click_id"],
            ["msclkid=3&fbclid=2", "bing / cpc / (not set) / click_id"],
            ["msclkid=3&gclid=1&utm_source=Bing", "bing / cpc / (not set) / click_id"],
            ["msclkid=3&gclid=1&utm_source=bing&utm_medium=organic", "bing / cpc / (not set) / click_id"],
            ["msclkid=3&gclid=1&utm_source=google", "google / cpc / (not set) / click_id"],
            ["msclkid=3&srsltid=2&utm_source=google&utm_medium=organic", "google / organic / Shopping Free Listings / click_id"],
        ];

        var sessions = await new Acme().SessionsAsync([.. cases.Select(row => new Ga4Event(Day, user: row[0]).Page("https://acme.example/?" + row[0]))]);

        Assert.Equal(cases.Expected(), sessions.ByUser(session => session.Source()));
    }

    [Fact]
    public async Task A_click_id_completes_tags_that_name_no_other_sender_and_leaves_those_that_do()
    {
        string[][] cases =
        [
            ["gclid|bing|organic|(organic)", "google / cpc / (not set) / click_id"],
            ["gclid|bing|Referral|(referral)", "google / cpc / (not set) / click_id"],
            ["gclid|(direct)|(none)|(direct)", "google / cpc / (not set) / click_id"],
            ["gclid|(not set)|(not set)|(not set)", "google / cpc / (not set) / click_id"],
            ["gclid|||Brand", "google / cpc / Brand / click_id"],
            ["gclid||paid_search|", "google / cpc / (not set) / click_id"],
            ["gclid|(direct)|CPC|Brand", "google / cpc / Brand / click_id"],
            ["gclid|Google|anything|Brand", "google / cpc / Brand / click_id"],
            ["gclid|google||(none)", "google / cpc / (not set) / click_id"],
            ["gclid|google|Email|Brand", "google / Email / Brand / collected"],
            ["gclid||email|", "- / email / - / collected"],
            ["gclid||banner|", "- / banner / - / collected"],
            ["gclid|bing|cpc|", "bing / cpc / - / collected"],
            ["gclid|bing|cpc|(not set)", "bing / cpc / (not set) / collected"],
            ["gclid|newsletter|email|june", "newsletter / email / june / collected"],
            ["gclid|newsletter||", "newsletter / - / - / collected"],
            ["msclkid|bing|display|Brand", "bing / cpc / Brand / click_id"],
            ["msclkid|google|cpc|Brand", "google / cpc / Brand / collected"],
            ["srsltid|google|organic|(organic)", "google / organic / Shopping Free Listings / click_id"],
            ["srsltid|google|organic|Summer", "google / organic / Summer / collected"],
            ["srsltid|newsletter|email|", "newsletter / email / - / collected"],
        ];

        var sessions = await new Acme().SessionsAsync([.. cases.Select(row => Tagged(row[0]))]);

        Assert.Equal(cases.Expected(), sessions.ByUser(session => session.Source()));
    }

    [Fact]
    public async Task Term_and_content_stay_with_a_named_campaign_and_the_id_is_the_hit_s_else_the_ad_s()
    {
        const string Tags = "&utm_id=d&utm_term=e&utm_content=f";
        var sessions = await new Acme().SessionsAsync(
            new Ga4Event(Day, user: "u1").Page("https://acme.example/?utm_source=a&utm_medium=b&utm_campaign=c" + Tags),
            new Ga4Event(Day, user: "u2").Page("https://acme.example/?utm_source=a&utm_medium=b&gclid=x" + Tags),
            new Ga4Event(Day, user: "u3").Page("https://acme.example/?utm_campaign=c&gclid=x&gad_campaignid=55" + Tags),
            new Ga4Event(Day, user: "u4").Page("https://acme.example/?gclid=x&gad_campaignid=55&utm_source=google&utm_term=e&utm_content=f"),
            new Ga4Event(Day, user: "u5").Page("https://acme.example/?msclkid=x&gad_campaignid=55&utm_source=bing&utm_campaign=c&utm_term=e"));

        Assert.Equal(
            [
                "a / b / c / d / e / f / collected",
                "a / b / - / d / e / f / collected",
                "google / cpc / c / d / e / f / click_id",
                "google / cpc / (not set) / 55 / - / - / click_id",
                "bing / cpc / c / - / e / - / click_id",
            ],
            sessions.Select(session => session.Text("source", "medium", "campaign", "campaign_id", "term", "content", "source_method")));
    }

    [Fact]
    public async Task The_click_id_of_a_later_hit_does_not_override_the_first_hit()
    {
        var session = await new Acme().SessionAsync(
            new Ga4Event(Day).Collected("newsletter", "email"),
            new Ga4Event(Day, minute: 1).Collected("google", "organic", gclid: "x"));

        Assert.Equal("newsletter / email / - / collected", session.Source());
        Assert.Equal("x / - / -", session.Text("gclid", "attribution_id", "attribution_method"));
    }

    private static Ga4Event Tagged(string text)
    {
        var parts = text.Split('|').Select(part => part.Length == 0 ? null : part).ToArray();
        return new Ga4Event(Day, user: text).Page($"https://acme.example/?{parts[0]}=x").Set("collected_traffic_source", new JsonObject
        {
            ["manual_source"] = parts[1],
            ["manual_medium"] = parts[2],
            ["manual_campaign_name"] = parts[3],
        });
    }
}
