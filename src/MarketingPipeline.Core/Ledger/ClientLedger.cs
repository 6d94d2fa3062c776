using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Core.Ledger;

/// <summary>A client's ledger, state and journal, as they stand in its warehouse.</summary>
internal sealed class ClientLedger(IClientWarehouse warehouse, ISqlDialect dialect)
{
    /// <summary>Makes the tables that are not there yet.</summary>
    public Task EnsureAsync(CancellationToken cancellation) => warehouse.PrepareAsync(LedgerTables.Definitions, cancellation);

    /// <summary>Everything loaded of a source, by date; empty where the ledger does not exist.</summary>
    public async Task<SortedDictionary<DateOnly, LedgerRow>> ReadAsync(string source, CancellationToken cancellation)
    {
        var rows = new SortedDictionary<DateOnly, LedgerRow>();
        if ((await warehouse.TablesAsync(cancellation).ConfigureAwait(false)).Contains(LedgerTables.Ledger))
        {
            await foreach (var row in warehouse.ScanAsync(LedgerTables.Ledger, cancellation).ConfigureAwait(false))
            {
                if (row.Get<string>("source") == source)
                {
                    rows[row.Get<DateOnly>("date")] = LedgerRow.From(row);
                }
            }
        }

        return rows;
    }

    /// <summary>A fixed value; null where it is not fixed yet.</summary>
    public async Task<string?> StateAsync(string key, CancellationToken cancellation)
    {
        if ((await warehouse.TablesAsync(cancellation).ConfigureAwait(false)).Contains(LedgerTables.State))
        {
            await foreach (var row in warehouse.ScanAsync(LedgerTables.State, cancellation).ConfigureAwait(false))
            {
                if (row.Get<string>("key") == key)
                {
                    return row.Get<string>("value");
                }
            }
        }

        return null;
    }

    /// <summary>Statements that fix a value.</summary>
    public IEnumerable<SqlStatement> SetState(string key, string value) =>
    [
        $"DELETE FROM {LedgerTables.State} WHERE key = {dialect.Literal(key)}",
        SqlStatements.Insert(dialect, LedgerTables.State, LedgerTables.StateColumns, [[key, value]]),
    ];

    /// <summary>Statements that replace the rows of a source's dates.</summary>
    public IEnumerable<SqlStatement> Replace(string source, IReadOnlyCollection<LedgerRow> rows) =>
    [
        $"DELETE FROM {LedgerTables.Ledger} WHERE source = {dialect.Literal(source)} AND date IN {SqlStatements.Dates(dialect, rows.Select(row => row.Date))}",
        SqlStatements.Insert(dialect, LedgerTables.Ledger, LedgerTables.LedgerColumns, [.. rows.Select(row => row.Values())]),
    ];
}
