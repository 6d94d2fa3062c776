namespace MarketingPipeline.Core.Modeling;

/// <summary>The models that the product ships, in build order.</summary>
public sealed class ModelGraph
{
    /// <summary>The models in build order.</summary>
    public IReadOnlyList<Model> Models { get; } = [];

    /// <summary>Reads the models.</summary>
    public static ModelGraph Load() => new();

    /// <summary>The lineage as a Mermaid flowchart.</summary>
    public string ToMermaid() => "flowchart LR\n";
}
