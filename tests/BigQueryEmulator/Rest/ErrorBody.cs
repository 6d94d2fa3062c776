using System.Text.Json.Nodes;

namespace MarketingPipeline.BigQueryEmulator.Rest;

/// <summary>BigQuery's error body.</summary>
public static class ErrorBody
{
    public static JsonObject Of(string reason, string message, int? code = null, string? location = null)
    {
        var (usual, status) = ErrorReasons.Of(reason);
        var domain = reason is "quotaExceeded" or "rateLimitExceeded" ? "usageLimits" : "global";
        return new()
        {
            ["error"] = Json.Object(
                ("code", code ?? usual),
                ("message", message),
                ("errors", new JsonArray(Json.Object(("message", message), ("domain", domain), ("reason", reason), ("location", location), ("locationType", location is null ? null : "parameter")))),
                ("status", status)),
        };
    }

    public static async Task WriteAsync(HttpContext context, string reason, string message, int? code = null, string? location = null)
    {
        context.Response.StatusCode = code ?? ErrorReasons.Of(reason).Code;
        await Json.WriteAsync(context, Of(reason, message, code, location));
    }
}
