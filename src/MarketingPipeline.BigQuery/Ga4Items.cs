using MarketingPipeline.BigQuery.Rest;
using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.BigQuery;

/// <summary>GA4's items with every field of the export, as a type, as a schema, and selected from an export that may lack some.</summary>
internal static class Ga4Items
{
    private static readonly (string Name, string Type)[] Columns =
    [
        ("item_id", "STRING"), ("item_name", "STRING"), ("item_brand", "STRING"), ("item_variant", "STRING"), ("item_category", "STRING"), ("item_category2", "STRING"),
        ("item_category3", "STRING"), ("item_category4", "STRING"), ("item_category5", "STRING"), ("price_in_usd", "FLOAT64"), ("price", "FLOAT64"), ("quantity", "INT64"),
        ("item_revenue_in_usd", "FLOAT64"), ("item_revenue", "FLOAT64"), ("item_refund_in_usd", "FLOAT64"), ("item_refund", "FLOAT64"), ("coupon", "STRING"), ("affiliation", "STRING"),
        ("location_id", "STRING"), ("item_list_id", "STRING"), ("item_list_name", "STRING"), ("item_list_index", "STRING"), ("promotion_id", "STRING"), ("promotion_name", "STRING"),
        ("creative_name", "STRING"), ("creative_slot", "STRING"),
    ];

    private static readonly (string Name, string Type)[] Slots = [("string_value", "STRING"), ("int_value", "INT64"), ("float_value", "FLOAT64"), ("double_value", "FLOAT64")];

    private static readonly string ParamsType = $"ARRAY<STRUCT<key STRING, value STRUCT<{Declared(Slots)}>>>";

    /// <summary>The column's type in SQL.</summary>
    public static string SqlType { get; } = $"ARRAY<STRUCT<{Declared(Columns)}, item_params {ParamsType}>>";

    /// <summary>The fields of one item.</summary>
    public static IReadOnlyList<TableField> Schema { get; } =
    [
        .. Columns.Select(Field),
        new("item_params", "RECORD", "REPEATED", [Field(("key", "STRING")), new("value", "RECORD", "NULLABLE", [.. Slots.Select(Field)])]),
    ];

    /// <summary>The items of an export's row, in their order; fields that the export lacks are NULL.</summary>
    public static string Select(SourceShape shape)
    {
        if (!shape.Fields.TryGetValue("items", out var items))
        {
            return $"CAST([] AS {SqlType})";
        }

        var columns = string.Join(", ", Columns.Select(column => Cast(items, "item", column)));
        return $"ARRAY(SELECT AS STRUCT {columns}, {Params(items)} AS item_params FROM UNNEST(items) AS item WITH OFFSET AS item_position ORDER BY item_position)";
    }

    private static string Params(SourceShape items)
    {
        if (items.Fields.Count > 0 && items.Fields.GetValueOrDefault("item_params")?.Fields.GetValueOrDefault("value") is not { })
        {
            return $"CAST([] AS {ParamsType})";
        }

        var value = items.Fields.GetValueOrDefault("item_params")?.Fields["value"] ?? new SourceShape("", new Dictionary<string, SourceShape>());
        var slots = string.Join(", ", Slots.Select(slot => Cast(value, "item_param.value", slot)));
        return $"ARRAY(SELECT AS STRUCT item_param.key AS key, STRUCT({slots}) AS value FROM UNNEST(item.item_params) AS item_param WITH OFFSET AS param_position ORDER BY param_position)";
    }

    /// <summary>A shape without fields is one of which nothing is known: then every field is taken to be there.</summary>
    private static string Cast(SourceShape record, string path, (string Name, string Type) column) =>
        record.Fields.Count > 0 && !record.Fields.ContainsKey(column.Name) ? $"CAST(NULL AS {column.Type}) AS {column.Name}"
        : record.Fields.GetValueOrDefault(column.Name)?.Type == column.Type ? $"{path}.{column.Name} AS {column.Name}"
        : $"SAFE_CAST({path}.{column.Name} AS {column.Type}) AS {column.Name}";

    private static string Declared((string Name, string Type)[] columns) => string.Join(", ", columns.Select(column => $"{column.Name} {column.Type}"));

    private static TableField Field((string Name, string Type) column) =>
        new(column.Name, column.Type switch { "INT64" => "INTEGER", "FLOAT64" => "FLOAT", var type => type }, "NULLABLE", []);
}
