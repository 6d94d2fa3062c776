namespace MarketingPipeline.GoogleAdsEmulator.Queries;

/// <summary>The fields that the emulator has, and which resources may be asked together with which.</summary>
internal static class FieldCatalog
{
    private const int StartDatesUntil = 22;

    private static readonly string[] EntityStatuses = ["UNSPECIFIED", "UNKNOWN", "ENABLED", "PAUSED", "REMOVED"];
    private static readonly string[] AccountStatuses = ["UNSPECIFIED", "UNKNOWN", "ENABLED", "CANCELED", "SUSPENDED", "CLOSED"];

    private static readonly string[] ChannelTypes =
    [
        "UNSPECIFIED", "UNKNOWN", "SEARCH", "DISPLAY", "SHOPPING", "HOTEL", "VIDEO", "MULTI_CHANNEL", "LOCAL", "SMART", "PERFORMANCE_MAX", "LOCAL_SERVICES", "TRAVEL",
        "DEMAND_GEN", "DISCOVERY",
    ];

    private static readonly string[] Devices = ["UNSPECIFIED", "UNKNOWN", "MOBILE", "TABLET", "DESKTOP", "CONNECTED_TV", "OTHER"];

    private static readonly string[] Networks =
    [
        "UNSPECIFIED", "UNKNOWN", "SEARCH", "SEARCH_PARTNERS", "CONTENT", "MIXED", "YOUTUBE", "GOOGLE_TV", "GOOGLE_OWNED_CHANNELS", "GMAIL", "DISCOVER", "MAPS",
    ];

    private static readonly Dictionary<string, Field> Fields = ((Field[])
    [
        new("customer.resource_name", FieldType.ResourceName, row => row.CustomerName),
        new("customer.id", FieldType.Integer, row => row.Customer.Id),
        new("customer.descriptive_name", FieldType.Text, row => row.Customer.Name),
        new("customer.currency_code", FieldType.Text, row => row.Customer.CurrencyCode),
        new("customer.time_zone", FieldType.Text, row => row.Customer.TimeZone),
        new("customer.manager", FieldType.Boolean, row => row.Customer.IsManager),
        new("customer.test_account", FieldType.Boolean, row => row.Customer.IsTest),
        new("customer.status", FieldType.Enum, row => row.Customer.Status.ToString().ToUpperInvariant()) { Constants = AccountStatuses },

        new("customer_client.resource_name", FieldType.ResourceName, row => $"{row.CustomerName}/customerClients/{row.Client!.Account.Id}"),
        new("customer_client.client_customer", FieldType.ResourceName, row => $"customers/{row.Client!.Account.Id}"),
        new("customer_client.id", FieldType.Integer, row => row.Client!.Account.Id),
        new("customer_client.descriptive_name", FieldType.Text, row => row.Client!.Account.Name),
        new("customer_client.currency_code", FieldType.Text, row => row.Client!.Account.CurrencyCode),
        new("customer_client.time_zone", FieldType.Text, row => row.Client!.Account.TimeZone),
        new("customer_client.manager", FieldType.Boolean, row => row.Client!.Account.IsManager),
        new("customer_client.test_account", FieldType.Boolean, row => row.Client!.Account.IsTest),
        new("customer_client.hidden", FieldType.Boolean, row => row.Client!.Account.IsHidden),
        new("customer_client.level", FieldType.Integer, row => (long)row.Client!.Level),
        new("customer_client.status", FieldType.Enum, row => row.Client!.Account.Status.ToString().ToUpperInvariant()) { Constants = AccountStatuses },

        new("campaign.resource_name", FieldType.ResourceName, row => $"{row.CustomerName}/campaigns/{row.Campaign!.Id}"),
        new("campaign.id", FieldType.Integer, row => row.Campaign!.Id),
        new("campaign.name", FieldType.Text, row => row.Campaign!.Name),
        new("campaign.status", FieldType.Enum, row => row.Campaign!.Status) { Constants = EntityStatuses },
        new("campaign.advertising_channel_type", FieldType.Enum, row => row.Campaign!.AdvertisingChannelType) { Constants = ChannelTypes },
        new("campaign.advertising_channel_sub_type", FieldType.Enum, row => row.Campaign!.AdvertisingChannelSubType),
        new("campaign.serving_status", FieldType.Enum, row => row.Campaign!.ServingStatus),
        new("campaign.bidding_strategy_type", FieldType.Enum, row => row.Campaign!.BiddingStrategyType),
        new("campaign.start_date", FieldType.Text, row => row.Campaign!.StartDate is { } date ? date : default(FieldValue)) { Until = StartDatesUntil },
        new("campaign.end_date", FieldType.Text, row => row.Campaign!.EndDate is { } date ? date : default(FieldValue)) { Until = StartDatesUntil },
        new("campaign.start_date_time", FieldType.Text, row => row.Campaign!.StartDate is { } date ? $"{date:yyyy-MM-dd} 00:00:00" : default(FieldValue)) { Since = StartDatesUntil + 1 },
        new("campaign.end_date_time", FieldType.Text, row => row.Campaign!.EndDate is { } date ? $"{date:yyyy-MM-dd} 23:59:59" : default(FieldValue)) { Since = StartDatesUntil + 1 },

        new("ad_group.resource_name", FieldType.ResourceName, row => $"{row.CustomerName}/adGroups/{row.AdGroup!.Id}"),
        new("ad_group.campaign", FieldType.ResourceName, row => $"{row.CustomerName}/campaigns/{row.Campaign!.Id}"),
        new("ad_group.id", FieldType.Integer, row => row.AdGroup!.Id),
        new("ad_group.name", FieldType.Text, row => row.AdGroup!.Name),
        new("ad_group.status", FieldType.Enum, row => row.AdGroup!.Status) { Constants = EntityStatuses },
        new("ad_group.type", FieldType.Enum, row => row.AdGroup!.Type),

        new("segments.date", FieldType.Date, row => row.Date),
        new("segments.device", FieldType.Enum, row => row.Device) { Constants = Devices },
        new("segments.ad_network_type", FieldType.Enum, row => row.Network) { Constants = Networks },

        new("metrics.clicks", FieldType.Integer, row => row.Metrics.Clicks),
        new("metrics.impressions", FieldType.Integer, row => row.Metrics.Impressions),
        new("metrics.cost_micros", FieldType.Integer, row => row.Metrics.CostMicros),
        new("metrics.interactions", FieldType.Integer, row => row.Metrics.Interactions),
        new("metrics.view_through_conversions", FieldType.Integer, row => row.Metrics.ViewThroughConversions),
        new("metrics.conversions", FieldType.Number, row => row.Metrics.Conversions),
        new("metrics.conversions_value", FieldType.Number, row => row.Metrics.ConversionsValue),
        new("metrics.all_conversions", FieldType.Number, row => row.Metrics.AllConversions),
        new("metrics.all_conversions_value", FieldType.Number, row => row.Metrics.AllConversionsValue),
        new("metrics.ctr", FieldType.Number, row => FieldValue.Ratio(row.Metrics.Clicks, row.Metrics.Impressions)),
        new("metrics.average_cpc", FieldType.Number, row => FieldValue.Ratio(row.Metrics.CostMicros, row.Metrics.Clicks)),
        new("metrics.cost_per_conversion", FieldType.Number, row => FieldValue.Ratio(row.Metrics.CostMicros, row.Metrics.Conversions)),
    ]).ToDictionary(field => field.Name);

    /// <summary>The resources of FROM, each with those whose fields may be asked beside its own.</summary>
    private static readonly Dictionary<string, string[]> Resources = new()
    {
        ["customer"] = ["customer", "segments", "metrics"],
        ["customer_client"] = ["customer", "customer_client"],
        ["campaign"] = ["customer", "campaign", "segments", "metrics"],
        ["ad_group"] = ["customer", "campaign", "ad_group", "segments", "metrics"],
    };

    /// <summary>In the order in which a row's objects are written.</summary>
    public static IReadOnlyList<string> ResourceOrder { get; } = ["customer", "customer_client", "campaign", "ad_group", "segments", "metrics"];

    public static bool IsResource(string name) => Resources.ContainsKey(name);

    public static Field ResourceName(string resource) => Fields[resource + ".resource_name"];

    /// <summary>The field, if the API's version has it and it goes with the resource of FROM.</summary>
    public static Field Find(string name, string from, int version, string clause)
    {
        if (!Fields.TryGetValue(name, out var field) || version < field.Since || version > field.Until)
        {
            throw QueryError.Of("UNRECOGNIZED_FIELD", $"Unrecognized field in the query: '{name}'.");
        }

        if (Resources[from].Contains(field.Resource))
        {
            return field;
        }

        throw field.Resource switch
        {
            "metrics" => QueryError.Of("PROHIBITED_METRIC_IN_SELECT_OR_WHERE_CLAUSE", $"Cannot select or filter on the following metrics: '{name}', since the resource '{from}' is incompatible with them."),
            "segments" => QueryError.Of("PROHIBITED_SEGMENT_IN_SELECT_OR_WHERE_CLAUSE", $"Cannot select or filter on the following segments: '{name}', since the resource '{from}' is incompatible with them."),
            _ => QueryError.Of($"PROHIBITED_RESOURCE_TYPE_IN_{clause}_CLAUSE", $"Cannot use the field '{name}' in the {clause} clause: its resource is incompatible with '{from}'."),
        };
    }
}
