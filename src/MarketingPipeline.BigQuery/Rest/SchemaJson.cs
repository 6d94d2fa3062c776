using System.Text.Json;
using System.Text.Json.Nodes;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>A schema as REST writes it: <c>{ "fields": [ ... ] }</c>.</summary>
internal static class SchemaJson
{
    /// <summary>The fields of a schema, or of a RECORD; empty where there are none.</summary>
    public static IReadOnlyList<TableField> Read(JsonElement schema) => schema.At("fields").Items()
        .Select(field => new TableField(
            field.Text("name") ?? "",
            field.Text("type") ?? "STRING",
            field.Text("mode") ?? "NULLABLE",
            Read(field),
            field.Text("description")))
        .ToList();

    public static JsonObject Write(IReadOnlyList<TableField> fields) => new() { ["fields"] = new JsonArray(fields.Select(Write).ToArray()) };

    private static JsonNode? Write(TableField field)
    {
        var node = new JsonObject { ["name"] = field.Name, ["type"] = field.Type, ["mode"] = field.Mode };
        if (field.Description is not null)
        {
            node["description"] = field.Description;
        }

        if (field.Fields.Count > 0)
        {
            node["fields"] = new JsonArray(field.Fields.Select(Write).ToArray());
        }

        return node;
    }
}
