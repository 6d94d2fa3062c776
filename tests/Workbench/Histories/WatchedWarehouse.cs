using System.Runtime.CompilerServices;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Workbench.Histories;

/// <summary>A warehouse whose calls somebody else makes, or does not make: each is given to them as what it does.</summary>
/// <param name="warehouse">The warehouse.</param>
/// <param name="call">Makes a call; of a query, which is read later, there is nothing to do.</param>
internal sealed class WatchedWarehouse(IWarehouse warehouse, Func<Func<Task>, Task> call) : IWarehouse
{
    public ISqlDialect Dialect => warehouse.Dialect;

    public async Task<IClientWarehouse?> OpenAsync(Client client, WarehouseAccess access, string runId, CancellationToken cancellation) =>
        await warehouse.OpenAsync(client, access, runId, cancellation) is { } opened ? new Watched(opened, call) : null;

    private sealed class Watched(IClientWarehouse warehouse, Func<Func<Task>, Task> call) : IClientWarehouse
    {
        public WarehouseCost? Cost => warehouse.Cost;

        public Task<IReadOnlySet<string>> TablesAsync(CancellationToken cancellation) => AnswerAsync(() => warehouse.TablesAsync(cancellation));

        public Task PrepareAsync(IReadOnlyList<TableDefinition> tables, CancellationToken cancellation) => call(() => warehouse.PrepareAsync(tables, cancellation));

        public Task<IReadOnlyList<StatementOutcome>> ExecuteAsync(IReadOnlyList<SqlStatement> statements, Action<int>? begun, CancellationToken cancellation) =>
            AnswerAsync(() => warehouse.ExecuteAsync(statements, begun, cancellation));

        public Task AppendAsync(TableDefinition table, IReadOnlyList<object?[]> rows, CancellationToken cancellation) => call(() => warehouse.AppendAsync(table, rows, cancellation));

        public IAsyncEnumerable<Row> ScanAsync(string table, CancellationToken cancellation) => RowsAsync(warehouse.ScanAsync(table, cancellation), cancellation);

        public Task KeepAsync(string table, SqlStatement select, CancellationToken cancellation) => call(() => warehouse.KeepAsync(table, select, cancellation));

        public IAsyncEnumerable<Row> QueryAsync(SqlStatement sql, CancellationToken cancellation) => RowsAsync(warehouse.QueryAsync(sql, cancellation), cancellation);

        public Task<long> LoadAsync(string table, IReadOnlyList<ModelColumn> columns, IAsyncEnumerable<object?[]> rows, CancellationToken cancellation) =>
            AnswerAsync(() => warehouse.LoadAsync(table, columns, rows, cancellation));

        public Task<IReadOnlyList<StatementEstimate?>> EstimateAsync(IReadOnlyList<SqlStatement> statements, CancellationToken cancellation) => AnswerAsync(() => warehouse.EstimateAsync(statements, cancellation));

        public IGa4Export Ga4Export() => warehouse.Ga4Export();

        public IGoogleAdsReports GoogleAdsTransfer() => warehouse.GoogleAdsTransfer();

        public ValueTask DisposeAsync() => warehouse.DisposeAsync();

        private async Task<T> AnswerAsync<T>(Func<Task<T>> asked)
        {
            T? answer = default;
            await call(async () => answer = await asked());
            return answer!;
        }

        private async IAsyncEnumerable<Row> RowsAsync(IAsyncEnumerable<Row> rows, [EnumeratorCancellation] CancellationToken cancellation)
        {
            await call(() => Task.CompletedTask);
            await foreach (var row in rows.WithCancellation(cancellation))
            {
                yield return row;
            }
        }
    }
}
