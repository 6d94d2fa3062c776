using System.Diagnostics;
using System.Runtime.CompilerServices;
using DuckDB.NET.Data;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Core.Workspaces;
using DuckDBErrorType = DuckDB.NET.Native.DuckDBErrorType;

namespace MarketingPipeline.DuckDb;

/// <summary>One client's DuckDB file, open.</summary>
internal sealed class DuckDbClientWarehouse(DuckDBConnection connection, Client client, string file, IDisposable? held) : IClientWarehouse
{
    /// <summary>Rows deleted by one statement from which on the space of deleted rows is reclaimed.</summary>
    private const int WorthReclaiming = 10_000;

    /// <summary>
    /// Pieces of a table that one commit may merge to reclaim it: without a limit a table that was loaded month by month is
    /// written again as a whole, in memory, by the first commit that replaces a month of it.
    /// </summary>
    private const int ReclaimingAtOnce = 2;

    /// <summary>Mebibytes in which so many rows can be staged, whatever is done with them.</summary>
    private const int SmallestMemory = 128;
    private const int RowsOfSmallestMemory = 100_000;

    private readonly DuckDbDialect _dialect = new();

    /// <summary>The mebibytes that DuckDB is held to; 0 while its own limit holds.</summary>
    private long _memory;
    private string? _ownMemory;

    private Ga4Files? _export;

    private readonly Dictionary<string, LiteralRows> _given = new(StringComparer.Ordinal);

    public WarehouseCost? Cost => null;

    /// <summary>The settings of the database; those who read one file within a process share it, and its first connection has set them.</summary>
    public async Task ConfigureAsync(CancellationToken cancellation)
    {
        await foreach (var row in QueryAsync("SELECT current_setting('lock_configuration')", cancellation).ConfigureAwait(false))
        {
            if (row.Get<bool>(row.Columns[0]))
            {
                return;
            }
        }

        // Results are ordered where order matters; keeping insertion order would only cost memory and a core. A checkpoint
        // merges row groups that are not full by writing them again, which after a load of half a million events takes a third
        // of the load's time and frees nothing: it is allowed only where rows were deleted.
        foreach (var setting in (string[])[
            "SET preserve_insertion_order = false",
            "SET max_vacuum_tasks = 0",
            "SET GLOBAL TimeZone = 'UTC'",
            .. DuckDbWall.Settings(client)])
        {
            await RunAsync(setting, cancellation).ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlySet<string>> TablesAsync(CancellationToken cancellation)
    {
        var tables = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in QueryAsync("SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'", cancellation).ConfigureAwait(false))
        {
            tables.Add(row.Get<string>("table_name")!);
        }

        return tables;
    }

    public async Task PrepareAsync(IReadOnlyList<TableDefinition> tables, CancellationToken cancellation)
    {
        var there = await ColumnsAsync(tables.Select(table => table.Name), cancellation).ConfigureAwait(false);
        foreach (var table in tables)
        {
            if (!there.Contains(table.Name))
            {
                await RunAsync("CREATE TABLE IF NOT EXISTS " + _dialect.Definition(table.Name, table.Columns), cancellation).ConfigureAwait(false);
                continue;
            }

            // A table of an older version: what it lacks is NULL in the rows that it has.
            foreach (var column in table.Columns.Where(column => !there[table.Name].Contains(column.Name, StringComparer.OrdinalIgnoreCase)))
            {
                await RunAsync($"ALTER TABLE {_dialect.Identifier(table.Name)} ADD COLUMN IF NOT EXISTS {_dialect.Identifier(column.Name)} {_dialect.TypeName(column.Type)}", cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The columns of those of the tables that are there.</summary>
    private async Task<ILookup<string, string>> ColumnsAsync(IEnumerable<string> tables, CancellationToken cancellation)
    {
        var columns = new List<(string Table, string Column)>();
        var sql = $"SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = 'main' AND table_name IN {_dialect.Literal(tables)}";
        await foreach (var row in QueryAsync(sql, cancellation).ConfigureAwait(false))
        {
            columns.Add((row.Get<string>("table_name")!, row.Get<string>("column_name")!));
        }

        return columns.ToLookup(entry => entry.Table, entry => entry.Column, StringComparer.Ordinal);
    }

    public Task AppendAsync(TableDefinition table, IReadOnlyList<object?[]> rows, CancellationToken cancellation)
    {
        Append(null, table.Name, rows);
        return Task.CompletedTask;
    }

    private void Append(string? catalog, string table, IEnumerable<IReadOnlyList<object?>> rows)
    {
        try
        {
            using var appender = connection.CreateAppender(catalog, "main", table);
            foreach (var values in rows)
            {
                DuckDbValues.Append(appender, values);
            }
        }
        catch (DuckDBException e)
        {
            throw Refused($"(adding rows to {table})", e);
        }
    }

    public IAsyncEnumerable<Row> ScanAsync(string table, CancellationToken cancellation) => QueryAsync($"SELECT * FROM {_dialect.Identifier(table)}", cancellation);

    public async Task KeepAsync(string table, SqlStatement select, CancellationToken cancellation)
    {
        await GiveRowsAsync(select, cancellation).ConfigureAwait(false);
        await RunAsync(select with { Text = $"CREATE OR REPLACE TEMP TABLE {_dialect.Identifier(table)} AS\n{select.Text}" }, cancellation).ConfigureAwait(false);
    }

    public Task<IReadOnlyList<StatementEstimate?>> EstimateAsync(IReadOnlyList<SqlStatement> statements, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<StatementEstimate?>>(new StatementEstimate?[statements.Count]);

    public async Task<IReadOnlyList<StatementOutcome>> ExecuteAsync(IReadOnlyList<SqlStatement> statements, Action<int>? begun, CancellationToken cancellation)
    {
        foreach (var statement in statements)
        {
            await GiveRowsAsync(statement, cancellation).ConfigureAwait(false);
        }

        try
        {
            return await TransactAsync(statements, begun, cancellation).ConfigureAwait(false);
        }
        catch (PipelineException e) when (_memory > 0 && e.InnerException is DuckDBException { ErrorType: DuckDBErrorType.OutOfMemory })
        {
            // What the piece needs is not all: replacing many rows of a large table takes more. Nothing of it took effect.
            await RunAsync($"SET memory_limit = {_dialect.Literal(_ownMemory)}", cancellation).ConfigureAwait(false);
            _memory = 0;
            return await TransactAsync(statements, begun, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<StatementOutcome>> TransactAsync(IReadOnlyList<SqlStatement> statements, Action<int>? begun, CancellationToken cancellation)
    {
        var outcomes = new List<StatementOutcome>(statements.Count);
        await RunAsync("BEGIN TRANSACTION", cancellation).ConfigureAwait(false);
        try
        {
            for (var i = 0; i < statements.Count; i++)
            {
                begun?.Invoke(i);
                var watch = Stopwatch.StartNew();
                outcomes.Add(new StatementOutcome(await RunAsync(statements[i], cancellation).ConfigureAwait(false), watch.Elapsed));
            }

            if (statements.Zip(outcomes).Any(entry => entry.Second.Rows >= WorthReclaiming && entry.First.Text.StartsWith("DELETE", StringComparison.Ordinal)))
            {
                await RunAsync($"SET max_vacuum_tasks = {ReclaimingAtOnce}", cancellation).ConfigureAwait(false);
            }

            await RunAsync("COMMIT", cancellation).ConfigureAwait(false);
        }
        catch
        {
            await RollBackAsync().ConfigureAwait(false);
            throw;
        }

        return outcomes;
    }

    /// <summary>What ended the transaction is what its user has to hear.</summary>
    private async Task RollBackAsync()
    {
        try
        {
            await RunAsync("ROLLBACK", CancellationToken.None).ConfigureAwait(false);
        }
        catch (PipelineException e) when (e.Kind == PipelineErrorKind.WarehouseFailed)
        {
            // A COMMIT that failed has rolled back already, and after a fatal error nothing takes effect any more.
        }
    }

    public async IAsyncEnumerable<Row> QueryAsync(SqlStatement sql, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await GiveRowsAsync(sql, cancellation).ConfigureAwait(false);
        await using var command = Command(sql);
        command.UseStreamingMode = true;
        await using var reader = await GuardAsync(command, sql.Text, cancellation).ConfigureAwait(false);
        var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray();
        while (true)
        {
            Row row;
            try
            {
                if (!await reader.ReadAsync(cancellation).ConfigureAwait(false))
                {
                    break;
                }

                row = new Row(columns, [.. Enumerable.Range(0, columns.Length).Select(i => reader.IsDBNull(i) ? null : DuckDbValues.Plain(reader.GetValue(i)))]);
            }
            catch (DuckDBException e)
            {
                throw Refused(sql.Text, e);
            }

            yield return row;
        }
    }

    /// <remarks>
    /// Rows of this process come in pieces of a size that was chosen. DuckDB would fill most of the machine's memory with what
    /// it has read and written, and takes more processor time for a piece with several threads than with one: from here on it
    /// gets what the piece needs.
    /// </remarks>
    public async Task<long> LoadAsync(string table, IReadOnlyList<ModelColumn> columns, IAsyncEnumerable<object?[]> rows, CancellationToken cancellation)
    {
        await RunAsync("SET threads = 1", cancellation).ConfigureAwait(false);
        await RunAsync("CREATE OR REPLACE TEMP TABLE " + _dialect.Definition(table, columns), cancellation).ConfigureAwait(false);
        await LimitMemoryAsync(0, cancellation).ConfigureAwait(false);
        var count = 0L;
        try
        {
            using var appender = connection.CreateAppender("temp", "main", table);
            await foreach (var values in rows.WithCancellation(cancellation).ConfigureAwait(false))
            {
                DuckDbValues.Append(appender, values);
                count++;
            }
        }
        catch (DuckDBException e)
        {
            throw Refused($"(adding rows to {table})", e);
        }

        await LimitMemoryAsync(count, cancellation).ConfigureAwait(false);
        return count;
    }

    /// <summary>
    /// Holds DuckDB to what work on so many loaded rows takes, or on more that were loaded before: sorting and grouping them
    /// takes about a kilobyte each. The limit is set for each piece, also where it is the same: setting it makes DuckDB's
    /// allocator give back what it has freed (without that it holds about as much again).
    /// </summary>
    private async Task LimitMemoryAsync(long rows, CancellationToken cancellation)
    {
        if (_ownMemory is null)
        {
            await foreach (var row in QueryAsync("SELECT current_setting('memory_limit')", cancellation).ConfigureAwait(false))
            {
                _ownMemory = (string)row[0]!;
            }
        }

        _memory = Math.Max(_memory, SmallestMemory + (Math.Max(0, rows - RowsOfSmallestMemory) * 2 / 1024));
        await RunAsync(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"SET memory_limit = '{_memory} MiB'"), cancellation).ConfigureAwait(false);
    }

    public IGoogleAdsReports GoogleAdsTransfer() => throw new PipelineException(
        PipelineErrorKind.NotSupported,
        $"Client '{client.Name}' reads Google Ads from a Data Transfer, whose tables are in BigQuery; the engine is DuckDb.",
        "Set googleAds.source to Api or Files, or engine to BigQuery in pipeline.json.",
        client.File);

    public IGa4Export Ga4Export() => client.Ga4 switch
    {
        { Path: { } path } => _export ??= new Ga4Files(path, this, _dialect),
        { Dataset: { } dataset } => throw new PipelineException(
            PipelineErrorKind.NotSupported,
            $"Client '{client.Name}' reads the BigQuery dataset '{dataset}', which the DuckDB engine cannot.",
            "Set ga4.path to a folder of export files, or engine to BigQuery in pipeline.json.",
            client.File),
        _ => throw new InvalidOperationException($"Client '{client.Name}' has no GA4 export."),
    };

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync().ConfigureAwait(false);
        held?.Dispose();
    }

    /// <summary>True where the reason of a refusal lies in this warehouse, and in no file that a statement reads.</summary>
    internal bool IsOfTheWarehouse(PipelineException e) => Refusal.IsOfTheWarehouse(e, file);

    /// <summary>The export's files are read through this connection, so that a temporary database is not needed.</summary>
    internal async Task<long> RunAsync(SqlStatement sql, CancellationToken cancellation)
    {
        await using var command = Command(sql);
        try
        {
            using var stop = cancellation.Register(command.Cancel);
            return Math.Max(0, await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false));
        }
        catch (DuckDBException e)
        {
            cancellation.ThrowIfCancellationRequested();
            throw Refused(sql.Text, e);
        }
    }

    private DuckDBCommand Command(SqlStatement sql)
    {
        DuckDbWall.CheckIsOne(connection, sql.Text);
        var command = connection.CreateCommand();
        command.CommandText = sql.Text;
        foreach (var (name, value) in sql.Parameters.Where(parameter => parameter.Value is not LiteralRows))
        {
            command.Parameters.Add(new DuckDBParameter(name, value is DateTimeOffset moment ? moment.UtcDateTime : value));
        }

        return command;
    }

    /// <summary>Rows that statements are given are a temporary table, which is filled once for all of them.</summary>
    private async Task GiveRowsAsync(SqlStatement sql, CancellationToken cancellation)
    {
        foreach (var (name, value) in sql.Parameters)
        {
            if (value is LiteralRows rows && !ReferenceEquals(_given.GetValueOrDefault(name), rows))
            {
                await RunAsync("CREATE OR REPLACE TEMP TABLE " + _dialect.Definition(name, [.. rows.Columns.Select(column => new ModelColumn(column, ColumnType.String, ""))]), cancellation).ConfigureAwait(false);
                Append("temp", name, rows.Rows);
                _given[name] = rows;
            }
        }
    }

    private async Task<DuckDBDataReader> GuardAsync(DuckDBCommand command, string sql, CancellationToken cancellation)
    {
        try
        {
            return (DuckDBDataReader)await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        }
        catch (DuckDBException e)
        {
            cancellation.ThrowIfCancellationRequested();
            throw Refused(sql, e);
        }
    }

    private PipelineException Refused(string sql, DuckDBException e) => Refusal.OfStatement(client, file, sql, e);
}
