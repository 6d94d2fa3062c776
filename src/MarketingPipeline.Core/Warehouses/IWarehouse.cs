using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Warehouses;

/// <summary>What a client's warehouse is opened for.</summary>
public enum WarehouseAccess
{
    /// <summary>To read; opens nothing that is not there.</summary>
    Read,

    /// <summary>To plan: reads what is there, and where nothing is there yet works in memory.</summary>
    Plan,

    /// <summary>To refresh or build; creates what is not there and keeps other runs out.</summary>
    Write,
}

/// <summary>An engine that holds the clients' tables.</summary>
public interface IWarehouse
{
    /// <summary>The engine's SQL.</summary>
    ISqlDialect Dialect { get; }

    /// <summary>
    /// Opens one client's part. For <see cref="WarehouseAccess.Read"/>, null where nothing has been built there yet.
    /// </summary>
    /// <exception cref="PipelineException">It is held by another run (WarehouseBusy), damaged or unreachable (WarehouseFailed).</exception>
    Task<IClientWarehouse?> OpenAsync(Client client, WarehouseAccess access, CancellationToken cancellation);
}

/// <summary>One client's tables, open for one run.</summary>
public interface IClientWarehouse : IAsyncDisposable
{
    /// <summary>The names of the tables that exist.</summary>
    Task<IReadOnlySet<string>> TablesAsync(CancellationToken cancellation);

    /// <summary>
    /// Runs the statements in order, in one transaction: all of them take effect, or none.
    /// </summary>
    /// <param name="statements">The statements.</param>
    /// <param name="begun">Told the index of each statement as it begins.</param>
    /// <param name="cancellation">Stops the transaction; nothing then took effect.</param>
    /// <returns>The rows that each changed (0 for DDL).</returns>
    /// <exception cref="PipelineException">The engine refused one.</exception>
    Task<IReadOnlyList<long>> ExecuteAsync(IReadOnlyList<string> statements, Action<int>? begun, CancellationToken cancellation);

    /// <summary>Runs a query and streams its rows.</summary>
    /// <exception cref="PipelineException">The engine refused it.</exception>
    IAsyncEnumerable<Row> QueryAsync(string sql, CancellationToken cancellation);

    /// <summary>
    /// Loads rows from this process into a table that lives as long as this object, replacing it.
    /// </summary>
    /// <param name="table">The table's name.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="rows">Values by column: string, long, decimal, double, bool, DateOnly, DateTimeOffset or null.</param>
    /// <param name="cancellation">Stops the load.</param>
    /// <returns>How many rows were loaded.</returns>
    Task<long> LoadAsync(string table, IReadOnlyList<ModelColumn> columns, IAsyncEnumerable<object?[]> rows, CancellationToken cancellation);

    /// <summary>The client's GA4 export, as this warehouse reads it.</summary>
    /// <exception cref="PipelineException">The client's GA4 source is not one that this engine reads.</exception>
    IGa4Export Ga4Export();
}
