using System.Globalization;
using System.Text.Json.Nodes;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>A table to create.</summary>
internal sealed record TableDefinition
{
    public required TableName Name { get; init; }

    public required IReadOnlyList<TableField> Schema { get; init; }

    public string? Description { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The column that it is partitioned by; null for none.</summary>
    public string? PartitionField { get; init; }

    /// <summary>DAY, HOUR, MONTH or YEAR.</summary>
    public string PartitionType { get; init; } = "DAY";

    public bool RequirePartitionFilter { get; init; }

    /// <summary>After how long a partition disappears; null for never.</summary>
    public TimeSpan? PartitionExpiration { get; init; }

    public IReadOnlyList<string> Clustering { get; init; } = [];

    /// <summary>When it disappears; null for what the dataset says.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public JsonObject ToJson()
    {
        var table = new JsonObject { ["tableReference"] = JobJson.Reference(Name), ["schema"] = SchemaJson.Write(Schema) };
        if (Description is not null)
        {
            table["description"] = Description;
        }

        if (Rest.Labels.Write(Labels) is { } labels)
        {
            table["labels"] = labels;
        }

        if (PartitionField is not null)
        {
            var partitioning = new JsonObject { ["type"] = PartitionType, ["field"] = PartitionField };
            if (PartitionExpiration is { } expiration)
            {
                partitioning["expirationMs"] = ((long)expiration.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
            }

            table["timePartitioning"] = partitioning;
            if (RequirePartitionFilter)
            {
                table["requirePartitionFilter"] = true;
            }
        }

        if (Clustering.Count > 0)
        {
            table["clustering"] = new JsonObject { ["fields"] = new JsonArray(Clustering.Select(field => (JsonNode?)field).ToArray()) };
        }

        if (ExpiresAt is { } moment)
        {
            table["expirationTime"] = moment.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        }

        return table;
    }
}

/// <summary>A change of a table: what is null stays as it is.</summary>
internal sealed record TablePatch
{
    /// <summary>The whole new schema: the old one's columns and more.</summary>
    public IReadOnlyList<TableField>? Schema { get; init; }

    public string? Description { get; init; }

    /// <summary>Labels to set; others stay.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>When it disappears.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether it shall no longer disappear.</summary>
    public bool NeverExpires { get; init; }

    public JsonObject ToJson()
    {
        var table = new JsonObject();
        if (Schema is not null)
        {
            table["schema"] = SchemaJson.Write(Schema);
        }

        if (Description is not null)
        {
            table["description"] = Description;
        }

        if (Labels is not null && Rest.Labels.Write(Labels) is { } labels)
        {
            table["labels"] = labels;
        }

        if (ExpiresAt is { } moment)
        {
            table["expirationTime"] = moment.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        }
        else if (NeverExpires)
        {
            table["expirationTime"] = null;
        }

        return table;
    }
}
