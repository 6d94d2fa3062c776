using System.Text.Json;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>What a job did.</summary>
internal sealed record JobStatistics
{
    /// <summary>The job's id within its project.</summary>
    public required string JobId { get; init; }

    /// <summary>Where it ran.</summary>
    public string? Location { get; init; }

    /// <summary>SELECT, MERGE, SCRIPT and so on; null for a load.</summary>
    public string? StatementType { get; init; }

    /// <summary>Bytes read.</summary>
    public long BytesProcessed { get; init; }

    /// <summary>Bytes paid for.</summary>
    public long BytesBilled { get; init; }

    /// <summary>Slot time, in milliseconds.</summary>
    public long SlotMilliseconds { get; init; }

    /// <summary>Rows that a DML statement changed.</summary>
    public long RowsAffected { get; init; }

    /// <summary>Rows that a load wrote; null for a query.</summary>
    public long? OutputRows { get; init; }

    /// <summary>Whether the result came from the cache, without charge.</summary>
    public bool IsCacheHit { get; init; }

    /// <summary>The statements that a script ran, each a job of its own.</summary>
    public long ChildJobs { get; init; }

    /// <summary>The result's columns; empty where the server names none before the rows are read.</summary>
    public IReadOnlyList<TableField> Schema { get; init; } = [];

    /// <summary>When it was submitted.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>How long it ran; zero where it has not ended.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Where its rows went.</summary>
    public TableName? Destination { get; init; }

    /// <summary>Why it failed; null where it did not.</summary>
    public string? ErrorReason { get; init; }

    /// <summary>What the server says about the failure.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Reads a Job, or an entry of a list of jobs.</summary>
    public static JobStatistics Of(JsonElement job)
    {
        var statistics = job.At("statistics");
        var (query, load, error) = (statistics.At("query"), statistics.At("load"), job.At("status").At("errorResult"));
        return new JobStatistics
        {
            JobId = job.At("jobReference").Text("jobId") ?? "",
            Location = job.At("jobReference").Text("location"),
            StatementType = query.Text("statementType"),
            BytesProcessed = query.Int64("totalBytesProcessed") ?? statistics.Int64("totalBytesProcessed") ?? 0,
            BytesBilled = query.Int64("totalBytesBilled") ?? 0,
            SlotMilliseconds = statistics.Int64("totalSlotMs") ?? query.Int64("totalSlotMs") ?? 0,
            RowsAffected = query.Int64("numDmlAffectedRows") ?? 0,
            OutputRows = load.Int64("outputRows"),
            IsCacheHit = query.Flag("cacheHit") ?? false,
            ChildJobs = statistics.Int64("numChildJobs") ?? 0,
            Schema = SchemaJson.Read(query.At("schema")),
            CreatedAt = statistics.Moment("creationTime") ?? default,
            Duration = statistics.Moment("endTime") - statistics.Moment("startTime") ?? TimeSpan.Zero,
            Destination = JobJson.TableOf(job.At("configuration").At("query").At("destinationTable")) ?? JobJson.TableOf(job.At("configuration").At("load").At("destinationTable")),
            ErrorReason = error.Text("reason"),
            ErrorMessage = error.Text("message"),
        };
    }
}
