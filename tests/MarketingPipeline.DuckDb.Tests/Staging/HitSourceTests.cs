using System.Text.Json.Nodes;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Staging;

/// <summary>definitions.md, hit_* and the click ids: which place names a hit's source, and how a page's utm_* are read.</summary>
public sealed class HitSourceTests
{
    private static readonly DateOnly Day = Bench.Yesterday;

    private static readonly string[] Hit = ["hit_source", "hit_medium", "hit_campaign", "hit_campaign_id", "hit_term", "hit_content"];

    [Fact]
    public async Task Records_stay_whole_and_the_first_place_that_names_something_counts()
    {
        Dictionary<string, (Ga4Event Event, string Expected)> cases = new()
        {
            ["collected first"] = (On("collected first", "utm_source=u&utm_medium=u&utm_term=u").Collected("c").Param("source", "p").Param("medium", "p"), "c / - / - / - / - / -"),
            ["then parameters"] = (On("then parameters", "utm_source=u&utm_content=u").Param("source", "p").Param("term", "t").Param("campaign_id", "i"), "p / - / - / i / t / -"),
            ["then the page"] = (On("then the page", "utm_source=s&utm_medium=m&utm_campaign=c&utm_id=i&utm_term=t&utm_content=n"), "s / m / c / i / t / n"),
            ["a placeholder names nothing"] = (On("a placeholder names nothing", "utm_campaign=june").Collected("(direct)", "(none)", "(not set)").Param("source", "(not set)"), "- / - / june / - / - / -"),
            ["a campaign names something"] = (On("a campaign names something", "utm_source=u").Collected("(direct)", null, "june"), "(direct) / - / june / - / - / -"),
            ["a medium names something"] = (On("a medium names something", "utm_source=u").Param("medium", "email"), "- / email / - / - / - / -"),
            ["else the first not empty"] = (On("else the first not empty", "utm_term=u").Param("source", "(direct)").Param("medium", "(none)"), "(direct) / (none) / - / - / - / -"),
            ["not empty in any of the six"] = (On("not empty in any of the six", "utm_content=u").Set("collected_traffic_source", new JsonObject { ["manual_term"] = "only a term" }), "- / - / - / - / only a term / -"),
            ["empty text is empty"] = (On("empty text is empty", "utm_source=u").Collected("", "", "").Param("source", ""), "u / - / - / - / - / -"),
            ["exactly"] = (On("exactly", "utm_source=u").Collected("(Direct)"), "(Direct) / - / - / - / - / -"),
            ["nothing"] = (On("nothing", ""), "- / - / - / - / - / -"),
        };

        var rows = await new Acme().StageAsync([.. cases.Values.Select(entry => entry.Event)]);

        Assert.Equal(cases.Select(entry => new[] { entry.Key, entry.Value.Expected }).Expected(), rows.ByUser(row => row.Text(Hit)));
    }

    [Fact]
    public async Task The_values_of_a_page_are_decoded_once_and_a_malformed_one_stays_raw_as_a_whole()
    {
        string[][] cases =
        [
            ["utm_source=face%20book", "face book"],
            ["utm_source=face+book", "face book"],
            ["utm_source=a%2Bb+c", "a+b c"],
            ["utm_source=%E0%B9%84%E0%B8%97%E0%B8%A2", "ไทย"],
            ["utm_source=ไทย+%F0%9F%8F%96", "ไทย 🏖"],
            ["utm_source=a%26b%3Dc", "a&b=c"],
            ["utm_source=100%25", "100%"],
            ["utm_source=%2525", "%25"],
            ["utm_source=%e2%82%ac", "€"],
            ["utm_source=50%+off", "50%+off"],
            ["utm_source=a+%zz", "a+%zz"],
            ["utm_source=a+%E0%B8", "a+%E0%B8"],
            ["utm_source=a%20%FF", "a%20%FF"],
            ["utm_source=a+%C0%AF", "a+%C0%AF"],
            ["utm_source=a+%ED%A0%80", "a+%ED%A0%80"],
            ["utm_source=a%", "a%"],
            ["utm_source=a%4", "a%4"],
            ["utm_source=first&utm_source=second", "first"],
            ["utm_source=&utm_source=second", "-"],
            ["utm_source", "-"],
            ["x_utm_source=no", "-"],
            ["UTM_SOURCE=no", "-"],
            ["a=1&utm_source=middle&b=2", "middle"],
            ["utm_source=a=b", "a=b"],
            ["utm_source=a?b", "a?b"],
            ["utm_source=before#utm_source=after", "before"],
            ["a=1#utm_source=after", "-"],
            ["#utm_source=after", "-"],
            ["a=1#?utm_source=after", "-"],
        ];

        var rows = await new Acme().StageAsync([.. cases.Select(row => On(row[0], row[0]))]);

        Assert.Equal(cases.Expected(), rows.ByUser(row => row.Text("hit_source")));
    }

    [Fact]
    public async Task A_question_mark_in_the_fragment_begins_no_query()
    {
        var row = Assert.Single(await new Acme().StageAsync(new Ga4Event(Day).Page("https://acme.example/#/route?utm_source=app&gclid=x")));

        Assert.Equal("- / - / acme.example", row.Text("hit_source", "gclid", "hostname"));
    }

    [Fact]
    public async Task Click_ids_are_collected_or_parameters_or_on_the_page_and_not_decoded()
    {
        string[] all = ["gclid", "dclid", "gbraid", "wbraid", "srsltid", "msclkid", "fbclid"];
        var query = string.Join('&', all.Select(id => $"{id}=page%2B{id}"));
        var parameters = all.Aggregate(On("parameters", query), (hit, id) => hit.Param(id, "param " + id));

        var rows = await new Acme().StageAsync(
            On("page", query),
            parameters,
            all.Aggregate(On("valueless", query), (hit, id) => hit.Param(id, (string?)null)),
            On("empty", "gclid=&gclid=second").Collected(gclid: "").Param("gclid", ""),
            all.Aggregate(On("collected", query), (hit, id) => hit.Param(id, "param " + id))
                .Set("collected_traffic_source", new JsonObject { ["gclid"] = "c1", ["dclid"] = "c2", ["srsltid"] = "c3" }));

        var onPage = string.Join(" / ", all.Select(id => "page%2B" + id));
        string[][] expected =
        [
            ["page", onPage],
            ["parameters", string.Join(" / ", all.Select(id => "param " + id))],
            ["valueless", onPage],
            ["empty", "- / - / - / - / - / - / -"],
            ["collected", "c1 / c2 / param gbraid / param wbraid / c3 / param msclkid / param fbclid"],
        ];
        Assert.Equal(expected.Expected(), rows.ByUser(row => row.Text(all)));
    }

    [Fact]
    public async Task Each_click_id_is_found_alone_on_a_page()
    {
        string[] all = ["gclid", "dclid", "gbraid", "wbraid", "srsltid", "msclkid", "fbclid"];

        var rows = await new Acme().StageAsync([.. all.Select(id => On(id, $"a=b&{id}=X-1#f"))]);

        Assert.Equal(all.Select(id => new[] { id, "X-1" }).Expected(), rows.ByUser(row => row.Text(row.Get<string>("user_pseudo_id")!)));
    }

    [Fact]
    public async Task The_host_is_that_of_the_page_else_of_web_info_as_hosts_are_compared()
    {
        var web = new JsonObject { ["web_info"] = new JsonObject { ["hostname"] = "WWW.Web.Example.:443" } };
        string[][] cases =
        [
            ["https://WWW.Acme.Example.:8443/x?y=https://z.example", "acme.example"],
            ["http://acme.example", "acme.example"],
            ["https://www2.acme.example#x", "www2.acme.example"],
            ["https://user@acme.example/", "acme.example"],
            ["not a url", "web.example"],
            ["", "web.example"],
        ];

        var rows = await new Acme().StageAsync([.. cases.Select(row => new Ga4Event(Day, user: row[0]).Page(row[0]).Set("device", web.DeepClone()))]);

        Assert.Equal(cases.Expected(), rows.ByUser(row => row.Text("hostname")));
    }

    private static Ga4Event On(string user, string query) => new Ga4Event(Day, user: user).Page("https://acme.example/" + (query.StartsWith('#') ? "" : "?") + query);
}
