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
    /// <param name="client">The client.</param>
    /// <param name="access">What for.</param>
    /// <param name="runId">The run that opens it, or what stands for one: jobs and locks are marked with it.</param>
    /// <param name="cancellation">Stops waiting.</param>
    Task<IClientWarehouse?> OpenAsync(Client client, WarehouseAccess access, string runId, CancellationToken cancellation);
}

/// <summary>What a statement did.</summary>
/// <param name="Rows">The rows that it changed; 0 for DDL.</param>
/// <param name="Duration">How long it took.</param>
public readonly record struct StatementOutcome(long Rows, TimeSpan Duration);

/// <summary>What a statement would read.</summary>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Tables">The tables that it refers to, each by its whole name.</param>
public sealed record StatementEstimate(long Bytes, IReadOnlyList<string> Tables);

/// <summary>One client's tables, open for one run.</summary>
public interface IClientWarehouse : IAsyncDisposable
{
    /// <summary>What this object's statements have read so far; null where the engine does not bill by the byte.</summary>
    WarehouseCost? Cost { get; }

    /// <summary>The names of the tables that exist.</summary>
    Task<IReadOnlySet<string>> TablesAsync(CancellationToken cancellation);

    /// <summary>Makes the tables that are not there yet; those that are there keep their rows.</summary>
    /// <exception cref="PipelineException">The engine refused one, or one is there with columns that do not fit.</exception>
    Task PrepareAsync(IReadOnlyList<TableDefinition> tables, CancellationToken cancellation);

    /// <summary>
    /// Runs the statements in order, in one transaction: all of them take effect, or none. Their tables are there already
    /// (<see cref="PrepareAsync"/>): not every engine makes tables within a transaction.
    /// </summary>
    /// <param name="statements">INSERT, UPDATE, DELETE, or what <see cref="ISqlDialect.EmptyTable"/> gives.</param>
    /// <param name="begun">Told the index of each statement as it begins, or of the last that is known to have begun.</param>
    /// <param name="cancellation">Stops the transaction; nothing then took effect.</param>
    /// <returns>What each did.</returns>
    /// <exception cref="PipelineException">The engine refused one.</exception>
    Task<IReadOnlyList<StatementOutcome>> ExecuteAsync(IReadOnlyList<SqlStatement> statements, Action<int>? begun, CancellationToken cancellation);

    /// <summary>Adds rows to a table, all or none, in whatever way costs least: for the journal.</summary>
    Task AppendAsync(TableDefinition table, IReadOnlyList<object?[]> rows, CancellationToken cancellation);

    /// <summary>Every row of a small table, in no order, in whatever way costs least: for the ledger, the state and the journal.</summary>
    IAsyncEnumerable<Row> ScanAsync(string table, CancellationToken cancellation);

    /// <summary>Keeps a query's rows in a table that lives as long as this object, replacing it.</summary>
    Task KeepAsync(string table, SqlStatement select, CancellationToken cancellation);

    /// <summary>Runs a query and streams its rows.</summary>
    /// <exception cref="PipelineException">The engine refused it.</exception>
    IAsyncEnumerable<Row> QueryAsync(SqlStatement sql, CancellationToken cancellation);

    /// <summary>
    /// Loads rows from this process into a table that lives as long as this object, replacing it.
    /// </summary>
    /// <param name="table">The table's name.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="rows">Values by column: string, long, decimal, double, bool, DateOnly, DateTimeOffset or null.</param>
    /// <param name="cancellation">Stops the load.</param>
    /// <returns>How many rows were loaded.</returns>
    Task<long> LoadAsync(string table, IReadOnlyList<ModelColumn> columns, IAsyncEnumerable<object?[]> rows, CancellationToken cancellation);

    /// <summary>
    /// What each statement would read, by dry runs; null for the engine that does not bill by the byte, and for a statement
    /// whose tables are not there yet.
    /// </summary>
    Task<IReadOnlyList<StatementEstimate?>> EstimateAsync(IReadOnlyList<SqlStatement> statements, CancellationToken cancellation);

    /// <summary>The client's GA4 export, as this warehouse reads it.</summary>
    /// <exception cref="PipelineException">The client's GA4 source is not one that this engine reads.</exception>
    IGa4Export Ga4Export();

    /// <summary>The client's Google Ads reports, where a Data Transfer delivers them into this warehouse.</summary>
    /// <exception cref="PipelineException">This engine has no transfers, or the client's reports come from elsewhere.</exception>
    IGoogleAdsReports GoogleAdsTransfer();
}
