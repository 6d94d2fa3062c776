using System.Management.Automation;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.Runtime;

namespace MarketingPipeline.PowerShell.Commands;

/// <summary>Makes a workspace: a folder with pipeline.json, clients/ and the JSON schemas.</summary>
/// <remarks>
/// A workspace is meant to be kept in git. With -Sample it comes with six example clients in the three scenarios (GA4 and
/// Google Ads, GA4 only, Google Ads only) and generated data, always the same for the same last date.
/// </remarks>
/// <example>
/// <para>Try the product.</para>
/// <code>New-PipelineWorkspace ./demo -Sample | Get-PipelineClient | Invoke-StagingRefresh | Invoke-MartBuild | Get-ExecutiveDashboard</code>
/// <para>Makes a workspace with example data, runs the whole pipeline and shows the dashboards.</para>
/// </example>
/// <example>
/// <para>A production workspace.</para>
/// <code>New-PipelineWorkspace ./agency -Engine BigQuery -Project agency-prod -Location asia-southeast1</code>
/// <para>Makes a workspace whose tables are in BigQuery.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "PipelineWorkspace", SupportsShouldProcess = true, DefaultParameterSetName = "Empty")]
[OutputType(typeof(Workspace))]
public sealed class NewPipelineWorkspaceCommand : AsyncCommand
{
    /// <summary>The workspace's folder; created where it is not there. Default: the current folder.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary>The warehouse: DuckDb, embedded, one file a client; or BigQuery.</summary>
    [Parameter(ParameterSetName = "Empty")]
    public WarehouseEngine Engine { get; set; } = WarehouseEngine.DuckDb;

    /// <summary>The Google Cloud project that runs BigQuery's jobs and holds its datasets.</summary>
    [Parameter(ParameterSetName = "Empty")]
    [ValidateNotNullOrEmpty]
    public string? Project { get; set; }

    /// <summary>The BigQuery datasets' location, for example asia-southeast1.</summary>
    [Parameter(ParameterSetName = "Empty")]
    [ValidateNotNullOrEmpty]
    public string? Location { get; set; }

    /// <summary>Add six example clients with generated data.</summary>
    [Parameter(ParameterSetName = "Sample", Mandatory = true)]
    public SwitchParameter Sample { get; set; }

    /// <summary>The last day of the generated data: 'yyyy-MM-dd', a DateTime or a DateOnly. Default: yesterday in Bangkok.</summary>
    [Parameter(ParameterSetName = "Sample")]
    [DateArgument]
    public DateOnly? LastDate { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var root = Require(() => this.FullPath(Path));
        var settings = Require(() => NewWorkspaceSettings.BigQuery(Engine, Project, Location));
        if (!ShouldProcess(root, Sample ? "Create workspace with six example clients" : $"Create {Engine} workspace"))
        {
            return;
        }

        WriteVerbose($"Creating a workspace in {root}.");
        if (Sample)
        {
            Run((streams, cancellation) => SampleWorkspace.CreateAsync(root, LastDate ?? NewWorkspaceSettings.Yesterday(), new SampleProgress(streams), cancellation));
        }
        else
        {
            Require(() => WorkspaceWriter.Create(root, Engine, settings));
        }

        WriteObject(Require(() => WorkspaceFiles.Read(root)));
    }
}
