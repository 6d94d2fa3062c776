using System.Management.Automation;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.PowerShell.Commands;

/// <summary>Lists the models, their lineage, or the SQL that they become for a client.</summary>
/// <remarks>A model is a table of the product: a .sql template with its inputs, columns and keys. No warehouse is opened.</remarks>
/// <example>
/// <para>The models, in build order.</para>
/// <code>Get-PipelineModel</code>
/// <para>Name, layer, grain, inputs and columns of each.</para>
/// </example>
/// <example>
/// <para>A client's SQL.</para>
/// <code>(Get-PipelineModel mart_campaign_performance -Client barracuda_phuket -Engine BigQuery).Sql</code>
/// <para>The statement as BigQuery would run it for the client.</para>
/// </example>
/// <example>
/// <para>The lineage.</para>
/// <code>Get-PipelineModel -Mermaid</code>
/// <para>A flowchart that Markdown renders.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "PipelineModel", DefaultParameterSetName = "Model")]
[OutputType(typeof(Model), ParameterSetName = ["Model"])]
[OutputType(typeof(RenderedModel), ParameterSetName = ["Client"])]
[OutputType(typeof(string), ParameterSetName = ["Mermaid"])]
public sealed class GetPipelineModelCommand : WorkspaceCommand
{
    private readonly ClientQueue _queue = new();

    /// <summary>The models' names. Wildcards match several. Default: all.</summary>
    [Parameter(Position = 0, ParameterSetName = "Model")]
    [Parameter(Position = 0, ParameterSetName = "Client")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ModelNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>The clients whose SQL is wanted. Wildcards match several.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Client", ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ClientNameCompleter))]
    public string[] Client { get; set; } = [];

    /// <summary>The engine whose SQL is wanted. Default: the workspace's.</summary>
    [Parameter(ParameterSetName = "Client")]
    public WarehouseEngine? Engine { get; set; }

    /// <summary>The day that the SQL is for: 'yyyy-MM-dd', a DateTime or a DateOnly. Default: yesterday in the client's time zone.</summary>
    [Parameter(ParameterSetName = "Client")]
    [DateArgument]
    public DateOnly? AsOf { get; set; }

    /// <summary>Emit the lineage as a Mermaid flowchart.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Mermaid")]
    public SwitchParameter Mermaid { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var name in Client) _queue.Add(Workspace, name);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var graph = Require(ModelGraph.Load);
        if (Mermaid)
        {
            WriteObject(graph.ToMermaid());
            return;
        }

        var models = Require(() => ModelSelection.Named(graph, Name));
        if (ParameterSetName == "Client") WriteSql(models);
        else WriteObject(models, enumerateCollection: true);
    }

    private void WriteSql(IReadOnlyList<Model> models)
    {
        var choice = Require(() => _queue.Resolve(this.WorkspaceRoot));
        foreach (var (name, findings, _) in choice.Broken) WriteError(ErrorTable.Record(ClientSelection.Error(name, findings), name));
        foreach (var unknown in choice.Unknown) WriteError(ErrorTable.Record(unknown, null));
        foreach (var chosen in choice.Work)
        {
            foreach (var model in models) WriteObject(Require(() => ModelSelection.Render(chosen, model, Engine, AsOf)));
        }
    }
}
