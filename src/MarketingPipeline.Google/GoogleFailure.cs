using MarketingPipeline.Core;

namespace MarketingPipeline.Google;

/// <summary>What is wrong, as far as it decides what to do next.</summary>
internal enum GoogleFailure
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

    /// <summary>Whoever signs in may not see or do this.</summary>
    NotPermitted,

    /// <summary>Google refuses, and does not say why.</summary>
    RefusedSilently,

    /// <summary>The account or project is cancelled, suspended or not set up.</summary>
    NotEnabled,

    /// <summary>The version is not served.</summary>
    VersionGone,

    /// <summary>The question or its answer is too large: ask for fewer days.</summary>
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

/// <summary>The one table from what Google refuses to what a user is told.</summary>
internal static class GoogleFailures
{
    /// <summary>The product's kind of a failure. What a warehouse says of its own statements is the warehouse's kind.</summary>
    /// <param name="failure">What is wrong.</param>
    public static PipelineErrorKind Kind(this GoogleFailure failure) => failure switch
    {
        GoogleFailure.Passing or GoogleFailure.Unreachable or GoogleFailure.Untrusted or GoogleFailure.NotTheApi => PipelineErrorKind.SourceUnavailable,
        GoogleFailure.Busy or GoogleFailure.TooMuchAtOnce or GoogleFailure.QuotaExhausted => PipelineErrorKind.QuotaExhausted,
        GoogleFailure.SignIn => PipelineErrorKind.SignInFailed,
        GoogleFailure.BadAnswer => PipelineErrorKind.SourceUnreadable,
        _ => PipelineErrorKind.SourceRefused,
    };
}
