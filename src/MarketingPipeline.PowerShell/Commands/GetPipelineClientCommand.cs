using System.Management.Automation;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.PowerShell.Commands;

/// <summary>Lists the workspace's clients.</summary>
/// <remarks>A client whose settings have errors is an error that names file and property; the others are listed.</remarks>
/// <example>
/// <para>All clients.</para>
/// <code>Get-PipelineClient</code>
/// <para>The clients of the workspace that the current folder is in.</para>
/// </example>
/// <example>
/// <para>Some, into the pipeline.</para>
/// <code>Get-PipelineClient *_phuket | Invoke-StagingRefresh</code>
/// <para>Refreshes the clients whose name ends so.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "PipelineClient")]
[OutputType(typeof(Client))]
public sealed class GetPipelineClientCommand : WorkspaceCommand
{
    private readonly ClientQueue _queue = new();

    /// <summary>The clients' names. Wildcards match several. Default: all.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Client")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ClientNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var name in Name)
        {
            _queue.Add(Workspace, name);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var choice = Require(() => _queue.Resolve(this.WorkspaceRoot));
        foreach (var chosen in choice.Work)
        {
            WriteObject(WorkspaceOutput.In(chosen.Client, chosen.Workspace.Root));
        }

        foreach (var (name, findings, _) in choice.Broken)
        {
            WriteError(ErrorTable.Record(ClientSelection.Error(name, findings), name));
        }

        foreach (var unknown in choice.Unknown)
        {
            WriteError(ErrorTable.Record(unknown, null));
        }
    }
}
