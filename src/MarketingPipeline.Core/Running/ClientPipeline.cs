using MarketingPipeline.Core.Dashboards;
using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Running.Building;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Testing;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Running;

/// <summary>
/// The pipeline of a workspace, whatever its engine: opens a client's warehouse, does one thing, closes it. Methods may run
/// at once for different clients.
/// </summary>
public sealed class ClientPipeline
{
    private readonly Workspace _workspace;
    private readonly IWarehouse _warehouse;
    private readonly Func<Client, IGoogleAdsReports> _googleAds;
    private readonly TimeProvider _clock;
    private readonly ModelRenderer _renderer;

    /// <summary>Puts a pipeline together.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="warehouse">The engine that it names.</param>
    /// <param name="googleAds">Where a client's Google Ads reports come from.</param>
    /// <param name="clock">What "today" is read from.</param>
    public ClientPipeline(Workspace workspace, IWarehouse warehouse, Func<Client, IGoogleAdsReports> googleAds, TimeProvider clock)
    {
        _workspace = workspace;
        _warehouse = warehouse;
        _googleAds = googleAds;
        _clock = clock;
        _renderer = ModelRenderer.Of(warehouse.Dialect);
    }

    /// <summary>What <see cref="RefreshStagingAsync"/> would do, changing nothing.</summary>
    public async Task<IReadOnlyList<TableResult>> PlanStagingAsync(Client client, StagingRequest request, CancellationToken cancellation)
    {
        // A client that has never run has no file to look into; its plan is made against an empty ledger, in memory.
        var runId = ClientRun.NewId(_clock);
        await using var warehouse = await _warehouse.OpenAsync(client, WarehouseAccess.Plan, runId, cancellation).ConfigureAwait(false);
        return Unrun(await new StagingRefresh(Run(client, request.AsOf, warehouse!, null, runId), request).PlanAsync(cancellation).ConfigureAwait(false));
    }

    /// <summary>Sources into stg_ tables.</summary>
    public async Task<IReadOnlyList<TableResult>> RefreshStagingAsync(Client client, StagingRequest request, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        _ = AsOfDate.Resolve(client, request.AsOf, _clock);
        var runId = ClientRun.NewId(_clock);
        await using var warehouse = await _warehouse.OpenAsync(client, WarehouseAccess.Write, runId, cancellation).ConfigureAwait(false);
        return await new StagingRefresh(Run(client, request.AsOf, warehouse!, progress, runId), request).RunAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>What <see cref="BuildMartsAsync"/> would do, changing nothing.</summary>
    public async Task<IReadOnlyList<TableResult>> PlanBuildAsync(Client client, BuildRequest request, CancellationToken cancellation)
    {
        var runId = ClientRun.NewId(_clock);
        await using var warehouse = await _warehouse.OpenAsync(client, WarehouseAccess.Plan, runId, cancellation).ConfigureAwait(false);
        return Unrun(await new MartBuild(Run(client, request.AsOf, warehouse!, null, runId), request).PlanAsync(cancellation).ConfigureAwait(false));
    }

    /// <summary>stg_ into int_ into mart_ tables.</summary>
    public async Task<IReadOnlyList<TableResult>> BuildMartsAsync(Client client, BuildRequest request, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        _ = AsOfDate.Resolve(client, request.AsOf, _clock);
        var runId = ClientRun.NewId(_clock);
        await using var warehouse = await _warehouse.OpenAsync(client, WarehouseAccess.Write, runId, cancellation).ConfigureAwait(false);
        return await new MartBuild(Run(client, request.AsOf, warehouse!, progress, runId), request).RunAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>What a model of the client would read if it were built whole, by dry runs.</summary>
    /// <exception cref="PipelineException">The engine does not bill by the byte (NotSupported); the client lacks the model's sources (Argument).</exception>
    public async Task<ModelPlan> PlanModelAsync(Client client, Model model, DateOnly? asOf, CancellationToken cancellation)
    {
        var runId = ClientRun.NewId(_clock);
        await using var warehouse = await _warehouse.OpenAsync(client, WarehouseAccess.Plan, runId, cancellation).ConfigureAwait(false);
        return await new ModelPlanning(Run(client, asOf, warehouse!, null, runId)).PlanAsync(model, cancellation).ConfigureAwait(false);
    }

    /// <summary>The client's dashboard as last built.</summary>
    /// <exception cref="PipelineException">It has not been built (NotBuilt).</exception>
    public async Task<ExecutiveDashboard> GetDashboardAsync(Client client, CancellationToken cancellation)
    {
        await using var warehouse = await OpenBuiltAsync(client, "mart_executive_dashboard", cancellation).ConfigureAwait(false);
        await foreach (var row in warehouse.QueryAsync($"SELECT * FROM {_renderer.Dialect.Identifier(ModelGraph.Load()["mart_executive_dashboard"].TableFor(client.Name))}", cancellation).ConfigureAwait(false))
        {
            return DashboardReader.Read(row);
        }

        throw NotBuilt(client, "mart_executive_dashboard");
    }

    /// <summary>Rows of campaign performance over a range, compared with another where asked.</summary>
    public async Task<IReadOnlyList<CampaignPerformance>> GetCampaignPerformanceAsync(Client client, CampaignPerformanceQuery query, CancellationToken cancellation)
    {
        await using var warehouse = await OpenBuiltAsync(client, "mart_campaign_performance", cancellation).ConfigureAwait(false);
        return await new CampaignPerformanceReader(Run(client, null, warehouse, null, ClientRun.NewId(_clock)), query).ReadAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Why sessions have their sources: the steps of each, in the order of its events.</summary>
    /// <exception cref="PipelineException">They have not been built (NotBuilt); a session is not among them (NotFound).</exception>
    public async Task<IReadOnlyList<SessionSourceStep>> GetSessionSourceAsync(Client client, IReadOnlyCollection<string> sessionKeys, CancellationToken cancellation)
    {
        await using var warehouse = await OpenBuiltAsync(client, "int_sessions_enriched", cancellation).ConfigureAwait(false);
        return await new SessionSourceReader(Run(client, null, warehouse, null, ClientRun.NewId(_clock))).ReadAsync(sessionKeys, cancellation).ConfigureAwait(false);
    }

    /// <summary>The client's sources: freshness, watermarks, gaps.</summary>
    public async Task<IReadOnlyList<SourceStatus>> GetStatusAsync(Client client, CancellationToken cancellation)
    {
        await using var warehouse = await _warehouse.OpenAsync(client, WarehouseAccess.Read, ClientRun.NewId(_clock), cancellation).ConfigureAwait(false);
        return await SourceStatusQuery.ReadAsync(client, warehouse is null ? null : new ClientLedger(warehouse, _renderer.Dialect), AsOfDate.Resolve(client, null, _clock), cancellation).ConfigureAwait(false);
    }

    /// <summary>The client's runs, newest first.</summary>
    public async Task<IReadOnlyList<PipelineRun>> GetRunsAsync(Client client, string? runId, int last, CancellationToken cancellation)
    {
        await using var warehouse = await _warehouse.OpenAsync(client, WarehouseAccess.Read, ClientRun.NewId(_clock), cancellation).ConfigureAwait(false);
        return warehouse is null ? [] : await new Journal(warehouse).ReadAsync(client.Name.Value, runId, last, cancellation).ConfigureAwait(false);
    }

    /// <summary>The data tests, a finding each; those that hold are information.</summary>
    public async Task<IReadOnlyList<Finding>> TestDataAsync(Client client, CancellationToken cancellation)
    {
        await using var warehouse = await OpenBuiltAsync(client, "mart_campaign_performance", cancellation).ConfigureAwait(false);
        return await new DataTests(Run(client, null, warehouse, null, ClientRun.NewId(_clock))).RunAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Sources and warehouse of a client: a finding each; those that hold are information.</summary>
    public Task<IReadOnlyList<Finding>> TestClientAsync(Client client, CancellationToken cancellation) =>
        new ClientTests(client, _warehouse, client.GoogleAds is null ? null : open => ReportsOf(client, open)).RunAsync(AsOfDate.Resolve(client, null, _clock), cancellation);

    private async Task<IClientWarehouse> OpenBuiltAsync(Client client, string model, CancellationToken cancellation)
    {
        var warehouse = await _warehouse.OpenAsync(client, WarehouseAccess.Read, ClientRun.NewId(_clock), cancellation).ConfigureAwait(false) ?? throw NotBuilt(client, model);
        if ((await warehouse.TablesAsync(cancellation).ConfigureAwait(false)).Contains(ModelGraph.Load()[model].TableFor(client.Name)))
        {
            return warehouse;
        }

        await warehouse.DisposeAsync().ConfigureAwait(false);
        throw NotBuilt(client, model);
    }

    /// <summary>A plan is no run of the journal.</summary>
    private static IReadOnlyList<TableResult> Unrun(IReadOnlyList<TableResult> plan) => [.. plan.Select(result => result with { RunId = null })];

    private static PipelineException NotBuilt(Client client, string model) => new(
        PipelineErrorKind.NotBuilt,
        $"{ModelGraph.Load()[model].TableFor(client.Name)} has not been built.",
        $"Run Invoke-StagingRefresh and Invoke-MartBuild for client {client.Name} first.",
        client.Name.Value);

    private ClientRun Run(Client client, DateOnly? asOf, IClientWarehouse warehouse, IProgress<RunProgress>? progress, string runId) => new()
    {
        Model = new ModelRun(client, _workspace, AsOfDate.Resolve(client, asOf, _clock), runId, Microseconds(_clock.GetUtcNow())),
        Warehouse = warehouse,
        Renderer = _renderer,
        GoogleAds = client.GoogleAds is null ? null : ReportsOf(client, warehouse),
        Clock = _clock,
        Progress = progress,
    };

    /// <summary>A transfer's tables are in the warehouse itself; all else comes from outside.</summary>
    private IGoogleAdsReports ReportsOf(Client client, IClientWarehouse warehouse) =>
        client.GoogleAds!.Source == GoogleAdsSourceKind.Transfer ? warehouse.GoogleAdsTransfer() : _googleAds(client);

    /// <summary>Warehouses keep microseconds.</summary>
    private static DateTimeOffset Microseconds(DateTimeOffset moment) => moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerMicrosecond));
}
