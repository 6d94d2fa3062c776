using System.Text.Json;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.GoogleAds.Tests;

/// <summary>A real account's figures, put into bodies as Google would answer with them, add up to what the account spent.</summary>
public sealed class AccountFiguresTests : IDisposable
{
    private const string Customer = "2121450128";
    private const string RealAccount = "data/google_ads_numbers";

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())).FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task The_reports_of_an_account_add_up_to_its_cost_clicks_impressions_and_conversions()
    {
        var data = SharedData.Find(RealAccount);
        Skip.If(data is null, SharedData.Missing(RealAccount));

        Save("campaigns.json", Path.Combine(data, "campaign_stats_data.csv"), row => (row["id"], null));
        Save("ad_groups.json", Path.Combine(data, "ad_group_stats_data.csv"), row => (row["campaign_id"], row["id"]));

        var rows = new List<GoogleAdsRow>();
        await foreach (var row in new GoogleAdsReportFiles(_folder, Customer).ReadAsync(DateOnly.MinValue, DateOnly.MaxValue, null, default))
        {
            rows.Add(row);
        }

        Assert.Equal(3_388_170_000, rows.Sum(row => row.CostMicros));
        Assert.Equal(900, rows.Sum(row => row.Clicks));
        Assert.Equal(6_337, rows.Sum(row => row.Impressions));
        Assert.Equal(14.483334m, rows.Where(row => row.Grain == ReportGrain.AdGroup).Sum(row => row.Conversions));
        Assert.Equal(231_330_000, rows.Where(row => row.Grain == ReportGrain.Campaign).Sum(row => row.CostMicros));
    }

    private void Save(string name, string csv, Func<IReadOnlyDictionary<string, string>, (string Campaign, string? AdGroup)> idsOf)
    {
        var rows = Records(csv).Select(row =>
        {
            var (campaign, adGroup) = idsOf(row);
            var json = new Dictionary<string, object>
            {
                ["customer"] = new { resourceName = $"customers/{Customer}", id = row["customer_id"] },
                ["campaign"] = new { resourceName = $"customers/{Customer}/campaigns/{campaign}", id = campaign },
                ["segments"] = new { date = row["date"], device = row["device"], adNetworkType = row["ad_network_type"] },
                ["metrics"] = new
                {
                    clicks = row["clicks"],
                    impressions = row["impressions"],
                    costMicros = row["cost_micros"],
                    conversions = JsonDocument.Parse(row["conversions"]).RootElement,
                    conversionsValue = JsonDocument.Parse(row["conversions_value"]).RootElement,
                    viewThroughConversions = row["view_through_conversions"],
                },
            };
            if (adGroup is not null)
            {
                json["adGroup"] = new { resourceName = $"customers/{Customer}/adGroups/{adGroup}", id = adGroup };
            }

            return json;
        });
        var batches = rows.Chunk(5).Select(results => new { results, fieldMask = "campaign.id", requestId = "x" });
        File.WriteAllText(Path.Combine(_folder, name), JsonSerializer.Serialize(batches));
    }

    // A list of interaction types is quoted, as it holds commas; no field holds a quote.
    private static IEnumerable<IReadOnlyDictionary<string, string>> Records(string csv)
    {
        var lines = File.ReadAllLines(csv);
        var names = Fields(lines[0]);
        return lines[1..].Where(line => line.Length > 0).Select(line => names.Zip(Fields(line)).ToDictionary(pair => pair.First, pair => pair.Second));
    }

    private static List<string> Fields(string line)
    {
        var fields = new List<string> { "" };
        var quoted = false;
        foreach (var c in line)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                fields.Add("");
            }
            else
            {
                fields[^1] += c;
            }
        }

        return fields;
    }
}
