namespace MarketingPipeline.DuckDb;

/// <summary>
/// The columns that the product reads from GA4's export (specs, "Columns of events_*"), for JSON files: JSON carries no
/// types, so they are given; a key that a line lacks is NULL, one that is not listed is ignored.
/// </summary>
internal static class Ga4Schema
{
    private const string Value = "STRUCT(string_value VARCHAR, int_value BIGINT, float_value DOUBLE, double_value DOUBLE)";

    private const string Manual = "STRUCT(campaign_id VARCHAR, campaign_name VARCHAR, \"source\" VARCHAR, medium VARCHAR, term VARCHAR, content VARCHAR)";

    /// <summary>The <c>columns</c> argument of read_json.</summary>
    public static string JsonColumns { get; } = "{" + string.Join(", ", new (string Name, string Type)[]
    {
        ("event_date", "VARCHAR"),
        ("event_timestamp", "BIGINT"),
        ("event_name", "VARCHAR"),
        ("event_previous_timestamp", "BIGINT"),
        ("event_value_in_usd", "DOUBLE"),
        ("event_bundle_sequence_id", "BIGINT"),
        ("event_server_timestamp_offset", "BIGINT"),
        ("batch_page_id", "BIGINT"),
        ("batch_ordering_id", "BIGINT"),
        ("batch_event_index", "BIGINT"),
        ("event_params", $"STRUCT(\"key\" VARCHAR, \"value\" {Value})[]"),
        ("user_id", "VARCHAR"),
        ("user_pseudo_id", "VARCHAR"),
        ("is_active_user", "BOOLEAN"),
        ("user_first_touch_timestamp", "BIGINT"),
        ("user_properties", $"STRUCT(\"key\" VARCHAR, \"value\" STRUCT(string_value VARCHAR, int_value BIGINT, float_value DOUBLE, double_value DOUBLE, set_timestamp_micros BIGINT))[]"),
        ("user_ltv", "STRUCT(revenue DOUBLE, currency VARCHAR)"),
        ("privacy_info", "STRUCT(analytics_storage VARCHAR, ads_storage VARCHAR, uses_transient_token VARCHAR)"),
        ("device", "STRUCT(category VARCHAR, mobile_brand_name VARCHAR, mobile_model_name VARCHAR, operating_system VARCHAR, operating_system_version VARCHAR, \"language\" VARCHAR, browser VARCHAR, browser_version VARCHAR, web_info STRUCT(browser VARCHAR, browser_version VARCHAR, hostname VARCHAR))"),
        ("geo", "STRUCT(continent VARCHAR, sub_continent VARCHAR, country VARCHAR, region VARCHAR, city VARCHAR, metro VARCHAR)"),
        ("app_info", "STRUCT(id VARCHAR, firebase_app_id VARCHAR, install_source VARCHAR, \"version\" VARCHAR, install_store VARCHAR)"),
        ("traffic_source", "STRUCT(\"name\" VARCHAR, medium VARCHAR, \"source\" VARCHAR)"),
        ("collected_traffic_source", "STRUCT(manual_campaign_id VARCHAR, manual_campaign_name VARCHAR, manual_source VARCHAR, manual_medium VARCHAR, manual_term VARCHAR, manual_content VARCHAR, gclid VARCHAR, dclid VARCHAR, srsltid VARCHAR)"),
        ("session_traffic_source_last_click", $"STRUCT(manual_campaign {Manual}, google_ads_campaign STRUCT(customer_id VARCHAR, account_name VARCHAR, campaign_id VARCHAR, campaign_name VARCHAR, ad_group_id VARCHAR, ad_group_name VARCHAR), cross_channel_campaign STRUCT(campaign_id VARCHAR, campaign_name VARCHAR, \"source\" VARCHAR, medium VARCHAR, source_platform VARCHAR, default_channel_group VARCHAR, primary_channel_group VARCHAR))"),
        ("stream_id", "VARCHAR"),
        ("platform", "VARCHAR"),
        ("event_dimensions", "STRUCT(hostname VARCHAR)"),
        ("ecommerce", "STRUCT(total_item_quantity BIGINT, purchase_revenue_in_usd DOUBLE, purchase_revenue DOUBLE, refund_value_in_usd DOUBLE, refund_value DOUBLE, shipping_value_in_usd DOUBLE, shipping_value DOUBLE, tax_value_in_usd DOUBLE, tax_value DOUBLE, unique_items BIGINT, transaction_id VARCHAR)"),
        ("items", DuckDbDialect.ItemsType),
    }.Select(column => $"\"{column.Name}\": '{column.Type}'")) + "}";
}
