namespace MarketingPipeline.BigQuery.Rest;

/// <summary>A statement, query or script to run as a job.</summary>
internal sealed record QueryRequest
{
    /// <summary>GoogleSQL.</summary>
    public required string Sql { get; init; }

    /// <summary>What the SQL names with an @, by name: DateOnly, DateTimeOffset (UTC), string, long, or rows, which are sent as one text.</summary>
    public IReadOnlyDictionary<string, object> Parameters { get; init; } = new Dictionary<string, object>();

    /// <summary>The dataset, in the client's project, of names that have none.</summary>
    public string? Dataset { get; init; }

    /// <summary>Where the rows go; null for an anonymous table.</summary>
    public TableName? Destination { get; init; }

    /// <summary>WRITE_EMPTY, WRITE_TRUNCATE or WRITE_APPEND, with <see cref="Destination"/>.</summary>
    public string? WriteDisposition { get; init; }

    /// <summary>Labels of the job; made fit for BigQuery before they are sent.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Bytes that the job may bill; it fails without charge before it bills more.</summary>
    public long? MaximumBytesBilled { get; init; }

    /// <summary>How long the server lets the job run.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What the job's id begins with.</summary>
    public string Prefix { get; init; } = "mp_";

    /// <summary>
    /// Whether a job that the server itself failed (jobBackendError and the like) runs again as a new job. False for a script
    /// that has an effect before its last transaction.
    /// </summary>
    public bool MayRestart { get; init; } = true;
}
