using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.DuckDb.Tests.Refreshing;

/// <summary>DuckDB on one thread: for a few rows more of them only wait for each other, and other tests want them.</summary>
internal sealed class OneThreadWarehouse(IWarehouse warehouse) : IWarehouse
{
    public ISqlDialect Dialect => warehouse.Dialect;

    public async Task<IClientWarehouse?> OpenAsync(Client client, WarehouseAccess access, string runId, CancellationToken cancellation)
    {
        var opened = await warehouse.OpenAsync(client, access, runId, cancellation);
        if (opened is not null)
        {
            await foreach (var _ in opened.QueryAsync("SET threads = 1", cancellation))
            {
            }
        }

        return opened;
    }
}
