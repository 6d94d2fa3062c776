namespace MarketingPipeline.Runtime.Samples;

/// <summary>
/// The columns of GA4's export as DuckDB types: INTEGER is BIGINT, FLOAT is DOUBLE, a repeated record is a list of structs
/// (developers.google.com/analytics/bigquery/event-schema). The records of Search Ads 360, Campaign Manager and Display &amp;
/// Video 360 are absent, as they are where these are not linked.
/// </summary>
internal static class Ga4ExportSchema
{
    private const string Value = "string_value VARCHAR, int_value BIGINT, float_value DOUBLE, double_value DOUBLE";
    private const string Parameters = $"STRUCT(\"key\" VARCHAR, \"value\" STRUCT({Value}))[]";

    private static readonly IReadOnlyList<(string Name, string Type)> Columns =
    [
        ("event_date", "VARCHAR"),
        ("event_timestamp", "BIGINT"),
        ("event_name", "VARCHAR"),
        ("event_params", Parameters),
        ("event_previous_timestamp", "BIGINT"),
        ("event_value_in_usd", "DOUBLE"),
        ("event_bundle_sequence_id", "BIGINT"),
        ("event_server_timestamp_offset", "BIGINT"),
        ("user_id", "VARCHAR"),
        ("user_pseudo_id", "VARCHAR"),
        ("privacy_info", Record("VARCHAR", "analytics_storage", "ads_storage", "uses_transient_token")),
        ("user_properties", $"STRUCT(\"key\" VARCHAR, \"value\" STRUCT({Value}, set_timestamp_micros BIGINT))[]"),
        ("user_first_touch_timestamp", "BIGINT"),
        ("user_ltv", "STRUCT(revenue DOUBLE, currency VARCHAR)"),
        ("device", "STRUCT(category VARCHAR, mobile_brand_name VARCHAR, mobile_model_name VARCHAR, mobile_marketing_name VARCHAR, mobile_os_hardware_model VARCHAR, operating_system VARCHAR, operating_system_version VARCHAR, vendor_id VARCHAR, advertising_id VARCHAR, \"language\" VARCHAR, is_limited_ad_tracking VARCHAR, time_zone_offset_seconds BIGINT, browser VARCHAR, browser_version VARCHAR, web_info STRUCT(browser VARCHAR, browser_version VARCHAR, hostname VARCHAR))"),
        ("geo", Record("VARCHAR", "city", "country", "continent", "region", "sub_continent", "metro")),
        ("app_info", Record("VARCHAR", "id", "version", "install_store", "firebase_app_id", "install_source")),
        ("traffic_source", Record("VARCHAR", "name", "medium", "source")),
        ("stream_id", "VARCHAR"),
        ("platform", "VARCHAR"),
        ("event_dimensions", Record("VARCHAR", "hostname")),
        ("ecommerce", "STRUCT(total_item_quantity BIGINT, purchase_revenue_in_usd DOUBLE, purchase_revenue DOUBLE, refund_value_in_usd DOUBLE, refund_value DOUBLE, shipping_value_in_usd DOUBLE, shipping_value DOUBLE, tax_value_in_usd DOUBLE, tax_value DOUBLE, unique_items BIGINT, transaction_id VARCHAR)"),
        ("items", $"STRUCT(item_id VARCHAR, item_name VARCHAR, item_brand VARCHAR, item_variant VARCHAR, item_category VARCHAR, item_category2 VARCHAR, item_category3 VARCHAR, item_category4 VARCHAR, item_category5 VARCHAR, price_in_usd DOUBLE, price DOUBLE, quantity BIGINT, item_revenue_in_usd DOUBLE, item_revenue DOUBLE, item_refund_in_usd DOUBLE, item_refund DOUBLE, coupon VARCHAR, affiliation VARCHAR, location_id VARCHAR, item_list_id VARCHAR, item_list_name VARCHAR, item_list_index VARCHAR, promotion_id VARCHAR, promotion_name VARCHAR, creative_name VARCHAR, creative_slot VARCHAR, item_params {Parameters})[]"),
        ("collected_traffic_source", Record("VARCHAR", "manual_campaign_id", "manual_campaign_name", "manual_source", "manual_medium", "manual_term", "manual_content", "manual_source_platform", "manual_creative_format", "manual_marketing_tactic", "gclid", "dclid", "srsltid")),
        ("is_active_user", "BOOLEAN"),
        ("publisher", "STRUCT(ad_revenue_in_usd DOUBLE, ad_format VARCHAR, ad_source_name VARCHAR, ad_unit_id VARCHAR)"),
    ];

    private static readonly IReadOnlyList<(string Name, string Type)> BatchColumns =
    [
        ("batch_event_index", "BIGINT"),
        ("batch_page_id", "BIGINT"),
        ("batch_ordering_id", "BIGINT"),
    ];

    private static readonly string ManualCampaign = "manual_campaign " + Record("VARCHAR", "campaign_id", "campaign_name", "source", "medium", "term", "content", "source_platform", "creative_format", "marketing_tactic");
    private static readonly string GoogleAdsCampaign = "google_ads_campaign " + Record("VARCHAR", "customer_id", "account_name", "campaign_id", "campaign_name", "ad_group_id", "ad_group_name");
    private static readonly string CrossChannelCampaign = "cross_channel_campaign " + Record("VARCHAR", "campaign_id", "campaign_name", "source", "medium", "source_platform", "default_channel_group", "primary_channel_group");

    /// <summary>The columns that a table of the era has, by name and type.</summary>
    public static IReadOnlyList<(string Name, string Type)> Of(ExportEra era) => era switch
    {
        ExportEra.BeforeLastClick => Columns,
        ExportEra.BeforeCrossChannel => [.. Columns, .. BatchColumns, LastClick(ManualCampaign, GoogleAdsCampaign)],
        _ => [.. Columns, .. BatchColumns, LastClick(ManualCampaign, GoogleAdsCampaign, CrossChannelCampaign)],
    };

    private static (string Name, string Type) LastClick(params string[] records) =>
        ("session_traffic_source_last_click", $"STRUCT({string.Join(", ", records)})");

    private static string Record(string type, params string[] fields) => $"STRUCT({string.Join(", ", fields.Select(field => $"\"{field}\" {type}"))})";
}
