using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests;

public class FirstLookTests
{
    [Fact]
    public async Task A_purchase_after_a_paid_click_reaches_the_mart_with_its_cost()
    {
        var day = Bench.Yesterday;
        using var bench = new Bench()
            .Client("acme", googleAds: true)
            .Events("acme",
                new Ga4Event(day, "page_view").Page("https://acme.example/?gclid=x").LastClick("google", "cpc", "Brand", "77", isGoogleAds: true),
                new Ga4Event(day, "purchase", minute: 3).Purchase("T1", 25.5, "EUR"))
            .GoogleAds("acme", "campaign.json", new AdsRow(day, 77, 5_100_000, "Brand"));

        await bench.RunAsync("acme");

        var row = Assert.Single(await bench.QueryAsync("acme", "SELECT * FROM mart_acme_campaign_performance"));
        Assert.Equal(("google", "cpc", "Brand", "Paid Search", "id"), (row.Get<string>("source"), row.Get<string>("medium"), row.Get<string>("campaign"), row.Get<string>("channel_grouping"), row.Get<string>("cost_match")));
        Assert.Equal((1L, 1m, 25.5m, 5.1m, 5d), (row.Get<long>("sessions"), row.Get<decimal>("conversions"), row.Get<decimal>("revenue"), row.Get<decimal>("cost"), row.Get<double>("roas")));
    }
}
