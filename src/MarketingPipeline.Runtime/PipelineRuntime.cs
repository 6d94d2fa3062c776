using System.Security;
using MarketingPipeline.BigQuery;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.DuckDb;
using MarketingPipeline.GoogleAds;

namespace MarketingPipeline.Runtime;

/// <summary>An opened workspace: the warehouse and the sources that its settings name, behind the pipeline's ports.</summary>
public static class PipelineRuntime
{
    /// <summary>Opens a workspace that has been read.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="credential">Google credentials (JSON) that the caller gives; null for those of the environment or the settings.</param>
    /// <param name="googleAdsCredential">Google Ads credentials (JSON) that the caller gives; null for those of the environment or the settings.</param>
    /// <param name="clock">What "yesterday" is read from; the system's clock where null.</param>
    public static ClientPipeline Open(Workspace workspace, SecureString? credential = null, SecureString? googleAdsCredential = null, TimeProvider? clock = null)
    {
        // "Yesterday" can be any day; what a server asks to wait passes in real time.
        var api = new GoogleAdsApi(workspace.Root, googleAdsCredential, TimeProvider.System);
        return new(workspace, Warehouse(workspace, credential, clock ?? TimeProvider.System), client => GoogleAdsReports(client, api), clock ?? TimeProvider.System);
    }

    /// <summary>A model's SQL for a client.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="model">The model.</param>
    /// <param name="client">The client.</param>
    /// <param name="engine">The engine; the workspace's where null.</param>
    /// <param name="asOf">The as-of date; default yesterday in the client's time zone.</param>
    /// <param name="clock">What "yesterday" is read from; the system's clock where null.</param>
    /// <exception cref="PipelineException">The client lacks a source that the model reads.</exception>
    public static string RenderModel(Workspace workspace, Model model, Client client, WarehouseEngine? engine, DateOnly? asOf, TimeProvider? clock = null) =>
        new ModelPreview(workspace, Dialect(engine ?? workspace.Engine)).Render(model, client, AsOfDate.Resolve(client, asOf, clock ?? TimeProvider.System));

    private static IWarehouse Warehouse(Workspace workspace, SecureString? credential, TimeProvider clock) => workspace.Engine == WarehouseEngine.DuckDb
        ? new DuckDbWarehouse(workspace.DuckDbPath)
        : new BigQueryWarehouse(workspace.BigQuery!, workspace.Root, credential, clock);

    private static ISqlDialect Dialect(WarehouseEngine engine) => engine == WarehouseEngine.DuckDb ? new DuckDbDialect() : new BigQueryDialect();

    /// <summary>A transfer's reports are the warehouse's own, and not asked for here.</summary>
    private static IGoogleAdsReports GoogleAdsReports(Client client, GoogleAdsApi api) => client.GoogleAds switch
    {
        { Source: GoogleAdsSourceKind.Files, Path: { } path, CustomerId: var customer } => new GoogleAdsReportFiles(path, customer),
        { Source: GoogleAdsSourceKind.Api } account => api.Reports(account),
        _ => throw new ArgumentOutOfRangeException(nameof(client), client.GoogleAds?.Source, null),
    };
}
