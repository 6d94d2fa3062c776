using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MarketingPipeline.BigQueryEmulator.Statements;
using MarketingPipeline.BigQueryEmulator.Storage;

namespace MarketingPipeline.BigQueryEmulator.Rest;

/// <summary>A schema as the API writes it.</summary>
public static partial class SchemaJson
{
    public static JsonObject Of(IReadOnlyList<StoredField> fields) => new() { ["fields"] = Fields(fields) };

    /// <summary>Empty where the JSON has no schema.</summary>
    /// <exception cref="SqlException">A field has no name or no type that BigQuery has.</exception>
    public static ImmutableArray<StoredField> Read(JsonNode? schema) => schema?["fields"] is JsonArray fields ? ReadFields(fields) : [];

    private static JsonArray Fields(IEnumerable<StoredField> fields) => [.. fields.Select(field => (JsonNode)Json.Object(
        ("name", field.Name),
        ("type", field.Type),
        ("mode", field.Mode),
        ("description", field.Description),
        ("fields", field.Type == "RECORD" ? Fields(field.Fields) : null)))];

    private static ImmutableArray<StoredField> ReadFields(JsonArray fields) => [.. fields.Select(field =>
    {
        var name = Json.Text(field, "name") ?? throw new SqlException("required", "Field name is missing.");
        if (!ValidName().IsMatch(name))
        {
            throw new SqlException("invalid", $"Invalid field name \"{name}\". Fields must contain only letters, numbers, and underscores, start with a letter or underscore, and be at most 300 characters long.");
        }

        var type = TypeOf(Json.Text(field, "type") ?? throw new SqlException("required", $"Field {name} is missing a type."), name);
        var mode = (Json.Text(field, "mode") ?? "NULLABLE").ToUpperInvariant();
        if (mode is not ("NULLABLE" or "REQUIRED" or "REPEATED"))
        {
            throw new SqlException("invalid", $"Invalid mode {mode} of field {name}.");
        }

        var inner = type == "RECORD" ? field!["fields"] is JsonArray { Count: > 0 } nested ? ReadFields(nested) : throw new SqlException("invalid", $"Field {name} is type RECORD but has no schema") : [];
        return new StoredField(name, type, mode, inner) { Description = Json.Text(field, "description") };
    })];

    private static string TypeOf(string type, string name) => type.ToUpperInvariant() switch
    {
        "INT64" => "INTEGER",
        "FLOAT64" => "FLOAT",
        "BOOL" => "BOOLEAN",
        "STRUCT" => "RECORD",
        var known when known is "STRING" or "BYTES" or "INTEGER" or "FLOAT" or "BOOLEAN" or "TIMESTAMP" or "DATE" or "TIME" or "DATETIME" or "NUMERIC" or "BIGNUMERIC" or "JSON" or "RECORD" => known,
        "GEOGRAPHY" or "RANGE" or "INTERVAL" => throw new SqlException("notImplemented", $"The emulator stores no {type} (field {name})."),
        _ => throw new SqlException("invalid", $"Invalid value for type: {type} is not a valid value"),
    };

    [GeneratedRegex("^[A-Za-z_\\p{L}][\\w\\- &%=+:'<>#|]{0,299}$")]
    private static partial Regex ValidName();
}
