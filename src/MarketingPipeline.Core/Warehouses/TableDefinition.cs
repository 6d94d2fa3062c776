using MarketingPipeline.Core.Modeling;

namespace MarketingPipeline.Core.Warehouses;

/// <summary>A table as a warehouse makes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is, in a sentence.</param>
/// <param name="Columns">Its columns, in order.</param>
public sealed record TableDefinition(string Name, string Description, IReadOnlyList<ModelColumn> Columns)
{
    /// <summary>The date column by which it is partitioned; null for a table that is one piece.</summary>
    public string? Partition { get; init; }

    /// <summary>The columns by which it is clustered.</summary>
    public IReadOnlyList<string> Cluster { get; init; } = [];

    /// <summary>True where every query must say which dates it reads: for the large tables of staging.</summary>
    public bool RequiresPartitionFilter { get; init; }
}
