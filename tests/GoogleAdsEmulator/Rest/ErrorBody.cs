using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MarketingPipeline.GoogleAdsEmulator.Rest;

/// <summary>The API's error object.</summary>
internal static class ErrorBody
{
    /// <summary>Answers with the error; searchStream has it in an array, as its batches are.</summary>
    public static async Task WriteAsync(HttpContext http, ApiCall call, ApiError error, string requestId)
    {
        http.Response.StatusCode = error.Code;
        http.Response.ContentType = "application/json; charset=UTF-8";
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            if (call.Method == ApiCall.SearchStream)
            {
                json.WriteStartArray();
            }

            Write(json, call.Version is null ? error with { IsBare = true } : error, call.Version ?? 0, requestId);
            if (call.Method == ApiCall.SearchStream)
            {
                json.WriteEndArray();
            }
        }

        await http.Response.Body.WriteAsync(body.WrittenMemory, http.RequestAborted);
    }

    public static void Write(Utf8JsonWriter json, ApiError error, int version, string requestId)
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteNumber("code", error.Code);
        json.WriteString("message", error.IsBare && error.Message is not null ? error.Message : ApiError.MessageOf(error.Code));
        json.WriteString("status", error.Status);
        if (!error.IsBare)
        {
            json.WriteStartArray("details");
            WriteFailure(json, error, version, requestId);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteFailure(Utf8JsonWriter json, ApiError error, int version, string requestId)
    {
        json.WriteStartObject();
        json.WriteString("@type", FormattableString.Invariant($"type.googleapis.com/google.ads.googleads.v{version}.errors.GoogleAdsFailure"));
        json.WriteStartArray("errors");
        json.WriteStartObject();
        json.WriteStartObject("errorCode");
        json.WriteString(error.Family, error.Name);
        json.WriteEndObject();
        json.WriteString("message", error.Message ?? $"The emulator was told to answer {error.Name}.");
        if (error.RetryDelay is { } delay)
        {
            json.WriteStartObject("details");
            json.WriteStartObject("quotaErrorDetails");
            json.WriteString("rateScope", error.RateScope);
            json.WriteString("rateName", error.RateName);
            json.WriteString("retryDelay", delay.TotalSeconds.ToString(CultureInfo.InvariantCulture) + "s");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("requestId", requestId);
        json.WriteEndObject();
    }
}
