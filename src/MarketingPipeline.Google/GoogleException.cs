using System.Net;

namespace MarketingPipeline.Google;

/// <summary>What Google, or the way to it, refused. It becomes a PipelineException before anyone outside sees it.</summary>
/// <param name="message">The server's words, without secrets, or ours.</param>
internal abstract class GoogleException(string message) : Exception(message)
{
    /// <summary>What is wrong.</summary>
    public abstract GoogleFailure Failure { get; }

    /// <summary>The answer's status; null where there was none.</summary>
    public HttpStatusCode? HttpStatus { get; init; }

    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How long to wait at first before the same is asked again.</summary>
    public virtual TimeSpan FirstWait => Failure switch
    {
        GoogleFailure.TooMuchAtOnce => TimeSpan.FromMinutes(1),
        GoogleFailure.Busy => TimeSpan.FromSeconds(5),
        _ => TimeSpan.FromSeconds(1),
    };

    /// <summary>The same may succeed soon.</summary>
    public bool IsRetryable => Failure is GoogleFailure.Passing or GoogleFailure.Unreachable or GoogleFailure.Busy or GoogleFailure.TooMuchAtOnce;
}
