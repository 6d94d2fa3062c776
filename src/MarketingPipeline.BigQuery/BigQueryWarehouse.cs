using MarketingPipeline.BigQuery.Rest;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.BigQuery;

/// <summary>BigQuery as the clients' warehouse: each client's tables in a dataset of its own.</summary>
public sealed class BigQueryWarehouse : IWarehouse
{
    private readonly BigQuerySettings _settings;
    private readonly TimeProvider _clock;
    private readonly Func<BigQueryClient> _connect;

    internal BigQueryWarehouse(BigQuerySettings settings, TimeProvider clock, Func<BigQueryClient> connect) => (_settings, _clock, _connect) = (settings, clock, connect);

    /// <inheritdoc/>
    public ISqlDialect Dialect { get; } = new BigQueryDialect();

    /// <inheritdoc/>
    public async Task<IClientWarehouse?> OpenAsync(Client client, WarehouseAccess access, string runId, CancellationToken cancellation)
    {
        var bigQuery = _connect();
        try
        {
            return await new BigQueryJobs(bigQuery, _settings, client, runId).GuardAsync(
                async () =>
                {
                    switch (access)
                    {
                        case WarehouseAccess.Read when await bigQuery.GetDatasetAsync(client.OutputDataset, cancellation).ConfigureAwait(false) is null:
                            bigQuery.Dispose();
                            return null;
                        case WarehouseAccess.Write:
                            await EnsureDatasetAsync(bigQuery, client, cancellation).ConfigureAwait(false);
                            var lease = await ClientLease.TakeAsync(bigQuery, _settings.Project, client, runId, _clock, cancellation).ConfigureAwait(false);
                            return new BigQueryClientWarehouse(bigQuery, _settings, client, runId, lease, _clock);
                        default:
                            return new BigQueryClientWarehouse(bigQuery, _settings, client, runId, null, _clock);
                    }
                },
                cancellation).ConfigureAwait(false);
        }
        catch
        {
            bigQuery.Dispose();
            throw;
        }
    }

    private async Task EnsureDatasetAsync(BigQueryClient bigQuery, Client client, CancellationToken cancellation)
    {
        if (await bigQuery.GetDatasetAsync(client.OutputDataset, cancellation).ConfigureAwait(false) is not { } dataset)
        {
            await bigQuery.CreateDatasetAsync(client.OutputDataset, _settings.Location, $"MarketingPipeline: tables of client {client.Name}.", new Dictionary<string, string> { ["client"] = client.Name.Value }, cancellation).ConfigureAwait(false);
        }
        else if (_settings.Location is { } location && dataset.Location is { } found && !string.Equals(location, found, StringComparison.OrdinalIgnoreCase))
        {
            throw new PipelineException(
                PipelineErrorKind.Settings,
                $"The dataset {_settings.Project}.{client.OutputDataset} is in {found}, and bigQuery.location is {location}.",
                "Set bigQuery.location to where the datasets are; a job reads and writes one location only.",
                "pipeline.json");
        }
    }
}
