using System.Net;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>What BigQuery, or the way to it, refused. Messages are the server's or our own, never a request's: they hold no credentials.</summary>
internal sealed class BigQueryException(string reason, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>BigQuery's reason (invalidQuery, accessDenied, ...) or one of <see cref="ErrorReasons"/>' own.</summary>
    public string Reason { get; } = reason;

    /// <summary>The answer's status; null where there was none, or where a job failed.</summary>
    public HttpStatusCode? HttpStatus { get; init; }

    /// <summary>The job that failed.</summary>
    public string? JobId { get; init; }

    /// <summary>Where in the request the error is, as the server names it: <c>query</c>, a table, a parameter.</summary>
    public string? Location { get; init; }

    /// <summary>The same may succeed later.</summary>
    public bool IsRetryable => ErrorReasons.IsRetryable(this);

    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
