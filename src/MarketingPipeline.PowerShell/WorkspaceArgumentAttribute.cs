using System.Management.Automation;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.PowerShell;

/// <summary>Takes a workspace as an object too: <c>-Workspace (New-PipelineWorkspace ./demo -Sample)</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WorkspaceArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => inputData switch
    {
        PSObject { BaseObject: Workspace workspace } => workspace.Root,
        Workspace workspace => workspace.Root,
        PSObject { BaseObject: FileSystemInfo found } => found.FullName,
        _ => inputData,
    };
}
