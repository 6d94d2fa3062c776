using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.GoogleAds;

/// <summary>A real account's figures, answered as Google would, arrive in staging to the micro.</summary>
public sealed partial class RealAccountTests
{
    private const string RealAccount = "data/google_ads_numbers";

    [SkippableFact]
    public async Task A_real_accounts_cost_clicks_impressions_and_conversions_are_in_staging_exactly()
    {
        var data = SharedData.Find(RealAccount);
        Skip.If(data is null, SharedData.Missing(RealAccount));
        using var bench = new Bench().Client("acme", ga4: false, settings: """ "historyDays": 3000, "googleAds": { "customerId": "212-145-0128", "source": "Files", "path": "ads" } """);
        Save(bench, "ads/campaigns.json", Path.Combine(data, "campaign_stats_data.csv"), "id", null);
        Save(bench, "ads/ad_groups.json", Path.Combine(data, "ad_group_stats_data.csv"), "campaign_id", "id");

        await bench.StageAsync("acme");

        Assert.Equal(["3388170000 | 3388.17 | 900 | 6337 | 14.483334"], await bench.ShowAsync("acme", "SELECT SUM(cost_micros), SUM(cost), SUM(clicks), SUM(impressions), SUM(conversions) FROM stg_acme_google_ads_cost"));
        Assert.Equal(["344106493 | ad_group | 3156840000", "9935249409 | campaign_residual | 231330000"], await bench.ShowAsync("acme", "SELECT campaign_id, row_kind, SUM(cost_micros) FROM stg_acme_google_ads_cost GROUP BY ALL ORDER BY ALL"));
        Assert.Equal(["3388170000 | 900"], await bench.ShowAsync("acme", "SELECT SUM(source_cost_micros), SUM(source_clicks) FROM pipeline_ledger"));
    }

    private static void Save(Bench bench, string file, string csv, string campaign, string? adGroup)
    {
        var lines = File.ReadAllLines(csv).Where(line => line.Length > 0).Select(Fields).ToArray();
        var results = lines[1..].Select(fields =>
        {
            var row = lines[0].Zip(fields).ToDictionary(pair => pair.First, pair => pair.Second);
            var json = new JsonObject
            {
                ["customer"] = new JsonObject { ["resourceName"] = "customers/2121450128" },
                ["campaign"] = new JsonObject { ["resourceName"] = "customers/2121450128/campaigns/" + row[campaign], ["id"] = row[campaign] },
                ["segments"] = new JsonObject { ["date"] = row["date"], ["device"] = row["device"], ["adNetworkType"] = row["ad_network_type"] },
                ["metrics"] = new JsonObject
                {
                    ["clicks"] = row["clicks"],
                    ["impressions"] = row["impressions"],
                    ["costMicros"] = row["cost_micros"],
                    ["conversions"] = decimal.Parse(row["conversions"], CultureInfo.InvariantCulture),
                    ["conversionsValue"] = decimal.Parse(row["conversions_value"], CultureInfo.InvariantCulture),
                },
            };
            if (adGroup is not null)
            {
                json["adGroup"] = new JsonObject { ["resourceName"] = "customers/2121450128/adGroups/" + row[adGroup], ["id"] = row[adGroup] };
            }

            return (JsonNode)json;
        });
        bench.Write(file, new JsonArray(new JsonObject { ["results"] = new JsonArray([.. results]) }).ToJsonString());
    }

    // A list is quoted, as it holds commas; no field holds a quote.
    private static string[] Fields(string line) => [.. Field().Matches(line).Select(match => match.Groups["text"].Value)];

    [GeneratedRegex("(?:^|,)(?:\"(?<text>[^\"]*)\"|(?<text>[^,]*))")]
    private static partial Regex Field();
}
