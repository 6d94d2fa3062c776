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

    private static readonly Dictionary<string, GoogleFailure> ByCode = new(StringComparer.Ordinal)
    {
        ["quotaError.RESOURCE_TEMPORARILY_EXHAUSTED"] = GoogleFailure.Busy,
        [DailyQuota] = GoogleFailure.QuotaExhausted,
        ["quotaError.EXCESSIVE_SHORT_TERM_QUERY_RESOURCE_CONSUMPTION"] = GoogleFailure.TooMuchAtOnce,
        ["quotaError.EXCESSIVE_LONG_TERM_QUERY_RESOURCE_CONSUMPTION"] = GoogleFailure.QuotaExhausted,
        ["quotaError.ACCESS_PROHIBITED"] = GoogleFailure.Refused,
        ["internalError.INTERNAL_ERROR"] = GoogleFailure.Passing,
        ["internalError.TRANSIENT_ERROR"] = GoogleFailure.Passing,
        ["internalError.DEADLINE_EXCEEDED"] = GoogleFailure.Passing,
        ["sizeLimitError.RESPONSE_SIZE_LIMIT_EXCEEDED"] = GoogleFailure.TooLarge,
        ["queryError.DATE_RANGE_TOO_WIDE"] = GoogleFailure.TooLarge,
        ["requestError.EXPIRED_PAGE_TOKEN"] = GoogleFailure.PageTokenExpired,
        ["requestError.INVALID_PAGE_TOKEN"] = GoogleFailure.PageTokenExpired,
        ["requestError.UNSUPPORTED_VERSION"] = GoogleFailure.VersionGone,
        ["authorizationError.CUSTOMER_NOT_ENABLED"] = GoogleFailure.NotEnabled,
        ["authorizationError.ACTION_NOT_PERMITTED_FOR_SUSPENDED_ACCOUNT"] = GoogleFailure.NotEnabled,
        ["authorizationError.USER_PERMISSION_DENIED"] = GoogleFailure.NotPermitted,
        ["authenticationError.CUSTOMER_NOT_FOUND"] = GoogleFailure.NotPermitted,
    };

    /// <summary>The API's errors as its transport asks for them.</summary>
    public static IGoogleErrors Errors { get; } = new ApiErrors();

    /// <summary>An error that stands in a body, whatever the status of the answer.</summary>
    /// <param name="error">The error.</param>
    /// <param name="status">The answer's status; that in the body counts where the answer had begun well.</param>
    /// <param name="requestId">The request's id in the answer's headers or batches.</param>
    /// <param name="retryAfter">What the answer's headers ask to wait.</param>
    public static ApiException Of(GoogleAdsErrorException error, HttpStatusCode? status, string? requestId, TimeSpan? retryAfter)
    {
        var (id, delay, info) = Details(error.Body);
        var code = status is null or HttpStatusCode.OK ? (HttpStatusCode?)error.Code : status;
        return new ApiException(info?.Failure ?? FailureOf(error, code, delay ?? retryAfter), Shortened(error.Message))
        {
            Info = info,
            Codes = info is not null ? [info.Reason] : error.ErrorCodes.Count > 0 ? error.ErrorCodes : error.Status is { } canonical ? [canonical] : [],
            HttpStatus = code,
            RequestId = id ?? requestId,
            RetryAfter = delay ?? retryAfter,
        };
    }

    private static ApiException Of(GoogleRefusal answer)
    {
        if (Error(answer.Body) is { } error)
        {
            return Of(error, answer.Status, answer.RequestId, answer.RetryAfter);
        }

        var failure = answer.Status switch
        {
            HttpStatusCode.NotFound => GoogleFailure.VersionGone,
            HttpStatusCode.Unauthorized => GoogleFailure.SignIn,

            // Only Google gives requests an id.
            HttpStatusCode.Forbidden when answer.RequestId is not null => GoogleFailure.RefusedSilently,
            _ => ByStatus(answer.Status) ?? GoogleFailure.NotTheApi,
        };
        return new ApiException(failure, "The answer does not say why") { HttpStatus = answer.Status, RequestId = answer.RequestId, RetryAfter = answer.RetryAfter };
    }

    private static GoogleFailure FailureOf(GoogleAdsErrorException error, HttpStatusCode? status, TimeSpan? delay)
    {
        var isKnown = false;
        var failure = error.ErrorCodes.Count == 0
            ? ByName(error.Status) ?? (status is { } number ? ByStatus(number) : null) ?? GoogleFailure.Refused
            : GoogleFailure.Refused;
        foreach (var code in error.ErrorCodes)
        {
            if (ByCode.TryGetValue(code, out var known))
            {
                (isKnown, failure) = (true, known);
                break;
            }
        }

        if (!isKnown && error.ErrorCodes.Any(code => code.StartsWith("authenticationError.", StringComparison.Ordinal)))
        {
            return GoogleFailure.SignIn;
        }

        // One name for two quotas: that of a minute passes while a run waits, that of a day does not.
        return (failure, delay <= Retrying.LongestWait) switch
        {
            (GoogleFailure.Busy, false) when delay is not null => GoogleFailure.QuotaExhausted,
            (GoogleFailure.QuotaExhausted, true) when error.ErrorCodes.Contains(DailyQuota) => GoogleFailure.Busy,
            _ => failure,
        };
    }

    private static GoogleFailure? ByName(string? status) => status switch
    {
        "UNAUTHENTICATED" => GoogleFailure.SignIn,
        "NOT_FOUND" => GoogleFailure.VersionGone,
        "PERMISSION_DENIED" => GoogleFailure.NotPermitted,
        "RESOURCE_EXHAUSTED" => GoogleFailure.Busy,
        "UNAVAILABLE" or "INTERNAL" or "DEADLINE_EXCEEDED" or "ABORTED" or "UNKNOWN" => GoogleFailure.Passing,
        _ => null,
    };

    private static GoogleFailure? ByStatus(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => GoogleFailure.SignIn,
        HttpStatusCode.TooManyRequests => GoogleFailure.Busy,
        HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => GoogleFailure.Passing,
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

    /// <summary>What the details of an error add: the request's id, how long to wait, and what Google refused before the API did.</summary>
    private static (string? RequestId, TimeSpan? Delay, GoogleErrorInfo? Info) Details(string body)
    {
        string? requestId = null;
        TimeSpan? delay = null;
        GoogleErrorInfo? info = null;
        try
        {
            using var document = JsonDocument.Parse(body);
            info = GoogleErrorInfo.Of(document.RootElement);
            foreach (var detail in document.RootElement.At("details").Items())
            {
                requestId ??= detail.Text("requestId");
                delay = Longer(delay, detail.Text("retryDelay"));
                foreach (var error in detail.At("errors").Items())
                {
                    delay = Longer(delay, error.At("details").At("quotaErrorDetails").Text("retryDelay"));
                }
            }
        }
        catch (InvalidOperationException)
        {
            // Text that is not Unicode, in what only adds to the error.
        }

        return (requestId, delay, info);
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

    private sealed class ApiErrors : IGoogleErrors
    {
        public GoogleException OnTheWay(GoogleFailure failure, string message) => new ApiException(failure, message);

        public GoogleException Of(GoogleRefusal refusal) => ErrorAnswer.Of(refusal);
    }
}
