namespace MarketingPipeline.GoogleAdsEmulator.Rest;

/// <summary>One of the API's errors: its family (queryError, quotaError, …) and name, with the HTTP code that Google gives it unless another is set.</summary>
public sealed record ApiError(string Family, string Name, string? Message = null)
{
    /// <summary>The HTTP code.</summary>
    public int Code { get; init; } = (Family, Name) switch
    {
        ("authenticationError", _) => 401,
        ("authorizationError", _) => 403,
        ("quotaError", _) => 429,
        ("internalError", "DEADLINE_EXCEEDED") => 504,
        ("internalError", _) => 500,
        _ => 400,
    };

    /// <summary>How long a quota error asks to wait; left out when null.</summary>
    public TimeSpan? RetryDelay { get; init; }

    /// <summary>ACCOUNT or DEVELOPER, beside <see cref="RetryDelay"/>.</summary>
    public string RateScope { get; init; } = "DEVELOPER";

    public string RateName { get; init; } = "Number of operations for basic access";

    /// <summary>Whether the body says only what any Google API would: no GoogleAdsFailure in its details.</summary>
    public bool IsBare { get; init; }

    public string Status => StatusOf(Code);

    public static string StatusOf(int code) => code switch
    {
        400 => "INVALID_ARGUMENT",
        401 => "UNAUTHENTICATED",
        403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        429 => "RESOURCE_EXHAUSTED",
        503 => "UNAVAILABLE",
        504 => "DEADLINE_EXCEEDED",
        _ => "INTERNAL",
    };

    /// <summary>What the body says above its details.</summary>
    public static string MessageOf(int code) => code switch
    {
        400 => "Request contains an invalid argument.",
        401 => "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
        403 => "The caller does not have permission",
        404 => "Requested entity was not found.",
        429 => "Resource has been exhausted (e.g. check quota).",
        503 => "The service is currently unavailable.",
        504 => "Deadline expired before operation could complete.",
        _ => "Internal error encountered.",
    };
}
