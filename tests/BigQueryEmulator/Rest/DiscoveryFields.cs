using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MarketingPipeline.BigQueryEmulator.Rest;

/// <summary>The fields and types that the API's discovery document gives each resource.</summary>
public static class DiscoveryFields
{
    private static readonly JsonObject Resources = Read();

    /// <summary>What in the JSON is not as the discovery document has it; null where all is.</summary>
    public static string? Problem(JsonNode? json, string type, bool isLenient = false, string path = "")
    {
        if (json is null)
        {
            return null;
        }

        if (type[0] == '[')
        {
            return json is JsonArray array ? First(array.Select((item, i) => Problem(item, type[1..^1], isLenient, $"{path}[{i}]"))) : $"{path} is no array.";
        }

        if (type[0] == '{')
        {
            return json is JsonObject map ? First(map.Select(entry => Problem(entry.Value, type[1..^1], isLenient, $"{path}.{entry.Key}"))) : $"{path} is no object.";
        }

        if (Resources[type] is JsonObject fields)
        {
            if (json is not JsonObject value)
            {
                return $"{path} is no object.";
            }

            return First(value.Select(entry => fields[entry.Key] is { } field
                ? Problem(entry.Value, field.GetValue<string>(), isLenient, $"{path}.{entry.Key}".TrimStart('.'))
                : isLenient ? null : $"Unknown name \"{entry.Key}\"{(path.Length == 0 ? "" : $" at '{path}'")}: Cannot find field."));
        }

        var kind = json.GetValueKind();
        var fits = type switch
        {
            // A lenient server takes a scalar for text, as the Node.js client sends a parameter's number.
            "string" => kind == JsonValueKind.String || (isLenient && kind is (JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)),
            "int64" => kind is JsonValueKind.String or JsonValueKind.Number,
            "int" or "number" => kind is JsonValueKind.Number or JsonValueKind.String,
            "bool" => kind is JsonValueKind.True or JsonValueKind.False,
            _ => true,
        };
        return fits ? null : $"Invalid value at '{path}' ({type}): {json.ToJsonString()}";
    }

    /// <summary>As <see cref="Problem"/>, for what a server writes: an int64 is text, an integer a number.</summary>
    public static string? AnswerProblem(JsonNode? json, string type) => Problem(json, type) ?? NumberProblem(json, type);

    /// <summary>The JSON with each int64 as text and each integer as a number, as the server would write it back; without unknown fields.</summary>
    public static JsonNode? Normalized(JsonNode? json, string type)
    {
        if (json is null)
        {
            return null;
        }

        if (type[0] == '[')
        {
            return new JsonArray([.. json.AsArray().Select(item => Normalized(item, type[1..^1]))]);
        }

        if (type[0] == '{')
        {
            return new JsonObject(json.AsObject().Select(entry => KeyValuePair.Create(entry.Key, Normalized(entry.Value, type[1..^1]))));
        }

        if (Resources[type] is JsonObject fields)
        {
            return new JsonObject(json.AsObject().Where(entry => fields.ContainsKey(entry.Key)).Select(entry => KeyValuePair.Create(entry.Key, Normalized(entry.Value, fields[entry.Key]!.GetValue<string>()))));
        }

        return (type, json.GetValueKind()) switch
        {
            ("int64", JsonValueKind.Number) or ("string", JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False) => json.ToJsonString(),
            ("int", JsonValueKind.String) when long.TryParse(json.GetValue<string>(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            _ => json.DeepClone(),
        };
    }

    private static string? NumberProblem(JsonNode? json, string type)
    {
        if (json is null)
        {
            return type == "any" ? null : $"A {type} is null.";
        }

        if (type[0] == '[')
        {
            return First(json.AsArray().Select(item => NumberProblem(item, type[1..^1])));
        }

        if (type[0] == '{')
        {
            return First(json.AsObject().Select(entry => NumberProblem(entry.Value, type[1..^1])));
        }

        if (Resources[type] is JsonObject fields)
        {
            return First(json.AsObject().Select(entry => NumberProblem(entry.Value, fields[entry.Key]!.GetValue<string>())));
        }

        var kind = json.GetValueKind();
        return type == "int64" && kind != JsonValueKind.String ? $"{json.ToJsonString()} should be text." : type == "int" && kind != JsonValueKind.Number ? $"{json.ToJsonString()} should be a number." : null;
    }

    private static string? First(IEnumerable<string?> problems) => problems.FirstOrDefault(problem => problem is not null);

    private static JsonObject Read()
    {
        using var stream = typeof(DiscoveryFields).Assembly.GetManifestResourceStream("DiscoveryFields.json")!;
        var resources = JsonNode.Parse(stream)!.AsObject();
        // A cell's value is whatever its column's type makes it.
        resources["TableCell"]!["v"] = "any";
        resources.Remove("JsonObject");
        return resources;
    }
}
