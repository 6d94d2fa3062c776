using System.Net;
using System.Text.Json;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>An answer, whole.</summary>
internal sealed record RestResponse(HttpStatusCode Status, byte[] Body)
{
    /// <summary>The Location header: an upload's session.</summary>
    public Uri? Location { get; init; }

    /// <summary>The Range header: what an upload has stored.</summary>
    public string? Range { get; init; }

    /// <summary>The body as JSON; null where it is none.</summary>
    public JsonElement? TryJson() => TryJson(Body);

    /// <summary>Bytes as JSON; null where they are none.</summary>
    public static JsonElement? TryJson(byte[] body)
    {
        try
        {
            return body.Length == 0 ? null : JsonSerializer.Deserialize<JsonElement>(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The body as JSON.</summary>
    /// <exception cref="BigQueryException">It is none: cut off on the way, or not the API's.</exception>
    public JsonElement Json() => TryJson() ?? throw new BigQueryException(ErrorReasons.Connection, "The server's answer could not be read: it is not JSON.") { HttpStatus = Status };
}
