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

    private static readonly HashSet<string> Passing = new(StringComparer.Ordinal)
    {
        Connection, "backendError", "badGateway", "internalError", "rateLimitExceeded", "resourceInUse", "tableUnavailable",
        "jobBackendError", "jobInternalError", "jobRateLimitExceeded",
    };

    private static readonly HashSet<string> Final = new(StringComparer.Ordinal)
    {
        "accessDenied", "attributeError", "badRequest", "billingNotEnabled", "billingTierLimitExceeded", "blocked", "bytesBilledLimitExceeded", "duplicate",
        "forbidden", "invalid", "invalidUser", NotFound, "notImplemented", "parseError", "quotaExceeded", "required", "resourcesExceeded", "responseTooLarge",
        "stopped", Untrusted, Unreadable,
    };

    public static bool IsRetryable(BigQueryException error)
    {
        if (Passing.Contains(error.Reason))
            return true;

        // Too many updates of one table are a rate limit, but can be reported as a mistake in the query.
        if (error.Reason == "invalidQuery")
            return error.Message.Contains("Exceeded rate limits", StringComparison.OrdinalIgnoreCase);
        return !Final.Contains(error.Reason) && error.HttpStatus is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
            or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
    }

    /// <summary>Errors after which the job itself is over and only a new one can succeed.</summary>
    public static bool IsOfJob(string reason) => reason is "jobBackendError" or "jobInternalError" or "jobRateLimitExceeded";
}
