using System.Management.Automation;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.PowerShell.Commands;

/// <summary>Removes a client from the workspace: deletes clients/&lt;name&gt;.json. Its tables stay.</summary>
/// <example>
/// <para>Remove a client.</para>
/// <code>Remove-PipelineClient barracuda_phuket</code>
/// <para>Asks, then deletes the settings file. What has been loaded stays in the warehouse.</para>
/// </example>
/// <example>
/// <para>Without a question.</para>
/// <code>Remove-PipelineClient barracuda_phuket -Confirm:$false</code>
/// <para>Deletes the settings file at once.</para>
/// </example>
[Cmdlet(VerbsCommon.Remove, "PipelineClient", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemovePipelineClientCommand : WorkspaceCommand
{
    private readonly ClientQueue _queue = new();

    /// <summary>The clients, by name. Wildcards match several.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ClientNameCompleter))]
    public string[] Client { get; set; } = [];

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
        var choice = Require(() => _queue.Resolve(this.WorkspaceRoot));
        foreach (var chosen in choice.Work)
        {
            Remove(chosen.Workspace.Root, chosen.Client.Name.Value);
        }

        // A client whose settings have errors can be removed like any other, as long as its name is one.
        foreach (var (name, findings, root) in choice.Broken)
        {
            if (ClientName.TryParse(name, out var valid))
            {
                Remove(root, valid.Value);
            }
            else
            {
                WriteError(ErrorTable.Record(ClientSelection.Error(name, findings), name));
            }
        }

        foreach (var unknown in choice.Unknown)
        {
            WriteError(ErrorTable.Record(unknown, null));
        }
    }

    private void Remove(string root, string name)
    {
        if (!ShouldProcess($"{name} in {root}", "Remove client (its tables stay)"))
        {
            return;
        }

        try
        {
            WriteVerbose($"Removing {name} from {root}.");
            WorkspaceWriter.RemoveClient(root, ClientName.Parse(name));
        }
        catch (Exception failure) when (failure is not PipelineStoppedException)
        {
            WriteError(ErrorTable.Record(failure, name));
        }
    }
}
