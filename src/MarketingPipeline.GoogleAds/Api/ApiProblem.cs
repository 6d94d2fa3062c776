namespace MarketingPipeline.GoogleAds.Api;

/// <summary>What is wrong, as far as it decides what to do next.</summary>
internal enum ApiProblem
{
    /// <summary>No answer, half of one, or a server that is not well: the same may succeed soon.</summary>
    Passing,

    /// <summary>Nothing answers at all: a wrong address or no network.</summary>
    Unreachable,

    /// <summary>The server cannot be identified (TLS).</summary>
    Untrusted,

    /// <summary>Too many requests just now.</summary>
    Busy,

    /// <summary>Too much was read just now: minutes, not seconds.</summary>
    TooMuchAtOnce,

    /// <summary>What a day allows is used up.</summary>
    QuotaExhausted,

    /// <summary>The access token, or who is behind it, is not accepted.</summary>
    SignIn,

    /// <summary>Whoever signs in may not see the account.</summary>
    NotPermitted,

    /// <summary>The account is cancelled, suspended or not set up.</summary>
    NotEnabled,

    /// <summary>The version is not served.</summary>
    VersionGone,

    /// <summary>The answer would be too large: ask for fewer days.</summary>
    TooLarge,

    /// <summary>The list of pages has to be begun again.</summary>
    PageTokenExpired,

    /// <summary>A proxy's or firewall's page.</summary>
    NotTheApi,

    /// <summary>An answer that no such question has.</summary>
    BadAnswer,

    /// <summary>Anything else that Google refuses.</summary>
    Refused,
}
