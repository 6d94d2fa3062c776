using System.Globalization;
using System.Net;
using System.Text.Json;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>Reads what went wrong from an answer or from a job's status.</summary>
internal static class ErrorJson
{
    /// <summary>The API's errors as its transport asks for them.</summary>
    public static IGoogleErrors Errors { get; } = new ApiErrors();

    /// <summary>The job's failure; null where it has not failed. Errors beside errorResult are warnings.</summary>
    public static BigQueryException? OfJob(JsonElement job)
    {
        var error = job.At("status").At("errorResult");
        if (error.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return new BigQueryException(error.Text("reason") ?? "unknown", error.Text("message") ?? "The job failed, and the server does not say why.")
        {
            JobId = job.At("jobReference").Text("jobId"),
            Location = error.Text("location"),
        };
    }

    // An error without a list of reasons still has google.rpc's status, or comes from a proxy and has nothing.
    private static string ByStatus(string? status, HttpStatusCode code) => status switch
    {
        "NOT_FOUND" => ErrorReasons.NotFound,
        "ALREADY_EXISTS" => "duplicate",
        "PERMISSION_DENIED" => "accessDenied",
        "UNAUTHENTICATED" => "authError",
        "INVALID_ARGUMENT" => "invalid",
        null when code == HttpStatusCode.ProxyAuthenticationRequired => "proxyAuthenticationRequired",
        null => ErrorReasons.NotTheApi,
        _ => status,
    };

    private static BigQueryException OfAnswer(GoogleRefusal answer)
    {
        var error = (RestResponse.TryJson(answer.Body) ?? default).At("error");
        var first = error.At("errors").Items().FirstOrDefault();
        var status = ((int)answer.Status).ToString(CultureInfo.InvariantCulture);
        var info = GoogleErrorInfo.Of(error);
        if (info is null && answer is { Status: HttpStatusCode.Forbidden, RequestId: { } id } && error.ValueKind == JsonValueKind.Undefined)
        {
            // Only Google gives requests an id.
            return new BigQueryException("forbidden", $"Google refuses the request (HTTP 403) and does not say why. Request id: {id}.", GoogleFailure.RefusedSilently) { HttpStatus = answer.Status };
        }

        var message = error.Text("message") ?? first.Text("message") ?? $"The server answered HTTP {status} without saying why.";
        return new BigQueryException(info?.Reason ?? first.Text("reason") ?? ByStatus(error.Text("status"), answer.Status), message, info?.Failure)
        {
            Info = info,
            HttpStatus = answer.Status,
            Location = first.Text("location"),
            RetryAfter = answer.RetryAfter,
        };
    }

    private sealed class ApiErrors : IGoogleErrors
    {
        public GoogleException OnTheWay(GoogleFailure failure, string message) => new BigQueryException(ErrorReasons.OnTheWay(failure), message + ".", failure);

        public GoogleException Of(GoogleRefusal refusal) => OfAnswer(refusal);
    }
}
