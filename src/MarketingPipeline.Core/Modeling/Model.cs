using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Core.Modeling;

/// <summary>A layer of tables.</summary>
public enum ModelLayer
{
    /// <summary>stg_: sources, one row as delivered.</summary>
    Staging,

    /// <summary>int_: sessions and conversions.</summary>
    Intermediate,

    /// <summary>mart_: what people read.</summary>
    Mart,
}

/// <summary>A table that a model reads.</summary>
/// <param name="Name">The model, or <c>ga4_export</c> / <c>google_ads_report</c> for a source, or <c>ledger</c>.</param>
/// <param name="IsOptional">True where a client may lack it.</param>
public sealed record ModelInput(string Name, bool IsOptional);

/// <summary>One table of the product: a .sql template and what its header says.</summary>
public sealed record Model
{
    /// <summary>The model's name: the table's without the client, for example <c>int_sessions_enriched</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its layer.</summary>
    public required ModelLayer Layer { get; init; }

    /// <summary>What it is, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>What a row is.</summary>
    public required string Grain { get; init; }

    /// <summary>The partition column; null for a table that is one piece.</summary>
    public string? Partition { get; init; }

    /// <summary>The cluster columns.</summary>
    public IReadOnlyList<string> Cluster { get; init; } = [];

    /// <summary>The columns that make a row unique.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>What it reads.</summary>
    public IReadOnlyList<ModelInput> Inputs { get; init; } = [];

    /// <summary>How it is refreshed.</summary>
    public required string Refresh { get; init; }

    /// <summary>Its columns, in the order of definitions.md.</summary>
    public required IReadOnlyList<ModelColumn> Columns { get; init; }

    /// <summary>The template's text, header included.</summary>
    public required string Template { get; init; }

    /// <summary>The file it stands in, below Models/.</summary>
    public required string File { get; init; }

    /// <summary>A client's table.</summary>
    public TableDefinition DefinitionFor(Workspaces.ClientName client) => new(TableFor(client), Description, Columns)
    {
        Partition = Partition,
        Cluster = Cluster,
        RequiresPartitionFilter = Layer == ModelLayer.Staging,
    };

    /// <summary>The name of a client's table.</summary>
    public string TableFor(Workspaces.ClientName client)
    {
        var mark = Name.IndexOf('_', StringComparison.Ordinal);
        return $"{Name[..mark]}_{client.Value}_{Name[(mark + 1)..]}";
    }
}
