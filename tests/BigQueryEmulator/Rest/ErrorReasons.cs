namespace MarketingPipeline.BigQueryEmulator.Rest;

/// <summary>The HTTP code and the canonical status of each of BigQuery's error reasons.</summary>
public static class ErrorReasons
{
    public static (int Code, string Status) Of(string reason) => reason switch
    {
        "accessDenied" or "billingNotEnabled" or "blocked" => (403, "PERMISSION_DENIED"),
        "quotaExceeded" or "rateLimitExceeded" => (403, "RESOURCE_EXHAUSTED"),
        "responseTooLarge" => (403, "INVALID_ARGUMENT"),
        "authError" => (401, "UNAUTHENTICATED"),
        "backendError" => (503, "UNAVAILABLE"),
        "badGateway" => (502, "UNAVAILABLE"),
        "internalError" => (500, "INTERNAL"),
        "duplicate" => (409, "ALREADY_EXISTS"),
        "notFound" => (404, "NOT_FOUND"),
        "notImplemented" => (501, "UNIMPLEMENTED"),
        "proxyAuthenticationRequired" => (407, "UNAUTHENTICATED"),
        "conditionNotMet" => (412, "FAILED_PRECONDITION"),
        "stopped" => (400, "CANCELLED"),
        "timeout" => (400, "DEADLINE_EXCEEDED"),
        "jobBackendError" or "jobInternalError" or "resourceInUse" or "tableUnavailable" => (400, "FAILED_PRECONDITION"),
        "jobRateLimitExceeded" or "resourcesExceeded" => (400, "RESOURCE_EXHAUSTED"),
        _ => (400, "INVALID_ARGUMENT"),
    };
}
