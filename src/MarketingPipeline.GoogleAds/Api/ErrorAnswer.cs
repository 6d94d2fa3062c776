using System.Globalization;
using System.Net;
using System.Text.Json;

namespace MarketingPipeline.GoogleAds.Api;

/// <summary>Reads what went wrong from an answer: an error alone, in a list, or after rows; or from what is no error of Google's.</summary>
internal static class ErrorAnswer
{
    // What a message may show of a server's text; also keeps a page of it out of a log.
    private const int LongestMessage = 500;

    private const string DailyQuota = "quotaError.RESOURCE_EXHAUSTED";

    // A delay beyond this is no delay but a mistake.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(7);

    private static readonly Dictionary<string, ApiProblem> ByCode = new(StringComparer.Ordinal)
    {
        ["quotaError.RESOURCE_TEMPORARILY_EXHAUSTED"] = ApiProblem.Busy,
        [DailyQuota] = ApiProblem.QuotaExhausted,
        ["quotaError.EXCESSIVE_SHORT_TERM_QUERY_RESOURCE_CONSUMPTION"] = ApiProblem.TooMuchAtOnce,
        ["quotaError.EXCESSIVE_LONG_TERM_QUERY_RESOURCE_CONSUMPTION"] = ApiProblem.QuotaExhausted,
        ["quotaError.ACCESS_PROHIBITED"] = ApiProblem.Refused,
        ["internalError.INTERNAL_ERROR"] = ApiProblem.Passing,
        ["internalError.TRANSIENT_ERROR"] = ApiProblem.Passing,
        ["internalError.DEADLINE_EXCEEDED"] = ApiProblem.Passing,
        ["sizeLimitError.RESPONSE_SIZE_LIMIT_EXCEEDED"] = ApiProblem.TooLarge,
        ["queryError.DATE_RANGE_TOO_WIDE"] = ApiProblem.TooLarge,
        ["requestError.EXPIRED_PAGE_TOKEN"] = ApiProblem.PageTokenExpired,
        ["requestError.INVALID_PAGE_TOKEN"] = ApiProblem.PageTokenExpired,
        ["requestError.UNSUPPORTED_VERSION"] = ApiProblem.VersionGone,
        ["authorizationError.CUSTOMER_NOT_ENABLED"] = ApiProblem.NotEnabled,
        ["authorizationError.ACTION_NOT_PERMITTED_FOR_SUSPENDED_ACCOUNT"] = ApiProblem.NotEnabled,
        ["authorizationError.USER_PERMISSION_DENIED"] = ApiProblem.NotPermitted,
        ["authenticationError.CUSTOMER_NOT_FOUND"] = ApiProblem.NotPermitted,
    };

    /// <summary>An error that stands in a body, whatever the status of the answer.</summary>
    /// <param name="error">The error.</param>
    /// <param name="status">The answer's status; that in the body counts where the answer had begun well.</param>
    /// <param name="requestId">The request's id in the answer's headers or batches.</param>
    /// <param name="retryAfter">What the answer's headers ask to wait.</param>
    public static ApiException Of(GoogleAdsErrorException error, HttpStatusCode? status, string? requestId, TimeSpan? retryAfter)
    {
        var (id, delay) = Details(error.Body);
        var code = status is null or HttpStatusCode.OK ? (HttpStatusCode?)error.Code : status;
        return new ApiException(ProblemOf(error, code, delay ?? retryAfter), Shortened(error.Message))
        {
            Codes = error.ErrorCodes.Count > 0 ? error.ErrorCodes : error.Status is { } canonical ? [canonical] : [],
            HttpStatus = code,
            RequestId = id ?? requestId,
            RetryAfter = delay ?? retryAfter,
        };
    }

    /// <summary>An answer that is no success: its error, or what its status says where the body is none of Google's.</summary>
    public static ApiException Of(byte[] body, HttpStatusCode status, string? requestId, TimeSpan? retryAfter)
    {
        if (Error(body) is { } error)
        {
            return Of(error, status, requestId, retryAfter);
        }

        var problem = status switch
        {
            HttpStatusCode.NotFound => ApiProblem.VersionGone,
            HttpStatusCode.Unauthorized => ApiProblem.SignIn,
            _ => ByStatus(status) ?? ApiProblem.NotTheApi,
        };
        return new ApiException(problem, "The answer does not say why") { HttpStatus = status, RequestId = requestId, RetryAfter = retryAfter };
    }

    private static ApiProblem ProblemOf(GoogleAdsErrorException error, HttpStatusCode? status, TimeSpan? delay)
    {
        var isKnown = false;
        var problem = error.ErrorCodes.Count == 0
            ? ByName(error.Status) ?? (status is { } number ? ByStatus(number) : null) ?? ApiProblem.Refused
            : ApiProblem.Refused;
        foreach (var code in error.ErrorCodes)
        {
            if (ByCode.TryGetValue(code, out var known))
            {
                (isKnown, problem) = (true, known);
                break;
            }
        }

        if (!isKnown && error.ErrorCodes.Any(code => code.StartsWith("authenticationError.", StringComparison.Ordinal)))
        {
            return ApiProblem.SignIn;
        }

        // One name for two quotas: that of a minute passes while a run waits, that of a day does not.
        return (problem, delay <= ApiRetrying.LongestWait) switch
        {
            (ApiProblem.Busy, false) when delay is not null => ApiProblem.QuotaExhausted,
            (ApiProblem.QuotaExhausted, true) when error.ErrorCodes.Contains(DailyQuota) => ApiProblem.Busy,
            _ => problem,
        };
    }

    private static ApiProblem? ByName(string? status) => status switch
    {
        "UNAUTHENTICATED" => ApiProblem.SignIn,
        "NOT_FOUND" => ApiProblem.VersionGone,
        "PERMISSION_DENIED" => ApiProblem.NotPermitted,
        "RESOURCE_EXHAUSTED" => ApiProblem.Busy,
        "UNAVAILABLE" or "INTERNAL" or "DEADLINE_EXCEEDED" or "ABORTED" or "UNKNOWN" => ApiProblem.Passing,
        _ => null,
    };

    private static ApiProblem? ByStatus(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => ApiProblem.SignIn,
        HttpStatusCode.TooManyRequests => ApiProblem.Busy,
        HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => ApiProblem.Passing,
        _ => null,
    };

    private static GoogleAdsErrorException? Error(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            var holder = root.ValueKind == JsonValueKind.Array ? root.EnumerateArray().LastOrDefault() : root;
            return holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty("error", out var error) ? GoogleAdsErrorException.Read(error) : null;
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>What the details of an error add: the request's id, and how long to wait.</summary>
    private static (string? RequestId, TimeSpan? Delay) Details(string body)
    {
        string? requestId = null;
        TimeSpan? delay = null;
        try
        {
            using var document = JsonDocument.Parse(body);
            foreach (var detail in Items(document.RootElement, "details"))
            {
                requestId ??= Text(detail, "requestId");
                delay = Longer(delay, Text(detail, "retryDelay"));
                foreach (var error in Items(detail, "errors"))
                {
                    if (Property(error, "details") is { } more && Property(more, "quotaErrorDetails") is { } quota)
                    {
                        delay = Longer(delay, Text(quota, "retryDelay"));
                    }
                }
            }
        }
        catch (InvalidOperationException)
        {
            // Text that is not Unicode, in what only adds to the error.
        }

        return (requestId, delay);
    }

    // "40591s", "0.5s"
    private static TimeSpan? Longer(TimeSpan? known, string? text)
    {
        if (text is not [.., 's'] || !double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) || seconds > LongestDelay.TotalSeconds)
        {
            return known;
        }

        var delay = TimeSpan.FromSeconds(seconds);
        return known > delay ? known : delay;
    }

    private static string Shortened(string message) => message.Length <= LongestMessage ? message : message[..LongestMessage] + "…";

    private static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    private static string? Text(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement? Property(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;
}
