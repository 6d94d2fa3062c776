using System.Management.Automation;
using System.Security;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.PowerShell.Commands;

/// <summary>Lists the models, their lineage, the SQL that they become for a client, or what that would read.</summary>
/// <remarks>
/// A model is a table of the product: a .sql template with its inputs, columns and keys. No warehouse is opened, except by
/// -Plan, which asks BigQuery by dry runs, without charge.
/// </remarks>
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
/// <para>What a client's models would read.</para>
/// <code>Get-PipelineModel -Client barracuda_phuket -Plan</code>
/// <para>Bytes, their price at bigQuery.pricePerTiB and the tables of each model, were it built whole.</para>
/// </example>
/// <example>
/// <para>The lineage.</para>
/// <code>Get-PipelineModel -Mermaid</code>
/// <para>A flowchart that Markdown renders.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "PipelineModel", DefaultParameterSetName = "Model")]
[OutputType(typeof(Model), ParameterSetName = ["Model"])]
[OutputType(typeof(RenderedModel), ParameterSetName = ["Client"])]
[OutputType(typeof(ModelPlan), ParameterSetName = ["Plan"])]
[OutputType(typeof(string), ParameterSetName = ["Mermaid"])]
public sealed class GetPipelineModelCommand : WorkspaceCommand
{
    private readonly ClientQueue _queue = new();

    /// <summary>The models' names. Wildcards match several. Default: all.</summary>
    [Parameter(Position = 0, ParameterSetName = "Model")]
    [Parameter(Position = 0, ParameterSetName = "Client")]
    [Parameter(Position = 0, ParameterSetName = "Plan")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ModelNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>The clients whose SQL or plan is wanted. Wildcards match several.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Client", ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, ParameterSetName = "Plan", ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ClientNameCompleter))]
    public string[] Client { get; set; } = [];

    /// <summary>The engine whose SQL is wanted. Default: the workspace's.</summary>
    [Parameter(ParameterSetName = "Client")]
    public WarehouseEngine? Engine { get; set; }

    /// <summary>The day that the SQL is for: 'yyyy-MM-dd', a DateTime or a DateOnly. Default: yesterday in the client's time zone.</summary>
    [Parameter(ParameterSetName = "Client")]
    [Parameter(ParameterSetName = "Plan")]
    [DateArgument]
    public DateOnly? AsOf { get; set; }

    /// <summary>Emit what each model would read if it were built whole: bytes and price by dry runs on the workspace's BigQuery. Nothing is billed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Plan")]
    public SwitchParameter Plan { get; set; }

    /// <summary>
    /// Google credentials as JSON (service account, authorized user or external account), for -Plan. Default: as for the
    /// other cmdlets, those of the environment or of bigQuery.credentialsFile.
    /// </summary>
    [Parameter(ParameterSetName = "Plan")]
    public SecureString? GoogleCredential { get; set; }

    /// <summary>Emit the lineage as a Mermaid flowchart.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Mermaid")]
    public SwitchParameter Mermaid { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var name in Client)
        {
            _queue.Add(Workspace, name);
        }
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
        if (Plan)
        {
            WritePlans(models);
        }
        else if (ParameterSetName == "Client")
        {
            WriteSql(models);
        }
        else
        {
            WriteObject(models, enumerateCollection: true);
        }
    }

    private void WriteSql(IReadOnlyList<Model> models)
    {
        foreach (var chosen in Chosen())
        {
            foreach (var model in models)
            {
                WriteObject(Require(() => ModelSelection.Render(chosen, model, Engine, AsOf)));
            }
        }
    }

    private void WritePlans(IReadOnlyList<Model> models)
    {
        var chosen = Chosen();
        var isPattern = Name.All(ClientSelection.IsPattern);
        Run(async (streams, cancellation) =>
        {
            foreach (var client in chosen)
            {
                try
                {
                    // Of a pattern's models only those are meant that the client has.
                    foreach (var model in models.Where(model => !isPattern || ClientModels.Applies(model, client.Client)))
                    {
                        streams.WriteObject(await ModelSelection.PlanAsync(client, model, GoogleCredential, AsOf, cancellation));
                    }
                }
                catch (PipelineException failure)
                {
                    streams.WriteError(ErrorTable.Record(failure, client.Client.Name.Value));
                }
            }
        });
    }

    private IReadOnlyList<ChosenClient> Chosen()
    {
        var choice = Require(() => _queue.Resolve(this.WorkspaceRoot));
        foreach (var (name, findings, _) in choice.Broken)
        {
            WriteError(ErrorTable.Record(ClientSelection.Error(name, findings), name));
        }

        foreach (var unknown in choice.Unknown)
        {
            WriteError(ErrorTable.Record(unknown, null));
        }

        return choice.Work;
    }
}
