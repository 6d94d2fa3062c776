using System.Text.Json.Nodes;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Staging;

/// <summary>definitions.md, last_click_*: the first record present of cross-channel, Google Ads and manual.</summary>
public sealed class LastClickTests
{
    private static readonly string[] Columns =
        ["last_click_source", "last_click_medium", "last_click_campaign", "last_click_campaign_id", "last_click_term", "last_click_content", "google_ads_campaign_id", "google_ads_ad_group_id"];

    private const string Cross = """ "cross_channel_campaign": { "source": "cross", "medium": "m", "campaign_name": "c", "campaign_id": "1" } """;
    private const string CrossNotSet = """ "cross_channel_campaign": { "source": "(not set)", "medium": "m", "campaign_name": "c", "campaign_id": "1" } """;
    private const string CrossEmpty = """ "cross_channel_campaign": { "source": "", "medium": "m", "campaign_name": "c" } """;
    private const string CrossDirect = """ "cross_channel_campaign": { "source": "(direct)", "medium": "(none)", "campaign_name": "(direct)" } """;
    private const string Ads = """ "google_ads_campaign": { "campaign_id": "77", "campaign_name": "Brand", "ad_group_id": "88" } """;
    private const string AdsNotSet = """ "google_ads_campaign": { "campaign_id": "(not set)", "campaign_name": "(not set)", "ad_group_id": "(not set)" } """;
    private const string AdsName = """ "google_ads_campaign": { "campaign_id": "", "campaign_name": "Brand", "ad_group_id": "" } """;
    private const string AdsId = """ "google_ads_campaign": { "customer_id": "1", "campaign_id": "77" } """;
    private const string AdsCustomer = """ "google_ads_campaign": { "customer_id": "1", "account_name": "Acme" } """;
    private const string Manual = """ "manual_campaign": { "source": "manual", "medium": "email", "campaign_name": "june", "campaign_id": "9", "term": "t", "content": "n" } """;
    private const string ManualNotSet = """ "manual_campaign": { "source": "(not set)", "medium": "(not set)", "campaign_name": "(not set)" } """;

    [Fact]
    public async Task The_first_record_that_is_present_counts_whole()
    {
        (string Records, string Expected)[] cases =
        [
            (string.Join(',', Cross, Ads, Manual), "cross / m / c / 1 / - / - / 77 / 88"),
            (string.Join(',', CrossDirect, Ads, Manual), "(direct) / (none) / - / - / - / - / 77 / 88"),
            (string.Join(',', CrossDirect, ManualNotSet), "(direct) / (none) / - / - / - / - / - / -"),
            (string.Join(',', CrossNotSet, Ads, Manual), "google / cpc / Brand / 77 / - / - / 77 / 88"),
            (string.Join(',', CrossEmpty, Ads), "google / cpc / Brand / 77 / - / - / 77 / 88"),
            (Ads, "google / cpc / Brand / 77 / - / - / 77 / 88"),
            (AdsName, "google / cpc / Brand / - / - / - / - / -"),
            (AdsId, "google / cpc / - / 77 / - / - / 77 / -"),
            (string.Join(',', AdsCustomer, Manual), "manual / email / june / 9 / t / n / - / -"),
            (string.Join(',', CrossNotSet, AdsNotSet, Manual), "manual / email / june / 9 / t / n / - / -"),
            (string.Join(',', CrossNotSet, AdsNotSet, ManualNotSet), "- / - / - / - / - / - / - / -"),
            (Cross, "cross / m / c / 1 / - / - / - / -"),
            ("", "- / - / - / - / - / - / - / -"),
        ];

        var rows = await new Acme().StageAsync([.. cases.Select(entry => new Ga4Event(Bench.Yesterday, user: entry.Records.Trim()).Set("session_traffic_source_last_click", JsonNode.Parse($"{{{entry.Records}}}")))]);

        Assert.Equal(cases.Select(entry => new[] { entry.Records.Trim(), entry.Expected }).Expected(), rows.ByUser(row => row.Text(Columns)));
    }
}
