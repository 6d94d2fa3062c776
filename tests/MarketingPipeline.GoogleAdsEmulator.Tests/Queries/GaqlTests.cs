using System.Text.Json.Nodes;

namespace MarketingPipeline.GoogleAdsEmulator.Tests.Queries;

public sealed class GaqlTests : EmulatorTest
{
    [Theory]
    [InlineData("", "UNEXPECTED_END_OF_QUERY")]
    [InlineData("FROM campaign", "EXPECTED_SELECT")]
    [InlineData("SELECT campaign.id", "EXPECTED_FROM")]
    [InlineData("SELECT campaign.id WHERE campaign.id = 1", "EXPECTED_FROM")]
    [InlineData("SELECT campaign.id, FROM campaign", "BAD_FIELD_NAME")]
    [InlineData("SELECT campaign.id campaign.name FROM campaign", "UNEXPECTED_INPUT")]
    [InlineData("SELECT * FROM campaign", "UNEXPECTED_INPUT")]
    [InlineData("SELECT campaign.id FROM campaign;", "UNEXPECTED_INPUT")]
    [InlineData("SELECT campaign.id FROM campaign – all", "BAD_SYMBOL")]
    [InlineData("SELECT campaign.id FROM campaign WHERE campaign.name = 'x", "STRING_NOT_TERMINATED")]
    [InlineData("SELECT campaign.id FROM campaign WHERE campaign.name = '\\q'", "BAD_ESCAPE_SEQUENCE")]
    [InlineData("SELECT campaign.id FROM campaign WHERE campaign.name = 'a\nb'", "PROHIBITED_NEWLINE_IN_STRING")]
    [InlineData("SELECT campaign.id FROM campaign WHERE campaign.id = 1x", "BAD_NUMBER")]
    [InlineData("SELECT campaign.id FROM campaign WHERE campaign.id =", "UNEXPECTED_END_OF_QUERY")]
    [InlineData("SELECT campaign.id FROM campaign WHERE campaign.id MATCHES 1", "BAD_OPERATOR")]
    [InlineData("SELECT campaign.id FROM campaign WHERE campaign.id = (1)", "EXPECTED_SINGLE_VALUE")]
    [InlineData("SELECT campaign.id FROM campaign WHERE campaign.id IN 1", "EXPECTED_LIST")]
    [InlineData("SELECT campaign.id FROM campaign WHERE campaign.id IN ()", "PROHIBITED_EMPTY_LIST_IN_CONDITION")]
    [InlineData("SELECT campaign.id FROM campaign WHERE campaign.id IN (1, 'x')", "PROHIBITED_VALUE_COMBINATION_IN_LIST")]
    [InlineData("SELECT campaign.id FROM campaign WHERE campaign.id = 'x'", "BAD_VALUE")]
    [InlineData("SELECT campaign.id FROM campaign WHERE campaign.name = x", "INVALID_STRING_VALUE")]
    [InlineData("SELECT campaign.id FROM campaign WHERE campaign.status = 'ACTIVE'", "BAD_ENUM_CONSTANT")]
    [InlineData("SELECT campaign.id FROM campaign WHERE campaign.status > 'ENABLED'", "OPERATOR_FIELD_MISMATCH")]
    [InlineData("SELECT campaign.id FROM campaign ORDER campaign.id", "EXPECTED_BY")]
    [InlineData("SELECT campaign.id FROM campaign ORDER BY metrics.clicks", "EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE")]
    [InlineData("SELECT campaign.id FROM campaign WHERE segments.device = 'MOBILE'", "EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE")]
    [InlineData("SELECT campaign.id FROM campaign LIMIT 0", "LIMIT_VALUE_TOO_LOW")]
    [InlineData("SELECT campaign.id FROM campaign LIMIT many", "BAD_LIMIT_VALUE")]
    [InlineData("SELECT campaign.id FROM campaign PARAMETERS drafts=true", "BAD_PARAMETER_NAME")]
    [InlineData("SELECT campaign.id FROM campaign PARAMETERS include_drafts=1", "BAD_PARAMETER_VALUE")]
    [InlineData("SELECT campaign.id FROM campaigns", "BAD_RESOURCE_TYPE_IN_FROM_CLAUSE")]
    [InlineData("SELECT campaign.identifier FROM campaign", "UNRECOGNIZED_FIELD")]
    [InlineData("SELECT campaign.id FROM campaign WHERE campaign.identifier = 1", "UNRECOGNIZED_FIELD")]
    [InlineData("SELECT ad_group.id FROM campaign", "PROHIBITED_RESOURCE_TYPE_IN_SELECT_CLAUSE")]
    [InlineData("SELECT campaign.id FROM campaign WHERE ad_group.id = 1", "PROHIBITED_RESOURCE_TYPE_IN_WHERE_CLAUSE")]
    [InlineData("SELECT customer_client.id, metrics.clicks FROM customer_client", "PROHIBITED_METRIC_IN_SELECT_OR_WHERE_CLAUSE")]
    [InlineData("SELECT customer_client.id, segments.date FROM customer_client", "PROHIBITED_SEGMENT_IN_SELECT_OR_WHERE_CLAUSE")]
    [InlineData("SELECT segments.date FROM campaign", "EXPECTED_FILTERS_ON_DATE_RANGE")]
    [InlineData("SELECT campaign.id FROM campaign WHERE segments.date >= '2026-08-01'", "EXPECTED_FILTERS_ON_DATE_RANGE")]
    [InlineData("SELECT campaign.id FROM campaign WHERE segments.date BETWEEN '2026-08-02' AND '2026-08-01'", "DATE_RANGE_TOO_NARROW")]
    [InlineData("SELECT campaign.id FROM campaign WHERE segments.date BETWEEN '2026-08-02'", "EXPECTED_AND")]
    [InlineData("SELECT campaign.id FROM campaign WHERE segments.date BETWEEN AND '2026-08-01'", "EXPECTED_VALUE_WITH_BETWEEN_OPERATOR")]
    [InlineData("SELECT campaign.id FROM campaign WHERE segments.date = '1 August'", "INVALID_DATE_FORMAT")]
    [InlineData("SELECT campaign.id FROM campaign WHERE segments.date = '2026-02-30'", "INVALID_DATE_FORMAT")]
    [InlineData("SELECT campaign.id FROM campaign WHERE segments.date = 20260801", "INVALID_DATE_FORMAT")]
    [InlineData("SELECT campaign.id FROM campaign WHERE segments.date != '2026-08-01'", "OPERATOR_FIELD_MISMATCH")]
    [InlineData("SELECT campaign.id FROM campaign WHERE segments.date DURING LAST_YEAR", "INVALID_VALUE_WITH_DURING_OPERATOR")]
    public async Task A_query_that_Google_would_refuse_is_refused_by_name(string query, string error)
    {
        Assert.Equal("queryError." + error, await ErrorAsync(query));
    }

    [Theory]
    [InlineData("", "987 988")]
    [InlineData("WHERE campaign.status = 'ENABLED'", "987")]
    [InlineData("WHERE campaign.status = ENABLED", "987")]
    [InlineData("where campaign.status != REMOVED", "987")]
    [InlineData("WHERE campaign.status IN ('PAUSED', 'REMOVED')", "988")]
    [InlineData("WHERE campaign.status NOT IN (PAUSED, REMOVED)", "987")]
    [InlineData("WHERE campaign.id = 988", "988")]
    [InlineData("WHERE campaign.id = '988'", "988")]
    [InlineData("WHERE campaign.id IN (1, 987, 988) AND campaign.id != 987", "988")]
    [InlineData("WHERE campaign.id > 987", "988")]
    [InlineData("WHERE campaign.id <= 987", "987")]
    [InlineData("WHERE campaign.name = \"Brand\"", "987")]
    [InlineData("WHERE campaign.name LIKE 'G%'", "988")]
    [InlineData("WHERE campaign.name NOT LIKE '%and'", "988")]
    [InlineData("WHERE campaign.advertising_channel_type = 'PERFORMANCE_MAX'", "988")]
    [InlineData("WHERE campaign.start_date_time IS NULL", "987 988")]
    [InlineData("WHERE campaign.start_date_time IS NOT NULL", "")]
    [InlineData("WHERE campaign.resource_name = 'customers/1234567890/campaigns/987'", "987")]
    [InlineData("WHERE customer.manager = FALSE AND customer.id = 1234567890", "987 988")]
    [InlineData("WHERE metrics.clicks > 1", "987")]
    [InlineData("WHERE metrics.conversions < 2.5", "988")]
    [InlineData("ORDER BY campaign.id DESC", "988 987")]
    [InlineData("ORDER BY campaign.status DESC, campaign.id ASC", "988 987")]
    [InlineData("ORDER BY campaign.name LIMIT 1", "987")]
    [InlineData("LIMIT 1 PARAMETERS include_drafts=true", "987")]
    public async Task Conditions_order_and_limit_choose_the_rows(string rest, string expected)
    {
        var rows = await RowsAsync($"SELECT campaign.id FROM campaign {rest}");

        Assert.Equal(expected, string.Join(' ', rows.Select(row => row["campaign"]!["id"]!.GetValue<string>())));
    }

    [Theory]
    [InlineData("segments.date = '2026-08-01'", 51)]
    [InlineData("segments.date BETWEEN '2026-08-01' AND '2026-08-02'", 55)]
    [InlineData("segments.date >= '2026-08-02' AND segments.date <= '2026-08-31'", 4)]
    [InlineData("segments.date > '2026-08-01' AND segments.date < '2026-08-03'", 4)]
    [InlineData("segments.date >= '20260801' AND segments.date < '20260802'", 51)]
    [InlineData("segments.date DURING LAST_14_DAYS", 55)]
    [InlineData("segments.date DURING THIS_MONTH AND segments.date >= '2026-08-02'", 4)]
    [InlineData("segments.date DURING LAST_7_DAYS", 0)]
    public async Task Dates_restrict_the_figures_whether_selected_or_not(string dates, long clicks)
    {
        var whole = await RowsAsync($"SELECT metrics.clicks FROM customer WHERE {dates}");
        var daily = await RowsAsync($"SELECT metrics.clicks, segments.date FROM campaign WHERE {dates}");

        Assert.Equal(clicks, long.Parse(whole.Single()["metrics"]!["clicks"]!.GetValue<string>(), null));
        Assert.Equal(clicks, daily.Sum(Clicks));
    }

    [Theory]
    [InlineData("2026-08-15T21:59:59Z", "2026-08-14")]
    [InlineData("2026-08-15T22:00:00Z", "2026-08-15")]
    public async Task Yesterday_is_the_accounts(string now, string yesterday)
    {
        Clock.Now = DateTimeOffset.Parse(now, null);
        SignIn();
        Server.Accounts.Change(Acme, account => account with { CampaignDays = [new(new(2026, 8, 14), 987, new(1)), new(new(2026, 8, 15), 987, new(1)), new(new(2026, 8, 16), 987, new(1))] });

        Assert.Equal(yesterday, (await RowsAsync("SELECT segments.date, metrics.clicks FROM campaign WHERE segments.date DURING YESTERDAY")).Single()["segments"]!["date"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("segments.device", "DESKTOP=11 MOBILE=44")]
    [InlineData("segments.device, segments.date", "DESKTOP=11 MOBILE=40 MOBILE=4")]
    [InlineData("segments.ad_network_type", "=55")]
    public async Task Figures_are_added_up_over_the_segments_that_are_not_selected(string segments, string expected)
    {
        var rows = await RowsAsync($"SELECT {segments}, metrics.clicks FROM customer WHERE {August}");

        Assert.Equal(expected, string.Join(' ', rows.OrderBy(row => row["segments"]!["device"]?.GetValue<string>()).Select(row => $"{row["segments"]!["device"]}={Clicks(row)}")));
    }

    [Fact]
    public async Task Two_rows_of_the_same_day_and_device_are_one_with_their_sum()
    {
        Server.Accounts.Change(Acme, account => account with { CampaignDays = [.. account.CampaignDays, .. account.CampaignDays] });

        Assert.Equal(80, Clicks((await RowsAsync("SELECT segments.date, segments.device, metrics.clicks FROM campaign WHERE segments.date = '2026-08-01' AND segments.device = 'MOBILE'")).Single()));
    }

    [Fact]
    public async Task The_two_reports_are_independent()
    {
        Assert.Equal(49, (await RowsAsync($"SELECT ad_group.id, segments.date, metrics.clicks FROM ad_group WHERE {August}")).Sum(Clicks));
        Assert.Equal(55, (await RowsAsync($"SELECT campaign.id, segments.date, metrics.clicks FROM campaign WHERE {August}")).Sum(Clicks));
    }

    [Fact]
    public async Task An_ad_group_or_campaign_that_is_not_listed_is_served_with_what_is_known()
    {
        Server.Accounts.Change(Acme, account => account with { AdGroupDays = [new(new(2026, 8, 1), 77, new(3)) { CampaignId = 700 }] });

        Assert.Equal(
            """{"campaign":{"resourceName":"customers/1234567890/campaigns/700","id":"700"},"adGroup":{"resourceName":"customers/1234567890/adGroups/77","id":"77"},"segments":{"date":"2026-08-01"},"metrics":{"clicks":"3"}}""",
            (await RowsAsync($"SELECT campaign.id, campaign.name, campaign.status, ad_group.id, ad_group.name, ad_group.status, segments.date, metrics.clicks FROM ad_group WHERE {August}")).Single().ToJsonString());
    }

    [Theory]
    [InlineData("campaign.start_date, campaign.end_date", 22, """{"resourceName":"customers/1234567890/campaigns/1","startDate":"2026-01-02","endDate":"2037-12-30"}""")]
    [InlineData("campaign.start_date_time, campaign.end_date_time", 23, """{"resourceName":"customers/1234567890/campaigns/1","startDateTime":"2026-01-02 00:00:00","endDateTime":"2037-12-30 23:59:59"}""")]
    public async Task A_campaigns_dates_are_named_as_its_version_names_them(string fields, int version, string expected)
    {
        Server.Accounts.Change(Acme, account => account with { Campaigns = [new(1) { StartDate = new(2026, 1, 2), EndDate = new(2037, 12, 30) }] });
        var query = $"SELECT {fields} FROM campaign";

        Assert.Equal(expected, (await RowsAsync(query, version: version)).Single()["campaign"]!.ToJsonString());
        Assert.Equal("queryError.UNRECOGNIZED_FIELD", await ErrorAsync(query, version: version == 22 ? 23 : 22));
    }

    private static long Clicks(JsonNode row) => long.Parse(row["metrics"]!["clicks"]!.GetValue<string>(), null);
}
