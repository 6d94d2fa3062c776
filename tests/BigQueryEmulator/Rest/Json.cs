using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MarketingPipeline.BigQueryEmulator.Statements;

namespace MarketingPipeline.BigQueryEmulator.Rest;

/// <summary>JSON as Google's APIs write it: absent rather than null, int64 as text.</summary>
public static class Json
{
    /// <summary>Set on a request whose unknown fields are an error.</summary>
    public const string RefusesUnknown = "emulator.refuses-unknown";

    private static readonly JsonSerializerOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonObject Object(params ReadOnlySpan<(string Name, JsonNode? Value)> fields)
    {
        var json = new JsonObject();
        foreach (var (name, value) in fields)
        {
            if (value is not null)
            {
                json[name] = value;
            }
        }

        return json;
    }

    public static JsonNode? Int64(long? value) => value is { } number ? JsonValue.Create(number.ToString(CultureInfo.InvariantCulture)) : null;

    public static JsonNode? Millis(DateTimeOffset? at) => Int64(at?.ToUnixTimeMilliseconds());

    public static JsonNode? Millis(TimeSpan? span) => Int64((long?)span?.TotalMilliseconds);

    public static string? Text(JsonNode? json, string name) => json?[name] is JsonValue value ? value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString() : null;

    public static long? Number(JsonNode? json, string name) =>
        Text(json, name) is not { Length: > 0 } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw new SqlException("invalid", $"Invalid value for {name}: {text} is not a valid value");

    public static bool? Flag(JsonNode? json, string name) => Text(json, name) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        var text => throw new SqlException("invalid", $"Invalid value for {name}: {text} is not a valid value"),
    };

    public static IReadOnlyList<string> Texts(JsonNode? json, string name) => json?[name] is JsonArray array ? [.. array.Select(item => item!.GetValue<string>())] : [];

    /// <summary>
    /// The request's JSON object. Fields that the API does not have are left out (Google's own Node.js client sends
    /// configuration.load.location) and numbers taken for text, unless the server was told to refuse both.
    /// </summary>
    /// <exception cref="SqlException">The body is not JSON, or not of the resource's shape.</exception>
    public static JsonObject Body(HttpContext http, ReadOnlySpan<byte> body, string resource)
    {
        try
        {
            var json = JsonNode.Parse(body) as JsonObject ?? throw new SqlException("parseError", "Parse Error: a JSON object is expected.");
            if (DiscoveryFields.Problem(json, resource, isLenient: !http.Items.ContainsKey(RefusesUnknown)) is { } problem)
            {
                throw new SqlException("badRequest", $"Invalid JSON payload received. {problem}");
            }

            return (JsonObject)DiscoveryFields.Normalized(json, resource)!;
        }
        catch (JsonException error)
        {
            throw new SqlException("parseError", $"Parse Error: {error.Message}");
        }
    }

    /// <summary>Without fields that are null: those are as good as absent.</summary>
    public static JsonNode? WithoutNulls(JsonNode? json) => json switch
    {
        JsonObject fields => new JsonObject(fields.Where(entry => entry.Value is not null).Select(entry => KeyValuePair.Create(entry.Key, WithoutNulls(entry.Value)))),
        JsonArray items => new JsonArray([.. items.Select(WithoutNulls)]),
        _ => json?.DeepClone(),
    };

    public static async Task<JsonObject> ReadAsync(HttpContext context, string resource)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return Body(context, body.ToArray(), resource);
    }

    public static async Task WriteAsync(HttpContext context, JsonObject json)
    {
        context.Response.ContentType = "application/json; charset=UTF-8";
        if (Text(json, "etag") is { } etag)
        {
            context.Response.Headers.ETag = $"\"{etag}\"";
        }

        var bytes = JsonSerializer.SerializeToUtf8Bytes(json, Written);
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
