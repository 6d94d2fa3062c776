using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Core.Ledger;

/// <summary>A client's ledger, state and journal, as they stand in its warehouse.</summary>
internal sealed class ClientLedger(IClientWarehouse warehouse, ISqlDialect dialect)
{
    /// <summary>Makes the tables that are not there yet.</summary>
    public async Task EnsureAsync(CancellationToken cancellation)
    {
        var tables = await warehouse.TablesAsync(cancellation).ConfigureAwait(false);
        string[] missing =
        [
            .. new[] { (LedgerTables.Ledger, LedgerTables.LedgerColumns), (LedgerTables.Runs, LedgerTables.RunColumns), (LedgerTables.State, LedgerTables.StateColumns) }
                .Where(table => !tables.Contains(table.Item1))
                .Select(table => SqlStatements.CreateTable(dialect, table.Item1, table.Item2)),
        ];
        if (missing.Length > 0)
        {
            await warehouse.ExecuteAsync(missing, null, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Everything loaded of a source, by date; empty where the ledger does not exist.</summary>
    public async Task<SortedDictionary<DateOnly, LedgerRow>> ReadAsync(string source, CancellationToken cancellation)
    {
        var rows = new SortedDictionary<DateOnly, LedgerRow>();
        if ((await warehouse.TablesAsync(cancellation).ConfigureAwait(false)).Contains(LedgerTables.Ledger))
        {
            var sql = $"SELECT * FROM {LedgerTables.Ledger} WHERE source = {dialect.Literal(source)} ORDER BY date";
            await foreach (var row in warehouse.QueryAsync(sql, cancellation).ConfigureAwait(false))
            {
                rows[row.Get<DateOnly>("date")] = LedgerRow.From(row);
            }
        }

        return rows;
    }

    /// <summary>A fixed value; null where it is not fixed yet.</summary>
    public async Task<string?> StateAsync(string key, CancellationToken cancellation)
    {
        if ((await warehouse.TablesAsync(cancellation).ConfigureAwait(false)).Contains(LedgerTables.State))
        {
            await foreach (var row in warehouse.QueryAsync($"SELECT value FROM {LedgerTables.State} WHERE key = {dialect.Literal(key)}", cancellation).ConfigureAwait(false))
            {
                return row.Get<string>("value");
            }
        }

        return null;
    }

    /// <summary>Statements that fix a value.</summary>
    public IEnumerable<string> SetState(string key, string value) =>
    [
        $"DELETE FROM {LedgerTables.State} WHERE key = {dialect.Literal(key)}",
        SqlStatements.Insert(dialect, LedgerTables.State, LedgerTables.StateColumns, [[key, value]]),
    ];

    /// <summary>Statements that replace the rows of a source's dates.</summary>
    public IEnumerable<string> Replace(string source, IReadOnlyCollection<LedgerRow> rows) =>
    [
        $"DELETE FROM {LedgerTables.Ledger} WHERE source = {dialect.Literal(source)} AND date IN {SqlStatements.Dates(dialect, rows.Select(row => row.Date))}",
        SqlStatements.Insert(dialect, LedgerTables.Ledger, LedgerTables.LedgerColumns, [.. rows.Select(row => row.Values())]),
    ];
}
