using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Refreshing;

/// <summary>After rows of this process were loaded DuckDB works in little memory, and in more where little does not do.</summary>
public sealed class MemoryTests
{
    private static readonly ModelColumn[] Columns = [new("number", ColumnType.Int64, "A number.")];

    [Fact]
    public async Task A_transaction_that_needs_more_than_its_rows_do_gets_it_and_takes_effect_once()
    {
        using var bench = new Bench().Client("acme");
        await using var warehouse = (await new DuckDbWarehouse(bench.Workspace.DuckDbPath).OpenAsync(bench.Find("acme"), WarehouseAccess.Write, "test", default))!;
        await warehouse.PrepareAsync([new TableDefinition("lengths", "Lengths.", [new("length", ColumnType.Int64, "A length.")])], default);
        Assert.Equal(3, await warehouse.LoadAsync("loaded", Columns, Numbers(), default));
        Assert.Equal("128.0 MiB", await LimitAsync(warehouse));
        await warehouse.ExecuteAsync(["INSERT INTO lengths VALUES (1)", "INSERT INTO lengths SELECT LENGTH(STRING_AGG(REPEAT('x', 1000), '')) FROM range(300000)"], null, default);

        Assert.Equal([1L, 300_000_000L], await ReadAsync(warehouse, "SELECT length FROM lengths ORDER BY length"));
        Assert.NotEqual("128.0 MiB", await LimitAsync(warehouse));
    }

    private static async Task<string> LimitAsync(IClientWarehouse warehouse) => (string)(await ReadAsync(warehouse, "SELECT current_setting('memory_limit')")).Single()!;

    private static async Task<List<object?>> ReadAsync(IClientWarehouse warehouse, string sql)
    {
        var values = new List<object?>();
        await foreach (var row in warehouse.QueryAsync(sql, default))
        {
            values.Add(row[0]);
        }

        return values;
    }

    private static async IAsyncEnumerable<object?[]> Numbers()
    {
        await Task.CompletedTask;
        for (var number = 1L; number <= 3; number++)
        {
            yield return [number];
        }
    }
}
