using System.Text.Json;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>What a statement would do, found out without charge.</summary>
internal sealed record DryRun
{
    /// <summary>Bytes that it would read.</summary>
    public long BytesProcessed { get; init; }

    /// <summary>PRECISE, LOWER_BOUND, UPPER_BOUND or UNKNOWN.</summary>
    public string? Accuracy { get; init; }

    /// <summary>The result's columns.</summary>
    public IReadOnlyList<TableField> Schema { get; init; } = [];

    /// <summary>The tables that it reads.</summary>
    public IReadOnlyList<TableName> ReferencedTables { get; init; } = [];

    /// <summary>SELECT, MERGE, SCRIPT and so on.</summary>
    public string? StatementType { get; init; }

    /// <summary>Reads the Job that a dry run is answered with.</summary>
    public static DryRun Of(JsonElement job)
    {
        var statistics = job.At("statistics");
        var query = statistics.At("query");
        return new DryRun
        {
            BytesProcessed = query.Int64("totalBytesProcessed") ?? statistics.Int64("totalBytesProcessed") ?? 0,
            Accuracy = query.Text("totalBytesProcessedAccuracy"),
            Schema = SchemaJson.Read(query.At("schema")),
            ReferencedTables = query.At("referencedTables").Items().Select(JobJson.TableOf).OfType<TableName>().ToList(),
            StatementType = query.Text("statementType"),
        };
    }
}
