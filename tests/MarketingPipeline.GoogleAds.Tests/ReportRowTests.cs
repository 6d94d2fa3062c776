using MarketingPipeline.Core.Sources;
using static MarketingPipeline.GoogleAds.Tests.Bodies;

namespace MarketingPipeline.GoogleAds.Tests;

public class ReportRowTests
{
    [Fact]
    public async Task A_row_with_an_ad_group_becomes_a_row_of_the_ad_group_report()
    {
        const string body = """
            [{"results":[{"customer":{"resourceName":"customers/1234567890","id":"1234567890","currencyCode":"EUR","timeZone":"Europe/Berlin"},
            "campaign":{"resourceName":"customers/1234567890/campaigns/987","id":"987","name":"Brand – Zürich \u0e20","status":"ENABLED","advertisingChannelType":"SEARCH"},
            "adGroup":{"resourceName":"customers/1234567890/adGroups/55","id":"55","name":"Exact","status":"PAUSED"},
            "segments":{"date":"2026-08-01","device":"MOBILE"},
            "metrics":{"clicks":"40","impressions":"1900","costMicros":"12500000","conversions":2.5,"conversionsValue":310.75,"allConversions":3.25,"viewThroughConversions":"6"}}],
            "fieldMask":"campaign.id","requestId":"x"}]
            """;

        Assert.Equal(
            [
                new GoogleAdsRow
                {
                    Source = "report.json",
                    SourceOrder = 7,
                    Grain = ReportGrain.AdGroup,
                    Date = new DateOnly(2026, 8, 1),
                    CustomerId = "1234567890",
                    Currency = "EUR",
                    CampaignId = "987",
                    CampaignName = "Brand – Zürich ภ",
                    CampaignStatus = "ENABLED",
                    CampaignType = "SEARCH",
                    AdGroupId = "55",
                    AdGroupName = "Exact",
                    AdGroupStatus = "PAUSED",
                    Segmentation = "device",
                    CostMicros = 12_500_000,
                    Clicks = 40,
                    Impressions = 1900,
                    Conversions = 2.5m,
                    ConversionsValue = 310.75m,
                    AllConversions = 3.25m,
                    ViewThroughConversions = 6,
                },
            ],
            await ReadAsync(body));
    }

    [Fact]
    public async Task A_row_without_an_ad_group_is_the_campaigns_and_what_it_lacks_is_absent()
    {
        var row = Assert.Single(await ReadAsync(Stream(Batch(Row(metrics: "")))));

        Assert.Equal(ReportGrain.Campaign, row.Grain);
        Assert.Equal((null, null, null, null, null, null, null), (row.CostMicros, row.Clicks, row.Impressions, row.Conversions, row.ConversionsValue, row.AllConversions, row.ViewThroughConversions));
        Assert.Null(row.AdGroupId);
        Assert.Null(row.Currency);
        Assert.Equal("", row.Segmentation);
    }

    [Fact]
    public async Task Ids_are_taken_from_resource_names_where_the_report_does_not_select_them()
    {
        const string row = """{"campaign":{"resourceName":"customers/1234567890/campaigns/2"},"adGroup":{"resourceName":"customers/1234567890/adGroups/5"},"segments":{"date":"2026-08-01"},"metrics":{}}""";

        var read = Assert.Single(await ReadAsync(Stream(Batch(row))));

        Assert.Equal(("1234567890", "2", "5"), (read.CustomerId, read.CampaignId, read.AdGroupId));
    }

    [Fact]
    public async Task A_shared_resource_of_the_manager_does_not_name_the_rows_account()
    {
        var row = Row().Replace("{\"campaign\"", """{"biddingStrategy":{"resourceName":"customers/999/biddingStrategies/1"},"campaign" """, StringComparison.Ordinal);

        Assert.Equal(Account, Assert.Single(await ReadAsync(Stream(Batch(row)))).CustomerId);
    }

    [Theory]
    [InlineData("\"HOLOGRAM\"", "HOLOGRAM")]
    [InlineData("17", "17")]
    [InlineData("\"17\"", "17")]
    public async Task Unknown_enum_values_are_kept_as_text_and_unknown_fields_passed_over(string json, string expected)
    {
        var row = Row(metrics: """ "clicks":"1","futureMetric":{"a":[1]} """).Replace("\"SEARCH\"", json, StringComparison.Ordinal).Replace("\"ENABLED\"", json, StringComparison.Ordinal);

        var read = Assert.Single(await ReadAsync(Stream(Batch(row))));

        Assert.Equal((expected, expected), (read.CampaignType, read.CampaignStatus));
    }

    [Fact]
    public async Task Texts_are_without_the_blanks_around_them_and_absent_where_nothing_is_left()
    {
        var row = Row().Replace("\"Brand\"", "\"\\u00a0Brand \"", StringComparison.Ordinal).Replace("\"ENABLED\"", "\" \"", StringComparison.Ordinal);

        var read = Assert.Single(await ReadAsync(Stream(Batch(row))));

        Assert.Equal(("Brand", null), (read.CampaignName, read.CampaignStatus));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(""","week":"2026-07-27","dayOfWeek":"SATURDAY","month":"2026-08-01","quarter":"2026-07-01","year":2026""", "")]
    [InlineData(""","hour":5,"device":"MOBILE","year":2026,"adNetworkType":"SEARCH" """, "adNetworkType;device;hour")]
    public async Task Segments_that_split_a_campaigns_figures_are_its_segmentation_and_those_of_the_date_are_not(string segments, string expected) =>
        Assert.Equal(expected, Assert.Single(await ReadAsync(Stream(Batch(Row(moreSegments: segments))))).Segmentation);

    [Theory]
    [InlineData(""","conversionAction":"customers/1/conversionActions/2" """, "conversionAction")]
    [InlineData(""","device":"MOBILE","clickType":"HEADLINE" """, "clickType")]
    [InlineData(""","productItemId":"sku-1" """, "productItemId")]
    [InlineData(""","keyword":{"info":{"text":"hotel"}}""", "keyword")]
    [InlineData(""","slot":7""", "slot")]
    public async Task A_report_by_another_segment_is_refused_by_its_name(string segments, string name)
    {
        var error = await RefusedAsync(Stream(Batch(Row(), Row(moreSegments: segments))));

        Assert.IsType<OtherReportException>(error.InnerException);
        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("assetGroupAsset")]
    [InlineData("adGroupCriterion")]
    [InlineData("adGroupAd")]
    [InlineData("geographicView")]
    [InlineData("searchTermView")]
    [InlineData("clickView")]
    [InlineData("shoppingPerformanceView")]
    [InlineData("campaignLabel")]
    [InlineData("aResourceOfNextYear")]
    public async Task A_report_of_another_resource_is_refused_by_its_name_in_a_row_or_in_the_field_mask(string resource)
    {
        var named = Row().Replace("{\"campaign\"", $$"""{"{{resource}}":{"resourceName":"customers/1234567890/others/1"},"campaign" """, StringComparison.Ordinal);
        var masked = $$"""{"results":[{{Row()}}],"fieldMask":"campaign.id,{{resource}}.resourceName,metrics.clicks"}""";

        foreach (var body in new[] { Stream(Batch(named)), Stream(masked) })
        {
            var error = await RefusedAsync(body);

            Assert.IsType<OtherReportException>(error.InnerException);
            Assert.Contains($"'{resource}'", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Attributes_of_a_campaign_are_no_other_resource()
    {
        var row = Row().Replace("{\"campaign\"", """{"campaignBudget":{"amountMicros":"1"},"biddingStrategy":{"name":"x"},"campaignGroup":{"id":"1"},"accessibleBiddingStrategy":{"id":"1"},"adGroupAd":null,"campaign" """, StringComparison.Ordinal);
        var body = $$"""{"results":[{{row}}],"fieldMask":"campaign.id,campaign_budget.amount_micros,bidding_strategy.name,segments.ad_network_type,metrics.cost_micros"}""";

        Assert.Single(await ReadAsync(Stream(body)));
    }

    [Theory]
    [InlineData("\"999999999999999999\"", 999999999999999999)]
    [InlineData("-999999999999999999", -999999999999999999)]
    [InlineData("9007199254740993", 9007199254740993)]
    [InlineData("\"-250000\"", -250000L)]
    [InlineData("12500000.0", 12500000L)]
    [InlineData("1.25E7", 12500000L)]
    [InlineData("null", null)]
    public async Task Whole_numbers_are_exact_as_text_and_as_numbers(string json, long? micros) =>
        Assert.Equal(micros, Assert.Single(await ReadAsync(Stream(Batch(Row($"\"costMicros\":{json}"))))).CostMicros);

    [Theory]
    [InlineData("2.5", "2.5")]
    [InlineData("0.1", "0.1")]
    [InlineData("14.483334", "14.483334")]
    [InlineData("1e-9", "0.000000001")]
    [InlineData("1.5E+3", "1500")]
    [InlineData("4.416667000000001", "4.416667000")]
    [InlineData("0.0000000005", "0.000000001")]
    [InlineData("-0.0000000005", "-0.000000001")]
    [InlineData("0.00000000049999999999999999999999999999", "0")]
    [InlineData("4.99999999999999999999999999999e-10", "0")]
    [InlineData("0.12345678949999999999999999999999999", "0.123456789")]
    [InlineData("999999999999999.123456789", "999999999999999.123456789")]
    [InlineData("7e14", "700000000000000")]
    [InlineData("1e-400", "0")]
    [InlineData("\"2.5\"", "2.5")]
    [InlineData("\"+.5\"", "0.5")]
    [InlineData("\"5.\"", "5")]
    public async Task Fractions_are_the_decimal_that_is_written_rounded_half_away_from_zero_to_nine_places(string json, string expected)
    {
        var row = Assert.Single(await ReadAsync(Stream(Batch(Row($"\"conversions\":{json}")))));

        Assert.Equal(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), row.Conversions);
    }

    [Theory]
    [InlineData("clicks", "\"NaN\"", 1, 0)]
    [InlineData("conversions", "\"Infinity\"", 1, 0)]
    [InlineData("conversionsValue", "\"-Infinity\"", 1, 0)]
    [InlineData("allConversions", "\"viele\"", 1, 0)]
    [InlineData("conversions", "\"\"", 1, 0)]
    [InlineData("conversions", "[1]", 1, 0)]
    [InlineData("conversions", "true", 1, 0)]
    [InlineData("clicks", "\"1.5\"", 1, 0)]
    [InlineData("costMicros", "\"1,000\"", 1, 0)]
    [InlineData("impressions", "0.0000000001", 1, 0)]
    [InlineData("costMicros", "\"1000000000000000000\"", 0, 1)]
    [InlineData("costMicros", "-1e18", 0, 1)]
    [InlineData("costMicros", "9223372036854775808", 0, 1)]
    [InlineData("clicks", "\"1000000000000000\"", 0, 1)]
    [InlineData("viewThroughConversions", "-1e15", 0, 1)]
    [InlineData("conversions", "1e15", 0, 1)]
    [InlineData("allConversions", "1e300", 0, 1)]
    [InlineData("conversions", "1e99999", 0, 1)]
    [InlineData("conversionsValue", "1000000000000", 0, 1)]
    public async Task A_value_that_is_no_number_or_beyond_all_bounds_is_absent_and_counted(string metric, string json, int unreadable, int implausible)
    {
        var row = Assert.Single(await ReadAsync(Stream(Batch(Row($"\"{metric}\":{json}")))));

        Assert.Equal((unreadable, implausible), (row.UnreadableValues, row.ImplausibleValues));
        Assert.Equal((null, null, null, null, null, null, null), (row.CostMicros, row.Clicks, row.Impressions, row.Conversions, row.ConversionsValue, row.AllConversions, row.ViewThroughConversions));
    }

    [Theory]
    [InlineData("""{"segments":{"date":"2026-08-01"},"metrics":{}}""", "no campaign")]
    [InlineData("""{"campaign":{"name":"Brand"},"segments":{"date":"2026-08-01"},"metrics":{}}""", "campaign.id")]
    [InlineData("""{"campaign":{"id":"1"},"segments":{"date":"2026-08-01"}}""", "no metrics")]
    [InlineData("""{"campaign":{"id":"1"},"metrics":{}}""", "segments.date")]
    [InlineData("""{"campaign":{"id":"1"},"segments":{"device":"MOBILE"},"metrics":{}}""", "segments.date")]
    [InlineData("""{"campaign":{"id":"1"},"segments":{"date":"01.08.2026"},"metrics":{}}""", "'01.08.2026'")]
    [InlineData("""{"campaign":{"id":"Brand"},"segments":{"date":"2026-08-01"},"metrics":{}}""", "campaign.id is 'Brand'")]
    [InlineData("""{"campaign":{"id":"1"},"adGroup":{"name":"x"},"segments":{"date":"2026-08-01"},"metrics":{}}""", "adGroup.id")]
    [InlineData("""{"campaign":{"id":"1"},"segments":{"date":"2026-08-01"},"metrics":{"cost_micros":"5"}}""", "cost_micros")]
    [InlineData("""{"campaign":{"id":"1","name":"\ud800"},"segments":{"date":"2026-08-01"},"metrics":{}}""", "UTF-8")]
    [InlineData("""{"campaign":7,"segments":{"date":"2026-08-01"},"metrics":{}}""", "'campaign' is no object")]
    public async Task A_row_that_cannot_be_counted_is_an_error_that_names_its_place(string row, string what)
    {
        var error = await RefusedAsync(Stream(Batch(Row()), Batch(Row(), Row(), row)));

        Assert.Contains("batch 2, row 3", error.Message, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"customer":{"id":"5550001111"},"campaign":{"id":"1"},"segments":{"date":"2026-08-01"},"metrics":{}}""")]
    [InlineData("""{"campaign":{"resourceName":"customers/5550001111/campaigns/1"},"segments":{"date":"2026-08-01"},"metrics":{}}""")]
    public async Task A_row_of_another_account_is_an_error_that_names_both(string row)
    {
        var error = await RefusedAsync(Stream(Batch(Row(), row)));

        Assert.Contains("batch 1, row 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("5550001111", error.Message, StringComparison.Ordinal);
        Assert.Contains(Account, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_names_no_account_is_read()
    {
        var row = Assert.Single(await ReadAsync(Stream(Batch("""{"campaign":{"id":1},"segments":{"date":"2026-08-01"},"metrics":{}}"""))));

        Assert.Null(row.CustomerId);
        Assert.Equal("1", row.CampaignId);
    }
}
