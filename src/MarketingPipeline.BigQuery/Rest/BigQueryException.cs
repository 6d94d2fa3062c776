namespace MarketingPipeline.BigQuery.Rest;

/// <summary>What BigQuery, or the way to it, refused. Messages are the server's, without secrets, or our own.</summary>
internal sealed class BigQueryException(string reason, string message, GoogleFailure? failure = null) : GoogleException(message)
{
    /// <summary>BigQuery's reason (invalidQuery, accessDenied, ...) or one of <see cref="ErrorReasons"/>' own.</summary>
    public string Reason { get; } = reason;

    /// <inheritdoc/>
    public override GoogleFailure Failure => failure ?? ErrorReasons.FailureOf(this);

    /// <summary>As BigQuery's service agreement has it.</summary>
    public override TimeSpan FirstWait => TimeSpan.FromSeconds(1);

    /// <summary>What Google refused before BigQuery did; null where BigQuery itself has answered.</summary>
    public GoogleErrorInfo? Info { get; init; }

    /// <summary>The job that failed.</summary>
    public string? JobId { get; init; }

    /// <summary>Where in the request the error is, as the server names it: <c>query</c>, a table, a parameter.</summary>
    public string? Location { get; init; }
}
