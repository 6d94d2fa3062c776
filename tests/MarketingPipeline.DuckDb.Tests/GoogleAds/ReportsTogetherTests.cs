using System.Text.Json.Nodes;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.GoogleAds;

/// <summary>definitions.md, stg_google_ads_cost: several reports of the same figures count once, each for what it has selected.</summary>
public sealed class ReportsTogetherTests : IDisposable
{
    private const string Sums = "SELECT campaign_id, SUM(cost_micros), SUM(clicks), SUM(conversions), SUM(conversions_value) FROM stg_acme_google_ads_cost GROUP BY campaign_id ORDER BY campaign_id";

    private static readonly DateOnly Day = Bench.Yesterday;

    private readonly Bench _bench = new Bench().Client("acme", ga4: false, googleAds: true);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task The_same_report_whole_and_by_device_is_not_added()
    {
        _bench
            .GoogleAds("acme", "1 campaign.json", new AdsRow(Day, 7, 5_000_000, clicks: 10, conversions: 1, value: 50))
            .GoogleAds("acme", "2 by device.json", By("device", "MOBILE", new AdsRow(Day, 7, 2_000_000, clicks: 4, value: 20)), By("device", "DESKTOP", new AdsRow(Day, 7, 3_000_000, clicks: 6, value: 30)));

        await _bench.StageAsync("acme");

        Assert.Equal(["7 | 5000000 | 10 | 1 | 50"], await _bench.ShowAsync("acme", Sums));
    }

    [Theory]
    [InlineData("1.json", "2.json")]
    [InlineData("2.json", "1.json")]
    public async Task Of_two_splits_the_lesser_one_counts_whichever_came_later(string lesser, string finer)
    {
        _bench
            .GoogleAds("acme", lesser, By("device", "MOBILE", new AdsRow(Day, 7, 40)), By("device", "DESKTOP", new AdsRow(Day, 7, 60)))
            .GoogleAds("acme", finer, [.. Enumerable.Range(0, 24).Select(hour => By("hour", hour, By("device", "MOBILE", new AdsRow(Day, 7, 5))))]);

        await _bench.StageAsync("acme");

        Assert.Equal(["7 | 100 | 2 | 0 | 0"], await _bench.ShowAsync("acme", Sums));
    }

    [Fact]
    public async Task A_metric_that_only_the_finer_report_has_selected_is_taken_from_it()
    {
        _bench
            .GoogleAds("acme", "1.json", Only(new AdsRow(Day, 7, 100), "costMicros"))
            .GoogleAds("acme", "2.json", By("adNetworkType", "SEARCH", Only(new AdsRow(Day, 7, 1, clicks: 3), "costMicros", "clicks")), By("adNetworkType", "CONTENT", Only(new AdsRow(Day, 7, 1, clicks: 4), "costMicros", "clicks")));

        await _bench.StageAsync("acme");

        Assert.Equal(["7 | 100 | 7 | NULL | NULL"], await _bench.ShowAsync("acme", Sums));
    }

    [Fact]
    public async Task A_later_report_replaces_only_the_metrics_that_it_has_selected()
    {
        _bench.GoogleAds("acme", "campaign.json", new AdsRow(Day, 7, 5_000_000, "Brand", clicks: 10, conversions: 1, value: 50), new AdsRow(Day, 8, 7_000_000, clicks: 20));
        await _bench.StageAsync("acme");
        var nameless = Only(new AdsRow(Day, 7, 0, clicks: 11), "clicks");
        nameless.Json["campaign"] = new JsonObject { ["id"] = "7" };
        _bench.GoogleAds("acme", "clicks.json", nameless);

        await _bench.StageAsync("acme");

        Assert.Equal(["7 | 5000000 | 11 | 1 | 50", "8 | 7000000 | 20 | 0 | 0"], await _bench.ShowAsync("acme", Sums));
        Assert.Equal(["Brand | SEARCH"], await _bench.ShowAsync("acme", "SELECT campaign_name, campaign_type FROM stg_acme_google_ads_cost WHERE campaign_id = '7'"));
        Assert.Equal(["12000000 | 31"], await _bench.ShowAsync("acme", "SELECT source_cost_micros, source_clicks FROM pipeline_ledger"));
    }

    [Fact]
    public async Task A_metric_that_no_report_has_selected_is_unknown_up_to_the_mart_and_never_0()
    {
        _bench.GoogleAds("acme", "campaign.json", Only(new AdsRow(Day, 7, 0, clicks: 10), "clicks", "impressions"));

        await _bench.RunAsync("acme");

        Assert.Equal(["NULL | NULL | 10"], await _bench.ShowAsync("acme", "SELECT cost_micros, cost, clicks FROM stg_acme_google_ads_cost"));
        Assert.Equal(["NULL | 10 | NULL"], await _bench.ShowAsync("acme", $"SELECT cost, clicks, conversions FROM mart_acme_campaign_performance WHERE date = DATE '{Day:yyyy-MM-dd}'"));
        Assert.DoesNotContain(await FindingsAsync(), finding => finding.Severity == FindingSeverity.Error && !finding.Passed);
    }

    [Fact]
    public async Task What_the_campaign_report_lacks_is_unknown_in_the_residual_and_what_ad_groups_lack_is_0()
    {
        _bench
            .GoogleAds("acme", "ad_group.json", Only(new AdsRow(Day, 7, 60, adGroup: 71, clicks: 3), "costMicros", "clicks"))
            .GoogleAds("acme", "campaign.json", Only(new AdsRow(Day, 7, 100, conversions: 2), "costMicros", "conversions"));

        await _bench.StageAsync("acme");

        Assert.Equal(
            ["ad_group | 60 | 3 | NULL", "campaign_residual | 40 | NULL | 2"],
            await _bench.ShowAsync("acme", "SELECT row_kind, cost_micros, clicks, conversions FROM stg_acme_google_ads_cost ORDER BY row_kind"));
        Assert.Equal(["100 | 3"], await _bench.ShowAsync("acme", "SELECT source_cost_micros, source_clicks FROM pipeline_ledger"));
    }

    [Theory]
    [InlineData("assetGroupAsset", null)]
    [InlineData("adGroupCriterion", null)]
    [InlineData(null, "conversionAction")]
    [InlineData(null, "clickType")]
    public async Task A_report_of_something_else_is_passed_over_and_named_by_the_refresh_and_by_the_tests_of_the_client(string? resource, string? segment)
    {
        _bench.GoogleAds("acme", "campaign.json", new AdsRow(Day, 7, 7_000_000));
        var rows = Enumerable.Range(0, 5).Select(part =>
        {
            var row = new AdsRow(Day, 7, 7_000_000);
            row.Json[resource ?? "campaignBudget"] = new JsonObject { ["resourceName"] = $"customers/1234567890/others/{part}" };
            return segment is null ? row : By(segment, $"{part}", row);
        });
        _bench.GoogleAds("acme", "other.json", [.. rows]);

        var result = Assert.Single(await _bench.StageAsync("acme"));

        Assert.Equal(["7 | 7000000 | 1 | 0 | 0"], await _bench.ShowAsync("acme", Sums));
        var name = resource ?? segment!;
        Assert.Contains(result.Warnings, warning => warning.Contains("other.json", StringComparison.Ordinal) && warning.Contains(name, StringComparison.Ordinal));
        var finding = Assert.Single(await _bench.Pipeline.TestClientAsync(_bench.Find("acme"), CancellationToken.None), finding => finding.Check == "google_ads_unread");
        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.Contains(name, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_date_between_a_reports_first_and_last_without_a_row_is_a_day_of_0_and_staged()
    {
        _bench.GoogleAds("acme", "campaign.json", new AdsRow(Day.AddDays(-3), 7, 5), new AdsRow(Day, 7, 6));

        await _bench.RunAsync("acme");

        Assert.Equal(["4"], await _bench.ShowAsync("acme", "SELECT COUNT(*) FROM pipeline_ledger WHERE source = 'google_ads'"));
        Assert.Equal(["11"], await _bench.ShowAsync("acme", "SELECT source_cost_micros FROM (SELECT SUM(source_cost_micros) AS source_cost_micros FROM pipeline_ledger)"));
    }

    [Fact]
    public async Task A_campaign_that_a_later_file_no_longer_has_keeps_its_figures_and_is_named()
    {
        _bench
            .GoogleAds("acme", "1.json", new AdsRow(Day.AddDays(-1), 7, 5), new AdsRow(Day.AddDays(-1), 8, 100), new AdsRow(Day, 7, 6), new AdsRow(Day, 9, 1))
            .GoogleAds("acme", "2.json", new AdsRow(Day.AddDays(-1), 7, 50), new AdsRow(Day, 7, 60), new AdsRow(Day, 9, 1));

        var result = Assert.Single(await _bench.StageAsync("acme"));

        Assert.Equal(["7 | 110 | 2 | 0 | 0", "8 | 100 | 1 | 0 | 0", "9 | 1 | 1 | 0 | 0"], await _bench.ShowAsync("acme", Sums));
        var warning = Assert.Single(result.Warnings, warning => warning.Contains("no longer", StringComparison.Ordinal));
        Assert.Contains("8 (", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("7 (", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lost_values_are_unknown_and_counted_for_their_date()
    {
        var (many, much, whole) = (new AdsRow(Day, 7, 5), new AdsRow(Day, 8, 5), new AdsRow(Day.AddDays(-1), 9, 5));
        many.Json["metrics"]!["clicks"] = "many";
        much.Json["metrics"]!["costMicros"] = "1000000000000000000";
        much.Json["metrics"]!["conversions"] = 1e15;
        _bench.GoogleAds("acme", "campaign.json", many, much, whole);

        await _bench.RunAsync("acme");

        Assert.Equal(["7 | 5 | NULL | 0 | 0", "8 | NULL | 1 | NULL | 0", "9 | 5 | 1 | 0 | 0"], await _bench.ShowAsync("acme", Sums));
        Assert.Equal(["0 | 0", "1 | 2"], await _bench.ShowAsync("acme", "SELECT unreadable_values, implausible_values FROM pipeline_ledger ORDER BY date"));
        var findings = await FindingsAsync();
        Assert.Equal((1L, 2L), (findings.Single(finding => finding.Check == "unreadable_values").Rows, findings.Single(finding => finding.Check == "implausible_values").Rows));
    }

    [Fact]
    public async Task Equal_numbers_in_another_spelling_are_no_change()
    {
        var row = new AdsRow(Day, 7, 5);
        row.Json["metrics"]!["conversionsValue"] = JsonNode.Parse("941.80");
        _bench.GoogleAds("acme", "campaign.json", row);
        await _bench.StageAsync("acme");
        foreach (var spelling in new[] { "941.8", "9.418e2", "\"941.800000000\"" })
        {
            var same = new AdsRow(Day, 7, 5);
            same.Json["metrics"]!["conversionsValue"] = JsonNode.Parse(spelling);
            same.Json["metrics"]!["costMicros"] = JsonNode.Parse("5.0");
            _bench.GoogleAds("acme", "campaign.json", same);

            Assert.Equal(TableStatus.UpToDate, Assert.Single(await _bench.StageAsync("acme")).Status);
        }
    }

    private async Task<IReadOnlyList<Finding>> FindingsAsync() => await _bench.Pipeline.TestDataAsync(_bench.Find("acme"), CancellationToken.None);

    private static AdsRow By(string segment, JsonNode value, AdsRow row)
    {
        row.Json["segments"]![segment] = value;
        return row;
    }

    private static AdsRow Only(AdsRow row, params string[] metrics)
    {
        var all = row.Json["metrics"]!.AsObject();
        foreach (var metric in all.Select(entry => entry.Key).Except(metrics).ToArray())
        {
            all.Remove(metric);
        }

        return row;
    }
}
