using System.Text.Json;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>An entry of a dataset's list of tables.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Type">TABLE, VIEW and so on.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="ExpiresAt">When it disappears; null for never.</param>
internal sealed record TableListing(string Table, string Type, DateTimeOffset? CreatedAt, DateTimeOffset? ExpiresAt);

/// <summary>A table and what is in it.</summary>
internal sealed record TableInfo
{
    public required TableName Name { get; init; }

    /// <summary>TABLE, VIEW and so on.</summary>
    public string Type { get; init; } = "TABLE";

    public IReadOnlyList<TableField> Schema { get; init; } = [];

    /// <summary>Its rows, without those in the streaming buffer.</summary>
    public long Rows { get; init; }

    /// <summary>Its logical bytes, without those in the streaming buffer.</summary>
    public long Bytes { get; init; }

    /// <summary>When its data or its settings last changed.</summary>
    public DateTimeOffset? ModifiedAt { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Changes with every change of the table's settings.</summary>
    public string? ETag { get; init; }

    public string? Description { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The column that it is partitioned by; null for none, or for the time of loading.</summary>
    public string? PartitionField { get; init; }

    /// <summary>DAY, HOUR, MONTH or YEAR; null where it is not partitioned by time.</summary>
    public string? PartitionType { get; init; }

    public bool RequirePartitionFilter { get; init; }

    /// <summary>After how long a partition disappears; null for never.</summary>
    public TimeSpan? PartitionExpiration { get; init; }

    public IReadOnlyList<string> Clustering { get; init; } = [];

    /// <summary>When it disappears; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public static TableInfo Of(JsonElement table)
    {
        var partitioning = table.At("timePartitioning");
        return new TableInfo
        {
            Name = JobJson.TableOf(table.At("tableReference")) ?? new TableName("", "", ""),
            Type = table.Text("type") ?? "TABLE",
            Schema = SchemaJson.Read(table.At("schema")),
            Rows = table.Int64("numRows") ?? 0,
            Bytes = table.Int64("numBytes") ?? 0,
            ModifiedAt = table.Moment("lastModifiedTime"),
            CreatedAt = table.Moment("creationTime"),
            ETag = table.Text("etag"),
            Description = table.Text("description"),
            Labels = table.Texts("labels"),
            PartitionField = partitioning.Text("field"),
            PartitionType = partitioning.Text("type"),
            RequirePartitionFilter = table.Flag("requirePartitionFilter") ?? partitioning.Flag("requirePartitionFilter") ?? false,
            PartitionExpiration = partitioning.Int64("expirationMs") is { } milliseconds and > 0 ? TimeSpan.FromMilliseconds(milliseconds) : null,
            Clustering = table.At("clustering").At("fields").Items().Select(field => field.GetString() ?? "").ToList(),
            ExpiresAt = table.Moment("expirationTime"),
        };
    }
}
