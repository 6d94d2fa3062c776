using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.PowerShell;

/// <summary>A model as it would run for a client.</summary>
/// <param name="Name">The model.</param>
/// <param name="Client">The client.</param>
/// <param name="Engine">The engine whose SQL it is.</param>
/// <param name="Table">The client's table.</param>
/// <param name="Sql">The SQL.</param>
public sealed record RenderedModel(string Name, string Client, WarehouseEngine Engine, string Table, string Sql);
