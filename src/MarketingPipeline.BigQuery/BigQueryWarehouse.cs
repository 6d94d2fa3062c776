using System.Security;
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
    private readonly SignIn _signIn;
    private readonly Retrying _retrying;
    private readonly Secrets _secrets = new();
    private readonly SemaphoreSlim _signingIn = new(1, 1);
    private (bool IsSignedIn, IAccessTokens? Tokens) _session;

    /// <summary>Makes the warehouse of a workspace; nobody signs in before a client is opened.</summary>
    /// <param name="settings">Where BigQuery is.</param>
    /// <param name="workspaceRoot">The workspace's folder.</param>
    /// <param name="credential">Credential JSON that the caller gives; null for those of the environment or the settings.</param>
    /// <param name="clock">The clock of leases and retries.</param>
    public BigQueryWarehouse(BigQuerySettings settings, string workspaceRoot, SecureString? credential, TimeProvider clock)
        : this(settings, SignIn.Of(settings, workspaceRoot, credential), clock, new Retrying(TimeProvider.System))
    {
    }

    internal BigQueryWarehouse(BigQuerySettings settings, SignIn signIn, TimeProvider clock, Retrying retrying) =>
        (_settings, _signIn, _clock, _retrying) = (settings, signIn, clock, retrying);

    /// <summary>What carries the requests; null for the network.</summary>
    internal HttpMessageHandler? Handler { get; init; }

    /// <summary>The environment's variables.</summary>
    internal Func<string, string?> Variables { get; init; } = Environment.GetEnvironmentVariable;

    /// <inheritdoc/>
    public ISqlDialect Dialect { get; } = new BigQueryDialect();

    /// <inheritdoc/>
    public async Task<IClientWarehouse?> OpenAsync(Client client, WarehouseAccess access, string runId, CancellationToken cancellation)
    {
        var bigQuery = await ConnectAsync(cancellation).ConfigureAwait(false);
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

    private async Task<BigQueryClient> ConnectAsync(CancellationToken cancellation)
    {
        await _signingIn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (!_session.IsSignedIn)
            {
                _session = (true, await new GoogleCredentials(Variables, _retrying, _secrets, Handler).OpenAsync(_signIn).ConfigureAwait(false));
            }
        }
        finally
        {
            _signingIn.Release();
        }

        return new BigQueryClient(BigQueryEndpoint.Of(_settings) with { Handler = Handler }, _session.Tokens, _retrying, _secrets);
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
