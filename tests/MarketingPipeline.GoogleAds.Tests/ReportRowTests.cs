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
                    Segments = "device=MOBILE",
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
    public async Task A_row_without_an_ad_group_is_the_campaigns_and_what_it_lacks_is_zero_or_absent()
    {
        var row = Assert.Single(await ReadAsync(Stream(Batch(Row(metrics: "")))));

        Assert.Equal(ReportGrain.Campaign, row.Grain);
        Assert.Equal((0L, 0L, 0L, 0m, 0m, 0L), (row.CostMicros, row.Clicks, row.Impressions, row.Conversions, row.ConversionsValue, row.ViewThroughConversions));
        Assert.Null(row.AllConversions);
        Assert.Null(row.AdGroupId);
        Assert.Null(row.Currency);
        Assert.Equal("", row.Segments);
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

    [Fact]
    public async Task Unknown_enum_values_and_unknown_fields_are_kept_or_passed_over()
    {
        var row = Row(metrics: """ "clicks":"1","futureMetric":{"a":[1]} """).Replace("\"SEARCH\"", "\"HOLOGRAM\"", StringComparison.Ordinal);

        Assert.Equal("HOLOGRAM", Assert.Single(await ReadAsync(Stream(Batch(row)))).CampaignType);
    }

    [Fact]
    public async Task Segments_are_written_in_ordinal_order_without_what_the_date_decides_or_what_names_a_resource()
    {
        var row = Row(moreSegments: ""","week":"2026-07-27","hour":5,"device":"MOBILE","adNetworkType":"SEARCH","keyword":{"info":{"text":"hotel"}},"conversionAction":"customers/1/conversionActions/2","geoTargetCity":"geoTargetConstants/1","productTitle":"a;b=c" """);

        Assert.Equal(
            "adNetworkType=SEARCH;device=MOBILE;hour=5;productTitle=a%3Bb%3Dc",
            Assert.Single(await ReadAsync(Stream(Batch(row)))).Segments);
    }

    [Theory]
    [InlineData("\"9223372036854775807\"", long.MaxValue)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9007199254740993", 9007199254740993)]
    [InlineData("\"-250000\"", -250000)]
    [InlineData("12500000.0", 12500000)]
    [InlineData("1.25E7", 12500000)]
    [InlineData("null", 0)]
    public async Task Whole_numbers_are_exact_as_text_and_as_numbers(string json, long micros) =>
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
    [InlineData("12345678901234567890123456789", "12345678901234567890123456789")]
    [InlineData("7e28", "70000000000000000000000000000")]
    [InlineData("1e-400", "0")]
    [InlineData("\"2.5\"", "2.5")]
    [InlineData("null", "0")]
    public async Task Fractions_are_the_decimal_that_is_written_rounded_half_away_from_zero_to_nine_places(string json, string expected)
    {
        var row = Assert.Single(await ReadAsync(Stream(Batch(Row($"\"conversions\":{json}")))));

        Assert.Equal(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), row.Conversions);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    public async Task What_is_no_number_counts_nothing_and_is_absent_where_a_metric_can_be(string text)
    {
        var row = Assert.Single(await ReadAsync(Stream(Batch(Row($"\"conversions\":\"{text}\",\"conversionsValue\":\"{text}\",\"allConversions\":\"{text}\"")))));

        Assert.Equal((0m, 0m, null), (row.Conversions, row.ConversionsValue, row.AllConversions));
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
    [InlineData("""{"campaign":{"id":"1"},"segments":{"date":"2026-08-01"},"metrics":{"clicks":"1.5"}}""", "metrics.clicks is '1.5'")]
    [InlineData("""{"campaign":{"id":"1"},"segments":{"date":"2026-08-01"},"metrics":{"costMicros":"1,000"}}""", "metrics.costMicros is '1,000'")]
    [InlineData("""{"campaign":{"id":"1"},"segments":{"date":"2026-08-01"},"metrics":{"costMicros":9223372036854775808}}""", "metrics.costMicros")]
    [InlineData("""{"campaign":{"id":"1"},"segments":{"date":"2026-08-01"},"metrics":{"conversions":"viele"}}""", "metrics.conversions is 'viele'")]
    [InlineData("""{"campaign":{"id":"1"},"segments":{"date":"2026-08-01"},"metrics":{"conversions":1e300}}""", "metrics.conversions")]
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
