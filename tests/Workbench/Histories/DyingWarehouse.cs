using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Workbench.Histories;

/// <summary>A run is dead: its warehouse answers nothing any more.</summary>
internal sealed class DiedException() : Exception("The run died.");

/// <summary>
/// A warehouse whose run dies at one of its calls: before it takes effect, or after it and before the answer. No later call
/// does anything, also none of the journal.
/// </summary>
/// <param name="warehouse">The warehouse.</param>
/// <param name="calls">How many calls are answered.</param>
/// <param name="losesAnswer">Whether the next one takes effect.</param>
internal sealed class DyingWarehouse(IWarehouse warehouse, int calls, bool losesAnswer) : IWarehouse
{
    public ISqlDialect Dialect => warehouse.Dialect;

    public async Task<IClientWarehouse?> OpenAsync(Client client, WarehouseAccess access, string runId, CancellationToken cancellation) =>
        await warehouse.OpenAsync(client, access, runId, cancellation) is { } opened ? new Dying(opened, calls, losesAnswer) : null;

    private sealed class Dying(IClientWarehouse warehouse, int calls, bool losesAnswer) : IClientWarehouse
    {
        private int _calls;

        public WarehouseCost? Cost => warehouse.Cost;

        public Task<IReadOnlySet<string>> TablesAsync(CancellationToken cancellation) => CallAsync(() => warehouse.TablesAsync(cancellation));

        public Task PrepareAsync(IReadOnlyList<TableDefinition> tables, CancellationToken cancellation) => CallAsync(() => warehouse.PrepareAsync(tables, cancellation));

        public Task<IReadOnlyList<StatementOutcome>> ExecuteAsync(IReadOnlyList<SqlStatement> statements, Action<int>? begun, CancellationToken cancellation) =>
            CallAsync(() => warehouse.ExecuteAsync(statements, begun, cancellation));

        public Task AppendAsync(TableDefinition table, IReadOnlyList<object?[]> rows, CancellationToken cancellation) => CallAsync(() => warehouse.AppendAsync(table, rows, cancellation));

        public IAsyncEnumerable<Row> ScanAsync(string table, CancellationToken cancellation) => Alive(warehouse.ScanAsync(table, cancellation));

        public Task KeepAsync(string table, SqlStatement select, CancellationToken cancellation) => CallAsync(() => warehouse.KeepAsync(table, select, cancellation));

        public IAsyncEnumerable<Row> QueryAsync(SqlStatement sql, CancellationToken cancellation) => Alive(warehouse.QueryAsync(sql, cancellation));

        public Task<long> LoadAsync(string table, IReadOnlyList<ModelColumn> columns, IAsyncEnumerable<object?[]> rows, CancellationToken cancellation) =>
            CallAsync(() => warehouse.LoadAsync(table, columns, rows, cancellation));

        public Task<IReadOnlyList<StatementEstimate?>> EstimateAsync(IReadOnlyList<SqlStatement> statements, CancellationToken cancellation) => CallAsync(() => warehouse.EstimateAsync(statements, cancellation));

        public IGa4Export Ga4Export() => warehouse.Ga4Export();

        public IGoogleAdsReports GoogleAdsTransfer() => warehouse.GoogleAdsTransfer();

        public ValueTask DisposeAsync() => warehouse.DisposeAsync();

        private async Task CallAsync(Func<Task> call) => await CallAsync(async () =>
        {
            await call();
            return true;
        });

        private async Task<T> CallAsync<T>(Func<Task<T>> call)
        {
            var isLast = _calls++ == calls;
            if (_calls > calls && !(isLast && losesAnswer))
            {
                throw new DiedException();
            }

            var answer = await call();
            return isLast ? throw new DiedException() : answer;
        }

        private IAsyncEnumerable<Row> Alive(IAsyncEnumerable<Row> rows) => _calls++ < calls ? rows : throw new DiedException();
    }
}
