using System.Text.Json.Nodes;
using MarketingPipeline.BigQueryEmulator.Engine;
using MarketingPipeline.BigQueryEmulator.Loading;
using MarketingPipeline.BigQueryEmulator.Statements;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Rest;

/// <summary>Query parameters as values: scalars, arrays and structs.</summary>
public static class ParameterReader
{
    /// <exception cref="SqlException">A value is none of its type, or the names do not suit the mode.</exception>
    public static IReadOnlyList<SqlParameter> Read(JsonNode? parameters, string? mode)
    {
        if (parameters is not JsonArray { Count: > 0 } array)
        {
            return [];
        }

        // The Node.js client writes it in small letters.
        var named = mode?.ToUpperInvariant() switch
        {
            "NAMED" => true,
            "POSITIONAL" => false,
            null => Json.Text(array[0], "name") is { Length: > 0 },
            _ => throw new SqlException("invalid", $"Invalid value for parameterMode: {mode} is not a valid value"),
        };
        return [.. array.Select(parameter =>
        {
            var name = Json.Text(parameter, "name") ?? "";
            if (named != name.Length > 0)
            {
                throw new SqlException("invalid", named ? "Named query parameters must have a name." : "Positional query parameters must not have a name.");
            }

            var field = Field(name, parameter!["parameterType"]);
            return new SqlParameter(name, SqlTypes.TypeOf(field), Value(field, parameter["parameterValue"]));
        })];
    }

    private static StoredField Field(string name, JsonNode? type)
    {
        switch (Json.Text(type, "type")?.ToUpperInvariant())
        {
            case "ARRAY":
                var element = Field(name, type!["arrayType"]);
                return element.Mode == "REPEATED" ? throw new SqlException("invalid", "An array of arrays is not supported.") : element with { Mode = "REPEATED" };
            case "STRUCT" or "RECORD":
                return new(name, "RECORD", "NULLABLE", [.. (type!["structTypes"] as JsonArray ?? []).Select(field => Field(Json.Text(field, "name") ?? "", field!["type"]))]);
            case null:
                throw new SqlException("required", $"Required parameter is missing: the type of query parameter {name}");
            case "GEOGRAPHY" or "RANGE" or "INTERVAL":
                throw new SqlException("notImplemented", $"The emulator takes no query parameter of that type: {name}.");
            case var scalar:
                var canonical = scalar switch { "INT64" => "INTEGER", "FLOAT64" => "FLOAT", "BOOL" => "BOOLEAN", _ => scalar };
                return canonical is "STRING" or "BYTES" or "INTEGER" or "FLOAT" or "BOOLEAN" or "NUMERIC" or "BIGNUMERIC" or "DATE" or "DATETIME" or "TIME" or "TIMESTAMP" or "JSON"
                    ? new(name, canonical, "NULLABLE", [])
                    : throw new SqlException("invalid", $"Invalid type {scalar} of query parameter {name}.");
        }
    }

    private static ValueProto Value(StoredField field, JsonNode? json)
    {
        if (field.Mode == "REPEATED")
        {
            var array = new ValueProto { ArrayValue = new() };
            var element = field with { Mode = "NULLABLE" };
            array.ArrayValue.Element.Add((json?["arrayValues"] as JsonArray ?? []).Select(item => Value(element, item)));
            return array;
        }

        if (field.Type == "RECORD")
        {
            if (json?["structValues"] is not JsonObject values)
            {
                return new();
            }

            var record = new ValueProto { StructValue = new() };
            record.StructValue.Field.Add(field.Fields.Select(inner => Value(inner, values[inner.Name])));
            return record;
        }

        return Json.Text(json, "value") is not { } text ? new() : ScalarText.Parse(field.Type, text) ?? throw new SqlException("invalid", $"Invalid value for parameter {field.Name}: \"{text}\" is not a valid {field.Type}");
    }
}
