using System.Text.Json;
using MarketingPipeline.Runtime.Samples;

namespace MarketingPipeline.Runtime.Tests;

/// <summary>What the sample's Google Ads reports must have, and that they fit the sessions.</summary>
[Collection(nameof(SampleCollection))]
public sealed class AdsSampleTests(SampleFixture sample)
{
    public static TheoryData<string, string> Features => new()
    {
        { "fractional conversions", "SELECT count(*) FROM ads WHERE metrics.conversions::DOUBLE % 1 > 0" },
        { "days without a click", "SELECT count(*) FROM ads WHERE metrics.clicks = '0' AND metrics.impressions <> '0'" },
        { "metrics left out", "SELECT count(*) FROM ads WHERE client = 'gofresh_fuel' AND metrics.conversions IS NULL" },
        { "names with quotes, markup and an emoji", "SELECT count(*) FROM ads WHERE campaign.name = 'Brand \"Exact\" – Barracuda <b>Phuket</b> 🏝️'" },
        { "a Thai name", "SELECT count(*) FROM ads WHERE campaign.name LIKE '%สงกรานต์'" },
        { "a removed campaign", "SELECT count(*) FROM ads WHERE campaign.status = 'REMOVED'" },
        { "a paused campaign", "SELECT count(*) FROM ads WHERE campaign.status = 'PAUSED'" },
        { "two campaigns of one name", "SELECT count(*) FROM (SELECT 1 FROM ads GROUP BY client, campaign.name HAVING count(DISTINCT campaign.id) > 1)" },
        { "renamed campaigns", "SELECT count(*) FROM (SELECT 1 FROM ads GROUP BY client, campaign.id HAVING count(DISTINCT campaign.name) > 1 AND max_by(campaign.name, segments.date) <> min_by(campaign.name, segments.date))" },
        { "a campaign that starts", "SELECT count(*) FROM (SELECT 1 FROM ads GROUP BY campaign.id HAVING min(segments.date) = DATE '2026-05-31')" },
        { "a campaign that stops", "SELECT count(*) FROM (SELECT 1 FROM ads GROUP BY campaign.id HAVING max(segments.date) = DATE '2026-06-09')" },
        { "Performance Max", "SELECT count(*) FROM ads WHERE campaign.advertisingChannelType = 'PERFORMANCE_MAX'" },
        { "Demand Gen", "SELECT count(*) FROM ads WHERE campaign.advertisingChannelType = 'DEMAND_GEN'" },
        { "Video", "SELECT count(*) FROM ads WHERE campaign.advertisingChannelType = 'VIDEO'" },
        { "Display", "SELECT count(*) FROM ads WHERE campaign.advertisingChannelType = 'DISPLAY'" },
    };

    [Theory]
    [MemberData(nameof(Features))]
    public void The_reports_have(string feature, string count) => Assert.True(sample.Count(count) > 0, feature);

    [Fact]
    public void Bodies_are_arrays_of_batches_with_int64_as_text()
    {
        using var body = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(sample.Root, "sources/barracuda_phuket/google_ads/campaign_2026-05.json")));
        var batches = body.RootElement.EnumerateArray().ToList();

        Assert.True(batches.Count > 1);
        Assert.All(batches, batch => Assert.Equal(batches[0].GetProperty("requestId").GetString(), batch.GetProperty("requestId").GetString()));
        Assert.StartsWith("customer.id,", batches[0].GetProperty("fieldMask").GetString(), StringComparison.Ordinal);
        var row = batches[0].GetProperty("results")[0];
        Assert.Equal("customers/8743828607", row.GetProperty("customer").GetProperty("resourceName").GetString());
        Assert.Equal(JsonValueKind.String, row.GetProperty("metrics").GetProperty("costMicros").ValueKind);
        Assert.Equal(JsonValueKind.Number, row.GetProperty("metrics").GetProperty("conversions").ValueKind);
    }

    [Fact]
    public void Each_month_has_both_reports() =>
        Assert.Equal(
            ["ad_group_2026-03.json", "ad_group_2026-04.json", "ad_group_2026-05.json", "ad_group_2026-06.json", "campaign_2026-03.json", "campaign_2026-04.json", "campaign_2026-05.json", "campaign_2026-06.json"],
            Directory.GetFiles(Path.Combine(sample.Root, SampleData.AdsPath(SampleAccounts.GofreshCt))).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("metrics.costMicros::BIGINT")]
    [InlineData("metrics.clicks::BIGINT")]
    [InlineData("metrics.impressions::BIGINT")]
    [InlineData("metrics.viewThroughConversions::BIGINT")]
    [InlineData("metrics.conversions::DECIMAL(38, 9)")]
    [InlineData("metrics.conversionsValue::DECIMAL(38, 9)")]
    [InlineData("metrics.allConversions::DECIMAL(38, 9)")]
    public void Ad_groups_sum_to_their_campaign_but_for_Performance_Max_and_one_residual(string metric)
    {
        var differing = sample.Rows($"""
            SELECT campaign.id, campaign.advertisingChannelType
            FROM ads
            GROUP BY ALL
            HAVING coalesce(sum({metric}) FILTER (report = 'campaign'), 0) <> coalesce(sum({metric}) FILTER (report = 'ad_group'), 0)
            """);
        Assert.All(differing, campaign => Assert.True(campaign[1] is "PERFORMANCE_MAX" || campaign[0] is "20011122334"));
    }

    [Fact]
    public void One_campaign_costs_a_little_more_than_its_ad_groups()
    {
        var perMille = sample.Count("""
            SELECT 1000 - 1000 * sum(metrics.costMicros::BIGINT) FILTER (report = 'ad_group') / sum(metrics.costMicros::BIGINT) FILTER (report = 'campaign')
            FROM ads WHERE campaign.id = '20011122334'
            """);
        Assert.InRange(perMille, 5, 20);
    }

    [Fact]
    public void Performance_Max_has_no_ad_groups() =>
        Assert.Equal(0, sample.Count("SELECT count(*) FROM ads WHERE report = 'ad_group' AND campaign.advertisingChannelType = 'PERFORMANCE_MAX'"));

    [Fact]
    public void One_account_has_no_rows_on_the_days_on_which_it_does_not_run()
    {
        Assert.Equal(0, sample.Count("SELECT count(*) FROM ads WHERE client = 'gofresh_ct' AND dayofweek(segments.date::DATE) = 0"));
        Assert.True(sample.Count("SELECT count(DISTINCT segments.date) FROM ads WHERE client = 'gofresh_ct'") > 100);
    }

    [Fact]
    public void One_campaign_has_cost_and_no_sessions()
    {
        Assert.True(sample.Count("SELECT sum(metrics.costMicros::BIGINT)::BIGINT FROM ads WHERE campaign.id = '20011122336' AND report = 'campaign'") > 0);
        Assert.Equal(0, sample.Count("SELECT count(*) FROM events WHERE last_click.google_ads_campaign.campaign_id = '20011122336' OR page LIKE '%20011122336%'"));
    }

    [Fact]
    public void Every_campaign_id_of_a_session_is_one_of_the_accounts() =>
        Assert.Equal(0, sample.Count("SELECT count(*) FROM events WHERE last_click.google_ads_campaign.campaign_id IS NOT NULL AND last_click.google_ads_campaign.campaign_id NOT IN (SELECT campaign.id FROM ads)"));

    [Fact]
    public void Sessions_with_a_click_id_follow_the_clicks()
    {
        var clicks = sample.Count("SELECT sum(metrics.clicks::BIGINT)::BIGINT FROM ads WHERE client = 'barracuda_phuket' AND report = 'campaign'");
        var landings = sample.Count("SELECT count(DISTINCT regexp_extract(page, '(gclid|gbraid|wbraid)=([^&#]+)', 2)) FROM events WHERE property = 'barracuda_phuket' AND regexp_matches(page, '(gclid|gbraid|wbraid)=')");
        Assert.InRange((double)landings / clicks, 0.7, 0.95);
    }
}
