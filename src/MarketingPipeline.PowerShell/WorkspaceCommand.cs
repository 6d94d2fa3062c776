using System.Management.Automation;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.Runtime;

namespace MarketingPipeline.PowerShell;

/// <summary>A cmdlet that works in a workspace.</summary>
public abstract class WorkspaceCommand : AsyncCommand
{
    /// <summary>
    /// The workspace: the folder of pipeline.json, or one below it. Default: the folder that the environment variable
    /// MARKETINGPIPELINE_WORKSPACE names, else the current folder and upwards. Objects of other cmdlets of the module say which
    /// workspace they come from, so that a pipeline stays in one.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Root")]
    [WorkspaceArgument]
    public string? Workspace { get; set; }

    /// <summary>Reads the workspace that the parameter, the environment or the current folder leads to; ends the command where there is none.</summary>
    protected Workspace ReadWorkspace() => Require(() => WorkspaceFiles.Read(this.WorkspaceRoot(Workspace)));
}
