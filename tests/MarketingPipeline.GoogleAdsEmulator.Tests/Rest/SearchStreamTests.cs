using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using MarketingPipeline.GoogleAdsEmulator.Accounts;

namespace MarketingPipeline.GoogleAdsEmulator.Tests.Rest;

public sealed class SearchStreamTests : EmulatorTest
{
    private const string Clicks = $"SELECT campaign.id, segments.date, metrics.clicks FROM campaign WHERE {August}";

    [Fact]
    public async Task A_row_has_what_was_selected_and_the_names_of_its_resources()
    {
        var text = await StreamTextAsync($"SELECT customer.id, customer.currency_code, customer.time_zone, campaign.id, campaign.name, campaign.status, campaign.advertising_channel_type, segments.date, segments.device, metrics.clicks, metrics.impressions, metrics.cost_micros, metrics.conversions, metrics.conversions_value FROM campaign WHERE {August} AND segments.device = MOBILE AND campaign.id = 987 ORDER BY segments.date LIMIT 1");

        Assert.Equal("""[{"results":[{"customer":{"resourceName":"customers/1234567890","id":"1234567890","currencyCode":"EUR","timeZone":"Europe/Berlin"},"campaign":{"resourceName":"customers/1234567890/campaigns/987","id":"987","name":"Brand","status":"ENABLED","advertisingChannelType":"SEARCH"},"segments":{"date":"2026-08-01","device":"MOBILE"},"metrics":{"clicks":"40","impressions":"1900","costMicros":"12500000","conversions":2.5,"conversionsValue":310.75}}],"fieldMask":"customer.id,customer.currencyCode,customer.timeZone,campaign.id,campaign.name,campaign.status,campaign.advertisingChannelType,segments.date,segments.device,metrics.clicks,metrics.impressions,metrics.costMicros,metrics.conversions,metrics.conversionsValue","requestId":"ID","queryResourceConsumption":"434"}]""", text);
    }

    [Fact]
    public async Task An_ad_group_row_names_its_campaign_and_account_only_where_they_are_selected()
    {
        var query = "SELECT {0}ad_group.id, ad_group.type, metrics.clicks, segments.date FROM ad_group WHERE ad_group.id = 55 AND segments.date = '20260801'";

        Assert.Equal("""{"adGroup":{"resourceName":"customers/1234567890/adGroups/55","id":"55","type":"SEARCH_STANDARD"},"segments":{"date":"2026-08-01"},"metrics":{"clicks":"40"}}""", Assert.Single(await RowsAsync(string.Format(null, query, ""))).ToJsonString());
        Assert.Equal("""{"customer":{"resourceName":"customers/1234567890"},"campaign":{"resourceName":"customers/1234567890/campaigns/987","name":"Brand"},"adGroup":{"resourceName":"customers/1234567890/adGroups/55","campaign":"customers/1234567890/campaigns/987","id":"55","type":"SEARCH_STANDARD"},"segments":{"date":"2026-08-01"},"metrics":{"clicks":"40"}}""", Assert.Single(await RowsAsync(string.Format(null, query, "customer.resource_name, campaign.name, ad_group.campaign, "))).ToJsonString());
    }

    [Fact]
    public async Task A_resource_of_FROM_is_named_even_when_nothing_of_it_is_selected()
    {
        Assert.Equal(
            """{"campaign":{"resourceName":"customers/1234567890/campaigns/988"},"metrics":{"clicks":"1"}}""",
            (await RowsAsync("SELECT metrics.clicks FROM campaign WHERE campaign.id = 988")).Single().ToJsonString());
        Assert.Equal(
            """{"metrics":{"clicks":"1"}}""",
            (await RowsAsync("SELECT metrics.clicks FROM campaign WHERE campaign.id = 988 PARAMETERS omit_unselected_resource_names=true, include_drafts=true")).Single().ToJsonString());
    }

    [Fact]
    public async Task What_is_not_set_is_left_out()
    {
        Server.Accounts.Put(new Account(Acme) { Name = null, TimeZone = null, Campaigns = [new(1)] });

        Assert.Equal("""{"customer":{"resourceName":"customers/1234567890","currencyCode":"EUR"},"campaign":{"resourceName":"customers/1234567890/campaigns/1"},"metrics":{"clicks":"0"}}""", (await RowsAsync("SELECT customer.descriptive_name, customer.time_zone, customer.currency_code, campaign.name, metrics.ctr, metrics.average_cpc, metrics.clicks FROM campaign")).Single().ToJsonString());
    }

    [Fact]
    public async Task An_empty_answer_is_one_batch_without_results()
    {
        Assert.Equal(
            """[{"fieldMask":"campaign.id,segments.date,metrics.clicks","requestId":"ID"}]""",
            await StreamTextAsync("SELECT campaign.id, segments.date, metrics.clicks FROM campaign WHERE segments.date = '2020-01-01'"));
    }

    [Fact]
    public async Task Rows_come_in_batches_of_which_only_the_last_tells_its_cost()
    {
        Server.RowsPerBatch = 2;

        Assert.Equal("""[{"results":[{"campaign":{"resourceName":"customers/1234567890/campaigns/987","id":"987"},"segments":{"date":"2026-08-01"},"metrics":{"clicks":"50"}},{"campaign":{"resourceName":"customers/1234567890/campaigns/988","id":"988"},"segments":{"date":"2026-08-01"},"metrics":{"clicks":"1"}}],"fieldMask":"campaign.id,segments.date,metrics.clicks","requestId":"ID"},{"results":[{"campaign":{"resourceName":"customers/1234567890/campaigns/987","id":"987"},"segments":{"date":"2026-08-02"},"metrics":{"clicks":"4"}}],"fieldMask":"campaign.id,segments.date,metrics.clicks","requestId":"ID","queryResourceConsumption":"93"}]""", await StreamTextAsync(Clicks));
    }

    [Fact]
    public async Task A_full_last_batch_is_followed_by_no_empty_one()
    {
        Server.RowsPerBatch = 3;

        var batch = Assert.Single(JsonNode.Parse(await StreamTextAsync(Clicks))!.AsArray());
        Assert.Equal(3, batch!["results"]!.AsArray().Count);
    }

    [Fact]
    public async Task The_answer_is_chunked_JSON_with_the_id_of_its_request()
    {
        using var answer = await PostAsync("searchStream", Json(Clicks), completion: HttpCompletionOption.ResponseHeadersRead);

        Assert.True(answer.Headers.TransferEncodingChunked);
        Assert.Equal("application/json; charset=UTF-8", answer.Content.Headers.ContentType!.ToString());
        var id = answer.Headers.GetValues("request-id").Single();
        Assert.Equal(id, JsonNode.Parse(await answer.Content.ReadAsStringAsync())![0]!["requestId"]!.GetValue<string>());
        Assert.Equal(id, Server.Log.Requests.Single().RequestId);
    }

    [Fact]
    public async Task An_answer_is_compressed_for_whoever_asks()
    {
        var plain = await StreamTextAsync(Clicks);
        Client.DefaultRequestHeaders.AcceptEncoding.Add(new("gzip"));
        using var answer = await PostAsync("searchStream", Json(Clicks));

        Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
        using var reader = new StreamReader(new GZipStream(await answer.Content.ReadAsStreamAsync(), CompressionMode.Decompress));
        Assert.Equal(plain, (await reader.ReadToEndAsync()).Replace(answer.Headers.GetValues("request-id").Single(), "ID", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rows_of_nothing_but_zeros_are_left_out_of_a_segmented_report_and_only_there()
    {
        Assert.Equal(["987", "988", "987"], (await RowsAsync(Clicks)).Select(row => row["campaign"]!["id"]!.GetValue<string>()));
        Assert.Equal(
            ["2026-08-01", "2026-08-01", "2026-08-02"],
            (await RowsAsync(Clicks)).Select(row => row["segments"]!["date"]!.GetValue<string>()));

        Server.Accounts.Change(Acme, account => account with { CampaignDays = [] });
        Assert.Empty(await RowsAsync(Clicks));
        Assert.Equal(["0", "0"], (await RowsAsync($"SELECT campaign.id, metrics.clicks FROM campaign WHERE {August}")).Select(row => row["metrics"]!["clicks"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Zero_means_the_selected_metrics()
    {
        // Two of the three rows have no conversions, but clicks.
        var rows = await RowsAsync($"SELECT campaign.id, segments.date, segments.device, metrics.conversions FROM campaign WHERE {August} AND segments.device IN ('DESKTOP', 'MOBILE')");

        Assert.Equal([2.5, 1.25, 0.5], rows.Select(row => row["metrics"]!["conversions"]!.GetValue<double>()));
    }

    [Fact]
    public async Task Zeros_may_be_left_out_when_the_server_is_told_so()
    {
        Server.OmitsZeroMetrics = true;

        var row = (await RowsAsync($"SELECT segments.date, segments.device, metrics.clicks, metrics.conversions FROM campaign WHERE {August} AND segments.device = DESKTOP AND campaign.id = 987")).Single();
        Assert.Equal("""{"clicks":"10"}""", row["metrics"]!.ToJsonString());
    }

    [Fact]
    public async Task Doubles_that_JSON_cannot_hold_are_text()
    {
        Server.Accounts.Change(Acme, account => account with { CampaignDays = [new(new(2026, 8, 1), 987, new(1, 1, 1, double.NaN, double.PositiveInfinity))] });

        Assert.Equal(
            """{"conversions":"NaN","conversionsValue":"Infinity"}""",
            (await RowsAsync("SELECT metrics.conversions, metrics.conversions_value FROM campaign WHERE campaign.id = 987")).Single()["metrics"]!.ToJsonString());
    }

    [Theory]
    [InlineData("SUMMARY_ROW_WITH_RESULTS", """[{"results":[{"campaign":{"resourceName":"customers/1234567890/campaigns/987","id":"987"},"metrics":{"clicks":"54"}},{"campaign":{"resourceName":"customers/1234567890/campaigns/988","id":"988"},"metrics":{"clicks":"1"}}],"fieldMask":"campaign.id,metrics.clicks","requestId":"ID"},{"summaryRow":{"metrics":{"clicks":"55"}},"fieldMask":"campaign.id,metrics.clicks","requestId":"ID","queryResourceConsumption":"2"}]""")]
    [InlineData("SUMMARY_ROW_ONLY", """[{"summaryRow":{"metrics":{"clicks":"55"}},"fieldMask":"campaign.id,metrics.clicks","requestId":"ID","queryResourceConsumption":"2"}]""")]
    public async Task A_summary_row_is_a_batch_of_its_own(string setting, string expected)
    {
        var answer = await PostAsync("searchStream", $$"""{"query":"SELECT campaign.id, metrics.clicks FROM campaign","summaryRowSetting":"{{setting}}"}""");

        Assert.Equal(expected, await TextAsync(answer, HttpStatusCode.OK));
    }

    [Fact]
    public async Task Changes_between_requests_are_seen_by_the_next_one()
    {
        Server.Accounts.Change(Acme, account => account with
        {
            CurrencyCode = "CHF",
            Campaigns = [account.Campaigns[0] with { Name = "Renamed" }],
            CampaignDays = [.. account.CampaignDays.Where(day => day.CampaignId == 987 && day.Date.Day == 2).Select(day => day with { Metrics = day.Metrics with { Clicks = 7 } })],
        });

        Assert.Equal(
            """{"customer":{"resourceName":"customers/1234567890","currencyCode":"CHF"},"campaign":{"resourceName":"customers/1234567890/campaigns/987","name":"Renamed"},"segments":{"date":"2026-08-02"},"metrics":{"clicks":"7"}}""",
            (await RowsAsync($"SELECT customer.currency_code, campaign.name, segments.date, metrics.clicks FROM campaign WHERE {August}")).Single().ToJsonString());
    }

    [Fact]
    public async Task A_field_of_no_request_is_refused_as_by_any_Google_API()
    {
        var text = await TextAsync(await PostAsync("searchStream", """{"query":"SELECT campaign.id FROM campaign","pageToken":"x"}"""), HttpStatusCode.BadRequest);

        Assert.Equal("""[{"error":{"code":400,"message":"Invalid JSON payload received. Unknown name \"pageToken\": Cannot find field.","status":"INVALID_ARGUMENT"}}]""", text);
        Assert.Contains("Invalid JSON payload received.", await TextAsync(await PostAsync("searchStream", "{"), HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }
}
