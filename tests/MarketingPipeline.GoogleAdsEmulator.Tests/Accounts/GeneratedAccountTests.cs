using System.Text.Json;
using System.Text.Json.Nodes;
using MarketingPipeline.GoogleAdsEmulator.Accounts;

namespace MarketingPipeline.GoogleAdsEmulator.Tests.Accounts;

public sealed class GeneratedAccountTests : EmulatorTest
{
    private const string Query = "SELECT campaign.id, ad_group.id, segments.date, metrics.clicks, metrics.impressions, metrics.cost_micros, metrics.conversions, metrics.conversions_value FROM ad_group WHERE segments.date BETWEEN '2026-01-01' AND '2026-12-31' ORDER BY segments.date, campaign.id";
    private static readonly GeneratedAccount Large = new(Acme, AdGroupCount: 250, FirstDay: new(2026, 1, 1), DayCount: 90) { Name = "Large" };

    [Fact]
    public async Task Every_ad_group_has_a_row_on_every_day_in_batches_of_ten_thousand()
    {
        Server.Accounts.Put(Large);

        var batches = JsonNode.Parse(await StreamTextAsync(Query))!.AsArray();
        Assert.Equal([10_000, 10_000, 2_500], batches.Select(batch => batch!["results"]!.AsArray().Count));
        Assert.Equal(22_500, batches.SelectMany(batch => batch!["results"]!.AsArray()).Select(row => (row!["adGroup"]!["id"]!.GetValue<string>(), row["segments"]!["date"]!.GetValue<string>())).Distinct().Count());
        Assert.Equal(250, (await RowsAsync("SELECT ad_group.id FROM ad_group")).Count);
        Assert.Equal(3, (await RowsAsync("SELECT campaign.id FROM campaign")).Count);
    }

    [Fact]
    public async Task Both_reports_have_the_same_sums_and_each_reading_the_same_rows()
    {
        Server.Accounts.Put(Large);
        var adGroups = await StreamTextAsync(Query);
        Assert.Equal(adGroups, await StreamTextAsync(Query));
        var campaigns = await RowsAsync(Query.Replace("ad_group.id, ", "", StringComparison.Ordinal).Replace("FROM ad_group", "FROM campaign", StringComparison.Ordinal));
        var total = Large.Total();

        Assert.Equal(270, campaigns.Count);
        Assert.Equal(total, Sum(campaigns));
        Assert.Equal(total, Sum(JsonNode.Parse(adGroups)!.AsArray().SelectMany(batch => batch!["results"]!.AsArray())!));
        Assert.True(total is { Clicks: > 0, CostMicros: > 0, Conversions: > 0 });
    }

    [Fact]
    public async Task A_part_of_its_days_is_told_alone()
    {
        Server.Accounts.Put(Large);

        Assert.Equal(Large.Total(new(2026, 2, 1), new(2026, 2, 2)), Sum(await RowsAsync(Query.Replace("2026-01-01", "2026-02-01", StringComparison.Ordinal).Replace("2026-12-31", "2026-02-02", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Pages_cover_it_too()
    {
        Server.Accounts.Put(Large);
        var rows = 0;
        string? token = null;
        do
        {
            var page = await SearchAsync(Query, token is null ? "" : $",\"pageToken\":{JsonSerializer.Serialize(token)}");
            rows += page["results"]!.AsArray().Count;
            token = page["nextPageToken"]?.GetValue<string>();
        }
        while (token is not null);

        Assert.Equal(22_500, rows);
        Assert.Equal(3, Server.Log.Count("search"));
    }

    private static Metrics Sum(IEnumerable<JsonNode> rows)
    {
        var sum = default(Metrics);
        foreach (var metrics in rows.Select(row => row["metrics"]!))
        {
            long Integer(string name) => long.Parse(metrics[name]!.GetValue<string>(), null);
            sum += new Metrics(Integer("clicks"), Integer("impressions"), Integer("costMicros"), metrics["conversions"]!.GetValue<double>(), metrics["conversionsValue"]!.GetValue<double>())
            {
                AllConversions = metrics["conversions"]!.GetValue<double>() * 2,
                AllConversionsValue = metrics["conversionsValue"]!.GetValue<double>() * 1.5,
                Interactions = Integer("clicks"),
            };
        }

        return sum;
    }
}
