namespace MarketingPipeline.DuckDb;

/// <summary>
/// The columns of GA4's export, for JSON files: JSON carries no types, so they are given; a key that a line lacks is NULL,
/// one that is not listed is ignored. Columns that no model reads are listed too: rows that differ only there are no
/// duplicates of each other.
/// </summary>
internal static class Ga4Schema
{
    private const string Value = "STRUCT(string_value VARCHAR, int_value BIGINT, float_value DOUBLE, double_value DOUBLE)";

    private const string Manual = "campaign_id campaign_name source medium term content source_platform creative_format marketing_tactic";

    private const string GoogleAds = "customer_id account_name campaign_id campaign_name ad_group_id ad_group_name";

    private const string CrossChannel = "campaign_id campaign_name source medium source_platform default_channel_group primary_channel_group";

    private const string SearchAds360 = "campaign_id campaign_name source medium ad_group_id ad_group_name creative_format engine_account_name engine_account_type engine_account_id manager_account_name";

    private const string CampaignManager360 =
        "campaign_id campaign_name source medium account_id account_name advertiser_id advertiser_name creative_id creative_format creative_name creative_type creative_type_id creative_version "
        + "placement_id placement_cost_structure placement_name rendering_id site_id site_name";

    private const string DisplayAndVideo360 =
        "campaign_id campaign_name source medium advertiser_id advertiser_name creative_id creative_format creative_name exchange_id exchange_name insertion_order_id insertion_order_name "
        + "line_item_id line_item_name partner_id partner_name";

    /// <summary>The columns with their types.</summary>
    public static IReadOnlyList<(string Name, string Type)> Columns { get; } =
    [
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
        ("device", "STRUCT(category VARCHAR, mobile_brand_name VARCHAR, mobile_model_name VARCHAR, mobile_marketing_name VARCHAR, mobile_os_hardware_model VARCHAR, operating_system VARCHAR, operating_system_version VARCHAR, vendor_id VARCHAR, advertising_id VARCHAR, \"language\" VARCHAR, is_limited_ad_tracking VARCHAR, time_zone_offset_seconds BIGINT, browser VARCHAR, browser_version VARCHAR, web_info STRUCT(browser VARCHAR, browser_version VARCHAR, hostname VARCHAR))"),
        ("geo", "STRUCT(continent VARCHAR, sub_continent VARCHAR, country VARCHAR, region VARCHAR, city VARCHAR, metro VARCHAR)"),
        ("app_info", "STRUCT(id VARCHAR, firebase_app_id VARCHAR, install_source VARCHAR, \"version\" VARCHAR, install_store VARCHAR)"),
        ("traffic_source", "STRUCT(\"name\" VARCHAR, medium VARCHAR, \"source\" VARCHAR)"),
        ("collected_traffic_source", Texts("manual_campaign_id manual_campaign_name manual_source manual_medium manual_term manual_content manual_source_platform manual_creative_format manual_marketing_tactic gclid dclid srsltid")),
        ("session_traffic_source_last_click", $"STRUCT(manual_campaign {Texts(Manual)}, google_ads_campaign {Texts(GoogleAds)}, cross_channel_campaign {Texts(CrossChannel)}, sa360_campaign {Texts(SearchAds360)}, cm360_campaign {Texts(CampaignManager360)}, dv360_campaign {Texts(DisplayAndVideo360)})"),
        ("stream_id", "VARCHAR"),
        ("platform", "VARCHAR"),
        ("event_dimensions", "STRUCT(hostname VARCHAR)"),
        ("ecommerce", "STRUCT(total_item_quantity BIGINT, purchase_revenue_in_usd DOUBLE, purchase_revenue DOUBLE, refund_value_in_usd DOUBLE, refund_value DOUBLE, shipping_value_in_usd DOUBLE, shipping_value DOUBLE, tax_value_in_usd DOUBLE, tax_value DOUBLE, unique_items BIGINT, transaction_id VARCHAR)"),
        ("items", DuckDbDialect.ItemsType),
        ("publisher", "STRUCT(ad_revenue_in_usd DOUBLE, ad_format VARCHAR, ad_source_name VARCHAR, ad_unit_id VARCHAR)"),
    ];

    /// <summary>The <c>columns</c> argument of read_json.</summary>
    public static string JsonColumns { get; } = "{" + string.Join(", ", Columns.Select(column => $"\"{column.Name}\": '{column.Type}'")) + "}";

    private static string Texts(string names) => "STRUCT(" + string.Join(", ", names.Split(' ').Select(name => $"\"{name}\" VARCHAR")) + ")";
}
