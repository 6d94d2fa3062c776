using System.Text.Json;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>A dataset.</summary>
internal sealed record DatasetInfo
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is.</summary>
    public string? Location { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Its labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>After how long its new tables disappear; null for never. The sandbox sets sixty days.</summary>
    public TimeSpan? DefaultTableExpiration { get; init; }

    public static DatasetInfo Of(JsonElement dataset) => new()
    {
        Name = dataset.At("datasetReference").Text("datasetId") ?? "",
        Location = dataset.Text("location"),
        Description = dataset.Text("description"),
        Labels = dataset.Texts("labels"),
        CreatedAt = dataset.Moment("creationTime"),
        DefaultTableExpiration = dataset.Int64("defaultTableExpirationMs") is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
    };
}
