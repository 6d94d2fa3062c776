using MarketingPipeline.Core;
using MarketingPipeline.Core.Dashboards;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Runtime;

/// <summary>
/// An opened workspace: the warehouse and the sources that its settings name, behind one object. Each method works on one
/// client; several may run at once on different clients.
/// </summary>
public sealed class PipelineRuntime
{
    private PipelineRuntime(Workspace workspace) => Workspace = workspace;

    /// <summary>The workspace.</summary>
    public Workspace Workspace { get; }

    /// <summary>Opens a workspace that has been read.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="clock">What "yesterday" is read from; the system's clock where null.</param>
    public static PipelineRuntime Open(Workspace workspace, TimeProvider? clock = null) => new(workspace);

    /// <summary>What <see cref="RefreshStagingAsync"/> would do, changing nothing: results with status Planned or UpToDate.</summary>
    public Task<IReadOnlyList<TableResult>> PlanStagingAsync(Client client, StagingRequest request, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Sources into stg_ tables.</summary>
    public Task<IReadOnlyList<TableResult>> RefreshStagingAsync(Client client, StagingRequest request, IProgress<RunProgress> progress, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>What <see cref="BuildMartsAsync"/> would do, changing nothing.</summary>
    public Task<IReadOnlyList<TableResult>> PlanBuildAsync(Client client, BuildRequest request, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>stg_ into int_ into mart_ tables.</summary>
    public Task<IReadOnlyList<TableResult>> BuildMartsAsync(Client client, BuildRequest request, IProgress<RunProgress> progress, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>The client's dashboard as last built.</summary>
    /// <exception cref="PipelineException">It has not been built (NotBuilt).</exception>
    public Task<ExecutiveDashboard> GetDashboardAsync(Client client, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Rows of campaign performance over a range, compared with another where asked.</summary>
    public Task<IReadOnlyList<CampaignPerformance>> GetCampaignPerformanceAsync(Client client, CampaignPerformanceQuery query, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>The client's sources: freshness, watermarks, gaps.</summary>
    public Task<IReadOnlyList<SourceStatus>> GetStatusAsync(Client client, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>The client's runs, newest first.</summary>
    /// <param name="client">The client.</param>
    /// <param name="runId">One run only.</param>
    /// <param name="last">At most so many.</param>
    /// <param name="cancellation">Stops the query.</param>
    public Task<IReadOnlyList<PipelineRun>> GetRunsAsync(Client client, string? runId, int last, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>The data tests, a finding each; those that hold are information.</summary>
    public Task<IReadOnlyList<Finding>> TestDataAsync(Client client, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Settings, sources and warehouse of a client: a finding each; those that hold are information.</summary>
    public Task<IReadOnlyList<Finding>> TestClientAsync(Client client, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>A model's SQL for a client, as <paramref name="engine"/> would run it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="client">The client.</param>
    /// <param name="engine">The engine; the workspace's where null.</param>
    /// <param name="asOf">The as-of date; default yesterday in the client's time zone.</param>
    public string RenderModel(Model model, Client client, WarehouseEngine? engine, DateOnly? asOf) => throw new NotImplementedException();
}
