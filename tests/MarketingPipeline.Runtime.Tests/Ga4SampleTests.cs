using MarketingPipeline.Runtime.Samples;

namespace MarketingPipeline.Runtime.Tests;

/// <summary>What the sample's GA4 exports must have, so that every rule of the models is met.</summary>
[Collection(nameof(SampleCollection))]
public sealed class Ga4SampleTests(SampleFixture sample)
{
    public static TheoryData<string, string> Features => new()
    {
        { "UTM values with quotes, markup, an emoji and an ampersand", "collected.manual_campaign_name = 'summer \"deal\" <b>50%</b> 🌴 & more' AND page LIKE '%utm_campaign=summer+%22deal%22+%3Cb%3E50%25%3C%2Fb%3E+%F0%9F%8C%B4+%26+more%'" },
        { "a percent sign that encodes nothing", "page LIKE '%utm_campaign=50\\%ZZ%' ESCAPE '\\'" },
        { "Thai UTM values", "collected.manual_campaign_name LIKE 'สงกรานต์%'" },
        { "tagged traffic without a campaign", "collected.manual_source = 'newsletter' AND collected.manual_campaign_name IS NULL" },
        { "a Facebook campaign with the name of a Google Ads campaign", "collected.manual_source = 'facebook' AND collected.manual_campaign_name = 'Sunset Sessions'" },
        { "a gclid without utm values", "collected.gclid IS NOT NULL AND collected.manual_source IS NULL AND page LIKE '%gclid=%'" },
        { "a gclid with utm values", "collected.gclid IS NOT NULL AND collected.manual_source = 'google'" },
        { "a gclid key without a value", "has_gclid_key AND collected.gclid IS NOT NULL" },
        { "gbraid", "page LIKE '%&gbraid=%' AND collected IS NULL" },
        { "wbraid", "page LIKE '%&wbraid=%'" },
        { "msclkid", "page LIKE '%?msclkid=%' AND collected IS NULL" },
        { "srsltid", "collected.srsltid IS NOT NULL AND page LIKE '%?srsltid=%'" },
        { "AI referrals", "collected.manual_source = 'chatgpt.com' AND collected.manual_medium = 'referral'" },
        { "AI links without a medium", "collected.manual_source = 'chatgpt.com' AND collected.manual_medium IS NULL" },
        { "referrals from the site itself", "event_name = 'page_view' AND collected.manual_medium = 'referral' AND contains(referrer, collected.manual_source) AND contains(page, collected.manual_source)" },
        { "a referral that only the referrer shows", "referrer LIKE '%phuket-blog.example%' AND collected IS NULL" },
        { "a referrer to be ignored", "ignore_referrer = 'true' AND referrer LIKE 'https://checkout.payments.example/%'" },
        { "a payment provider's page within a session", "host = 'checkout.payments.example' AND session_id IS NOT NULL" },
        { "events without a hostname within a session", "host IS NULL AND page IS NULL AND session_id IS NOT NULL" },
        { "refunds without hostname and session", "event_name = 'refund' AND ecommerce.refund_value > 0 AND host IS NULL AND session_id IS NULL" },
        { "session_engaged as text", "session_engaged.string_value = '1'" },
        { "session_engaged as a number", "session_engaged.int_value = 1" },
        { "consent denied", "consent = 'No' AND user_pseudo_id IS NULL AND session_id IS NULL" },
        { "consent denied and signed in", "consent = 'No' AND user_id IS NOT NULL" },
        { "consent-denied purchases", "consent = 'No' AND event_name = 'purchase' AND ecommerce.purchase_revenue > 0" },
        { "purchases without an id", "event_name = 'purchase' AND ecommerce.transaction_id IS NULL" },
        { "purchases with a placeholder for an id", "event_name = 'purchase' AND ecommerce.transaction_id = '(not set)'" },
        { "purchases in another currency", "event_name = 'purchase' AND currency IN ('USD', 'EUR')" },
        { "items with parameters", "event_name = 'purchase' AND items[1].item_params[1].value.int_value > 0" },
        { "an agency's bookings, the amount a whole number", "event_name = 'successfulCheckout' AND value.int_value > 0 AND ecommerce IS NULL" },
        { "an agency's bookings, the amount a fraction", "event_name = 'successfulCheckout' AND value.double_value > 0" },
        { "bookings whose id is a number", "event_name = 'successfulCheckout' AND transaction_id.int_value > 0" },
        { "leads", "event_name = 'generate_lead'" },
        { "first visits", "event_name = 'first_visit' AND session_number = 1" },
        { "returning users", "event_name = 'session_start' AND session_number > 1" },
        { "last clicks of Google Ads", "last_click.google_ads_campaign.campaign_id IS NOT NULL" },
        { "last clicks of Performance Max, which has no ad group", "last_click.google_ads_campaign.ad_group_id = '(not set)'" },
        { "last clicks that are direct", "last_click.cross_channel_campaign.source = '(direct)' AND last_click.manual_campaign.source = '(not set)'" },
        { "direct sessions with an earlier click", "event_name = 'page_view' AND last_click.cross_channel_campaign.source = 'google' AND collected IS NULL AND referrer IS NULL" },
        { "last clicks before the cross-channel record", "era = 'BeforeCrossChannel' AND last_click.manual_campaign.source IS NOT NULL" },
        { "consented events without a last click", "era = 'Modern' AND session_id IS NOT NULL AND last_click IS NULL" },
        { "user properties", "user_properties[1].value.string_value = 'gold'" },
    };

    [Theory]
    [MemberData(nameof(Features))]
    public void The_export_has(string feature, string condition) =>
        Assert.True(sample.Count($"SELECT count(*) FROM events WHERE {condition}") > 0, feature);

    [Fact]
    public void Columns_have_the_types_of_BigQuerys_export()
    {
        var types = Types(sample.Table(SampleProperties.Barracuda, 1));

        Assert.Equal("VARCHAR", types["event_date"]);
        Assert.Equal("BIGINT", types["event_timestamp"]);
        Assert.Equal("STRUCT(\"key\" VARCHAR, \"value\" STRUCT(string_value VARCHAR, int_value BIGINT, float_value DOUBLE, double_value DOUBLE))[]", types["event_params"]);
        Assert.Equal("BOOLEAN", types["is_active_user"]);
        Assert.Equal("VARCHAR", types["stream_id"]);
        Assert.Equal("STRUCT(analytics_storage VARCHAR, ads_storage VARCHAR, uses_transient_token VARCHAR)", types["privacy_info"]);
        Assert.Contains("web_info STRUCT(browser VARCHAR, browser_version VARCHAR, hostname VARCHAR)", types["device"], StringComparison.Ordinal);
        Assert.Contains("purchase_revenue DOUBLE", types["ecommerce"], StringComparison.Ordinal);
        Assert.Contains("total_item_quantity BIGINT", types["ecommerce"], StringComparison.Ordinal);
        Assert.EndsWith("[])[]", types["items"], StringComparison.Ordinal);
        Assert.Equal("BIGINT", types["batch_page_id"]);
        Assert.Contains("cross_channel_campaign STRUCT(", types["session_traffic_source_last_click"], StringComparison.Ordinal);
    }

    [Fact]
    public void Older_tables_lack_the_columns_that_came_later()
    {
        var oldest = Types(sample.Table(SampleProperties.Barracuda, SampleData.Days - 1));
        var newer = Types(sample.Table(SampleProperties.Barracuda, SampleData.Days / 2));

        Assert.DoesNotContain("session_traffic_source_last_click", oldest.Keys);
        Assert.DoesNotContain(oldest.Keys, name => name.StartsWith("batch_", StringComparison.Ordinal));
        Assert.Contains("batch_page_id", newer.Keys);
        Assert.DoesNotContain("cross_channel_campaign", newer["session_traffic_source_last_click"], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_day_has_a_table_but_the_one_that_never_arrived()
    {
        var files = Directory.GetFiles(Path.Combine(sample.Root, SampleProperties.Barracuda.Path)).Select(Path.GetFileName);

        Assert.Equal(SampleData.Days - 1, files.Count());
        Assert.DoesNotContain("events_20260613.parquet", files);
    }

    [Fact]
    public void The_last_day_of_one_property_is_an_intraday_table_without_the_users_first_source()
    {
        Assert.False(File.Exists(sample.Table(SampleProperties.IslandEscape, 0)));
        var last = sample.Table(SampleProperties.IslandEscape, 0, "events_intraday_");
        Assert.Equal(0, sample.Count($"SELECT count(*) FROM '{last}' WHERE traffic_source IS NOT NULL OR user_ltv IS NOT NULL"));

        var daily = sample.Table(SampleProperties.IslandEscape, 1);
        var streamed = sample.Table(SampleProperties.IslandEscape, 1, "events_intraday_");
        Assert.InRange(sample.Count($"SELECT count(*) FROM '{streamed}'"), 100, sample.Count($"SELECT count(*) FROM '{daily}'") - 1);
    }

    [Fact]
    public void Event_dates_are_the_propertys_local_dates() =>
        Assert.Equal(0, sample.Count("SELECT count(*) FROM events WHERE event_date <> strftime(make_timestamp(event_timestamp) + INTERVAL 7 HOUR, '%Y%m%d') OR NOT contains(filename, event_date)"));

    [Fact]
    public void Sessions_go_on_after_midnight_in_the_next_days_table() =>
        Assert.InRange(sample.Count("SELECT count(*) FROM (SELECT 1 FROM events WHERE session_id IS NOT NULL GROUP BY property, user_pseudo_id, session_id HAVING count(DISTINCT event_date) > 1)"), 100, 2000);

    [Fact]
    public void Session_start_and_first_visit_carry_no_source() =>
        Assert.Equal(0, sample.Count("SELECT count(*) FROM events WHERE event_name IN ('session_start', 'first_visit') AND (collected IS NOT NULL OR source IS NOT NULL)"));

    [Fact]
    public void Several_events_share_a_sessions_first_timestamp() =>
        Assert.True(sample.Count("SELECT count(*) FROM (SELECT property, user_pseudo_id, session_id FROM events WHERE session_id IS NOT NULL GROUP BY ALL HAVING count(*) FILTER (event_timestamp // 1000000 = session_id) > 1)") > 50_000);

    [Fact]
    public void Some_rows_stand_late_in_their_table() =>
        Assert.InRange(sample.Count("SELECT count(*) FROM (SELECT event_timestamp < lag(event_timestamp) OVER (PARTITION BY filename ORDER BY file_row_number) AS back FROM events) WHERE back"), 500, 5000);

    [Fact]
    public void Some_rows_stand_twice_in_their_table()
    {
        var files = string.Join(", ", Enumerable.Range(1, 10).Select(ago => $"'{sample.Table(SampleProperties.IslandEscape, ago)}'"));
        Assert.InRange(sample.Count($"SELECT (SELECT count(*) FROM read_parquet([{files}])) - (SELECT count(*) FROM (SELECT DISTINCT * FROM read_parquet([{files}])))"), 2, 100);
    }

    [Fact]
    public void A_transaction_is_sent_again_by_the_same_user_in_its_session_and_in_a_later_one()
    {
        const string Repeated = "SELECT count(*) FROM (SELECT 1 FROM events WHERE event_name = 'purchase' AND ecommerce.transaction_id <> '(not set)' AND session_id IS NOT NULL GROUP BY user_pseudo_id, ecommerce.transaction_id HAVING ";
        Assert.True(sample.Count(Repeated + "count(DISTINCT event_timestamp) > 1 AND count(DISTINCT session_id) = 1)") > 0);
        Assert.True(sample.Count(Repeated + "count(DISTINCT session_id) > 1)") > 0);
    }

    [Fact]
    public void Every_session_has_one_number_and_one_start() =>
        Assert.Equal(0, sample.Count("SELECT count(*) FROM (SELECT 1 FROM events WHERE session_id IS NOT NULL GROUP BY property, user_pseudo_id, session_id HAVING count(DISTINCT session_number) > 1)"));

    [Fact]
    public void Both_clients_of_the_shared_property_have_their_share_of_hosts()
    {
        foreach (var site in SampleProperties.PhuketStays.Sites)
        {
            Assert.True(sample.Count($"SELECT count(DISTINCT (user_pseudo_id, session_id)) FROM events WHERE property = 'phuket_stays' AND host LIKE '%{site.Domain}'") > 120 * SampleData.Days);
        }
    }

    [Fact]
    public void Weeks_have_a_season() =>
        Assert.True(Sessions(6) > 1.3 * Sessions(1), "A beach club is busier on a Saturday than on a Monday.");

    [Fact]
    public void Days_have_between_one_hundred_and_four_hundred_sessions_a_site()
    {
        var days = sample.Rows("SELECT count(*) FROM events WHERE event_name = 'session_start' AND property <> 'phuket_stays' GROUP BY property, event_date");
        Assert.All(days, day => Assert.InRange((long)day[0]!, 100, 400));
    }

    private double Sessions(int weekday) =>
        sample.Count($"SELECT count(*) FROM events WHERE property = 'barracuda_phuket' AND event_name = 'session_start' AND dayofweek(strptime(event_date, '%Y%m%d')) = {weekday}");

    private Dictionary<string, string> Types(string file) =>
        sample.Rows($"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '{file}')").ToDictionary(row => (string)row[0]!, row => (string)row[1]!);
}
