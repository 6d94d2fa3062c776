using System.Text.Json.Nodes;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Staging;

/// <summary>Exports change: a missing column is NULL, one typed differently is cast, an unknown one is ignored.</summary>
public sealed class ExportShapeTests
{
    private static readonly DateOnly Day = Bench.Yesterday;

    [Fact]
    public async Task A_table_from_before_the_newer_columns_has_NULL_in_them()
    {
        using var bench = new Bench().Client(Acme.Name).Parquet("ga4/acme/events_20260615.parquet", Day, "page_view");

        await Acme.BuildAsync(bench);

        var row = Assert.Single(await bench.QueryAsync(Acme.Name, "SELECT * FROM stg_acme_ga4_events"));
        Assert.Equal("page_view / |u1|7 / - / - / - / - / - / -", row.Text("event_name", "session_key", "stream_id", "hit_source", "last_click_source", "batch_page_id", "revenue", "items"));
        Assert.Equal("(direct) / (none) / - / direct", Assert.Single(await bench.QueryAsync(Acme.Name, "SELECT * FROM int_acme_sessions_enriched")).Source());
    }

    [Fact]
    public async Task An_all_NULL_INTEGER_where_text_or_a_record_belongs_is_NULL()
    {
        using var bench = new Bench().Client(Acme.Name).Parquet(
            "ga4/acme/events_20260615.parquet",
            Day,
            "page_view",
            """
            123::BIGINT AS stream_id, NULL::INTEGER AS user_id, NULL::INTEGER AS collected_traffic_source, NULL::INTEGER AS session_traffic_source_last_click, NULL::INTEGER AS items, NULL::INTEGER AS ecommerce,
            NULL::INTEGER AS user_properties, {'analytics_storage': NULL::BIGINT, 'ads_storage': NULL::BIGINT} AS privacy_info, NULL::INTEGER AS geo, {'category': NULL::INTEGER, 'web_info': NULL::INTEGER} AS device
            """);

        await bench.StageAsync(Acme.Name);

        var row = Assert.Single(await bench.QueryAsync(Acme.Name, "SELECT * FROM stg_acme_ga4_events"));
        Assert.Equal("123 / 123|u1|7 / - / - / - / - / -", row.Text("stream_id", "session_key", "user_id", "hit_source", "items", "analytics_storage", "device_category"));
    }

    [Fact]
    public async Task Columns_and_fields_that_nobody_knows_are_ignored()
    {
        using var bench = new Bench().Client(Acme.Name).Parquet(
            "ga4/acme/events_20260615.parquet",
            Day,
            "page_view",
            """
            'new' AS column_of_tomorrow, {'a': [1, 2]} AS another, {'country': 'Thailand', 'planet': 'Earth'} AS geo,
            [{'item_id': 'i', 'price': 2.5::DOUBLE, 'colour': 'red'}] AS items, {'manual_source': 's', 'manual_new': 'n'} AS collected_traffic_source
            """);

        await bench.StageAsync(Acme.Name);

        var row = Assert.Single(await bench.QueryAsync(Acme.Name, "SELECT *, items[1].item_id AS item, items[1].price AS price, items[1].coupon AS item_coupon FROM stg_acme_ga4_events"));
        Assert.Equal("Thailand / s / i / 2.5 / -", row.Text("country", "hit_source", "item", "price", "item_coupon"));
    }

    [Fact]
    public async Task A_record_without_some_of_its_fields_gives_the_others()
    {
        using var bench = new Bench().Client(Acme.Name).Parquet(
            "ga4/acme/events_20260615.parquet",
            Day,
            "purchase",
            """
            {'transaction_id': 'T', 'purchase_revenue': 12.5::DOUBLE} AS ecommerce,
            {'cross_channel_campaign': {'source': 'bing', 'medium': 'organic'}} AS session_traffic_source_last_click,
            [{'item_id': 5::BIGINT, 'quantity': 2::BIGINT, 'item_list_index': 3::BIGINT}] AS items
            """,
            "[{'key': 'ga_session_id', 'value': {'int_value': 7::BIGINT}}, {'key': 'engagement_time_msec', 'value': {'int_value': 1500::BIGINT}}]");

        await bench.StageAsync(Acme.Name);

        var row = Assert.Single(await bench.QueryAsync(Acme.Name, "SELECT *, items[1].item_id AS item, items[1].item_list_index AS list_index FROM stg_acme_ga4_events"));
        Assert.Equal("T / 12.5 / - / bing / organic / - / 5 / 3 / |u1|7 / 1500", row.Text("transaction_id", "revenue", "tax", "last_click_source", "last_click_medium", "last_click_campaign", "item", "list_index", "session_key", "engagement_time_msec"));
    }

    [Fact]
    public async Task Two_files_of_one_day_may_have_different_shapes()
    {
        using var bench = new Bench().Client(Acme.Name)
            .Parquet("ga4/acme/events_20260615_000.parquet", Day, "page_view")
            .Parquet("ga4/acme/events_20260615_001.parquet", Day, "scroll", "'55' AS stream_id, 3::BIGINT AS batch_page_id");

        await bench.StageAsync(Acme.Name);

        var rows = await bench.QueryAsync(Acme.Name, "SELECT * FROM stg_acme_ga4_events ORDER BY event_name");
        Assert.Equal(["page_view / - / - / events_20260615", "scroll / 55 / 3 / events_20260615"], rows.Select(row => row.Text("event_name", "stream_id", "batch_page_id", "source_table")));
        Assert.Equal("events_20260615 / 2 / 2 / 0", (await bench.QueryAsync(Acme.Name, "SELECT * FROM pipeline_ledger"))[0].Text("source_table", "source_rows", "staged_rows", "duplicate_rows"));
    }

    [Fact]
    public async Task Numbers_as_text_and_explicit_nulls_in_JSON_are_read_like_numbers_and_absent_keys()
    {
        var hit = new Ga4Event(Day).Set("event_bundle_sequence_id", "12").Set("batch_page_id", null).Set("geo", null).Set("items", new JsonArray()).Set("something_new", new JsonObject { ["a"] = 1 });
        hit.Set("event_timestamp", ((long)hit.Json["event_timestamp"]!).ToString(System.Globalization.CultureInfo.InvariantCulture));

        var row = Assert.Single(await new Acme().StageAsync(hit));

        Assert.Equal(new DateTimeOffset(2026, 6, 15, 10, 0, 0, TimeSpan.Zero), row.Get<DateTimeOffset>("event_timestamp"));
        Assert.Equal("12 / - / -", row.Text("event_bundle_sequence_id", "batch_page_id", "country"));
    }
}
