using MarketingPipeline.Core.Modeling;

namespace MarketingPipeline.Core.Sources;

/// <summary>GA4's export with every column that the product reads (specs, "Columns of events_*").</summary>
public static class Ga4Shape
{
    private const string Strings =
        "event_date event_name user_id user_pseudo_id stream_id platform device.category device.operating_system device.language device.browser device.web_info.browser device.web_info.hostname "
        + "geo.country geo.region geo.city traffic_source.name traffic_source.medium traffic_source.source privacy_info.analytics_storage privacy_info.ads_storage ecommerce.transaction_id "
        + "collected_traffic_source.manual_campaign_id collected_traffic_source.manual_campaign_name collected_traffic_source.manual_source collected_traffic_source.manual_medium "
        + "collected_traffic_source.manual_term collected_traffic_source.manual_content collected_traffic_source.gclid collected_traffic_source.dclid collected_traffic_source.srsltid "
        + "session_traffic_source_last_click.cross_channel_campaign.source session_traffic_source_last_click.cross_channel_campaign.medium "
        + "session_traffic_source_last_click.cross_channel_campaign.campaign_name session_traffic_source_last_click.cross_channel_campaign.campaign_id "
        + "session_traffic_source_last_click.manual_campaign.source session_traffic_source_last_click.manual_campaign.medium session_traffic_source_last_click.manual_campaign.campaign_name "
        + "session_traffic_source_last_click.manual_campaign.campaign_id session_traffic_source_last_click.manual_campaign.term session_traffic_source_last_click.manual_campaign.content "
        + "session_traffic_source_last_click.google_ads_campaign.campaign_name session_traffic_source_last_click.google_ads_campaign.campaign_id session_traffic_source_last_click.google_ads_campaign.ad_group_id";

    private const string Integers = "event_timestamp event_bundle_sequence_id batch_page_id batch_ordering_id batch_event_index ecommerce.total_item_quantity";

    private const string Floats = "ecommerce.purchase_revenue ecommerce.purchase_revenue_in_usd ecommerce.refund_value ecommerce.tax_value ecommerce.shipping_value";

    /// <summary>
    /// A relation of each kind that an export's columns may be: all there with the types of the specification, none there, all
    /// there as text, as numbers and as what nothing reads. What is rendered over them has every branch of a dialect's reading.
    /// </summary>
    public static IReadOnlyList<Ga4Relation> Every(ISqlDialect dialect) =>
    [
        .. new[]
        {
            Full(dialect),
            new Node().Shape(),
            Of(_ => dialect.TypeName(ColumnType.String), dialect),
            Of(_ => dialect.TypeName(ColumnType.Float64), dialect),
            Of(_ => dialect.TypeName(ColumnType.Date), dialect),
        }.Select(shape => new Ga4Relation("day_table", shape, new Dictionary<DateOnly, long>())),
    ];

    /// <summary>All of them, with the types of the specification.</summary>
    public static SourceShape Full(ISqlDialect dialect) => Of(dialect.TypeName, dialect);

    private static SourceShape Of(Func<ColumnType, string> typeName, ISqlDialect dialect)
    {
        var root = new Node();
        Add(root, Strings, typeName(ColumnType.String));
        Add(root, Integers, typeName(ColumnType.Int64));
        Add(root, Floats, typeName(ColumnType.Float64));
        var parameter = new Node();
        Add(parameter, "key value.string_value", typeName(ColumnType.String));
        Add(parameter, "value.int_value", typeName(ColumnType.Int64));
        Add(parameter, "value.float_value value.double_value", typeName(ColumnType.Float64));
        parameter.IsRepeated = true;
        root.Fields["event_params"] = parameter;
        root.Fields["items"] = new Node { Type = dialect.TypeName(ColumnType.Items), IsRepeated = true };
        return root.Shape();
    }

    private static void Add(Node root, string paths, string type)
    {
        foreach (var path in paths.Split(' '))
        {
            var node = root;
            foreach (var name in path.Split('.'))
            {
                if (!node.Fields.TryGetValue(name, out var next))
                {
                    node.Fields[name] = next = new Node();
                }

                node = next;
            }

            node.Type = type;
        }
    }

    private sealed class Node
    {
        public string Type { get; set; } = "";

        public bool IsRepeated { get; set; }

        public Dictionary<string, Node> Fields { get; } = new(StringComparer.Ordinal);

        public SourceShape Shape() => new(Type, Fields.ToDictionary(field => field.Key, field => field.Value.Shape(), StringComparer.Ordinal), IsRepeated);
    }
}
