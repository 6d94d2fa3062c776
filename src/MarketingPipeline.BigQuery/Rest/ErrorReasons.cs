using System.Net;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>Which errors pass. By reason where the server gives one, else by HTTP status.</summary>
internal static class ErrorReasons
{
    /// <summary>No answer, or half of one.</summary>
    public const string Connection = "connection";

    /// <summary>The server cannot be identified (TLS): trying again does not help.</summary>
    public const string Untrusted = "untrusted";

    /// <summary>An answer that is not the API's: a proxy's page.</summary>
    public const string NotTheApi = "notTheApi";

    /// <summary>An upload session that the server no longer knows.</summary>
    public const string SessionLost = "uploadSessionLost";

    /// <summary>A value that .NET cannot hold.</summary>
    public const string Unreadable = "unreadableValue";

    /// <summary>The API's own "not found"; a 404 from anyone else says nothing about a table.</summary>
    public const string NotFound = "notFound";

    /// <summary>The table has changed since its ETag was read.</summary>
    public const string ConditionNotMet = "conditionNotMet";

    private static readonly Dictionary<string, GoogleFailure> ByReason = new(StringComparer.Ordinal)
    {
        [Connection] = GoogleFailure.Passing,
        ["backendError"] = GoogleFailure.Passing,
        ["badGateway"] = GoogleFailure.Passing,
        ["internalError"] = GoogleFailure.Passing,
        ["resourceInUse"] = GoogleFailure.Passing,
        ["tableUnavailable"] = GoogleFailure.Passing,
        ["jobBackendError"] = GoogleFailure.Passing,
        ["jobInternalError"] = GoogleFailure.Passing,
        ["rateLimitExceeded"] = GoogleFailure.Busy,
        ["jobRateLimitExceeded"] = GoogleFailure.Busy,
        ["quotaExceeded"] = GoogleFailure.QuotaExhausted,
        ["accessDenied"] = GoogleFailure.NotPermitted,
        ["forbidden"] = GoogleFailure.NotPermitted,
        ["billingNotEnabled"] = GoogleFailure.NotEnabled,
        ["blocked"] = GoogleFailure.NotEnabled,
        ["authError"] = GoogleFailure.SignIn,
        [Untrusted] = GoogleFailure.Untrusted,
        [SessionLost] = GoogleFailure.NotTheApi,
        ["proxyAuthenticationRequired"] = GoogleFailure.NotTheApi,
        [Unreadable] = GoogleFailure.BadAnswer,
        ["billingTierLimitExceeded"] = GoogleFailure.TooLarge,
        ["resourcesExceeded"] = GoogleFailure.TooLarge,
        ["responseTooLarge"] = GoogleFailure.TooLarge,
        ["attributeError"] = GoogleFailure.Refused,
        ["badRequest"] = GoogleFailure.Refused,
        ["bytesBilledLimitExceeded"] = GoogleFailure.Refused,
        ["duplicate"] = GoogleFailure.Refused,
        ["invalid"] = GoogleFailure.Refused,
        ["invalidUser"] = GoogleFailure.Refused,
        [NotFound] = GoogleFailure.Refused,
        ["notImplemented"] = GoogleFailure.Refused,
        ["parseError"] = GoogleFailure.Refused,
        ["required"] = GoogleFailure.Refused,
        ["stopped"] = GoogleFailure.Refused,
    };

    public static GoogleFailure FailureOf(BigQueryException error)
    {
        if (error.HttpStatus == HttpStatusCode.Unauthorized)
        {
            return GoogleFailure.SignIn;
        }

        // Too many updates of one table are a rate limit, but can be reported as a mistake in the query.
        if (error.Reason == "invalidQuery")
        {
            return error.Message.Contains("Exceeded rate limits", StringComparison.OrdinalIgnoreCase) ? GoogleFailure.Busy : GoogleFailure.Refused;
        }

        return ByReason.TryGetValue(error.Reason, out var known) ? known : error.HttpStatus switch
        {
            HttpStatusCode.TooManyRequests => GoogleFailure.Busy,
            HttpStatusCode.RequestTimeout or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => GoogleFailure.Passing,
            _ => error.Reason == NotTheApi ? GoogleFailure.NotTheApi : GoogleFailure.Refused,
        };
    }

    /// <summary>The reason of what went wrong on the way.</summary>
    public static string OnTheWay(GoogleFailure failure) => failure switch
    {
        GoogleFailure.Untrusted => Untrusted,
        GoogleFailure.NotTheApi => NotTheApi,
        _ => Connection,
    };

    /// <summary>Errors after which the job itself is over and only a new one can succeed.</summary>
    public static bool IsOfJob(string reason) => reason is "jobBackendError" or "jobInternalError" or "jobRateLimitExceeded";
}
