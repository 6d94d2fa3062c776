using MarketingPipeline.BigQueryEmulator.Storage;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>What an incremental history costs: a day's staging reads that day, and a run without changes reads nothing.</summary>
[Collection(EmulatorCollection.Name)]
public sealed class CostTests(Emulator emulator) : IDisposable
{
    private static readonly DateOnly Day = Bench.Yesterday;

    private readonly DailyClient _client = new(emulator, days: 6, visitors: 4);

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task A_day_reads_its_day_table_and_its_partition_and_no_change_reads_nothing()
    {
        var full = await _client.StageAsync(Day.AddDays(-1));
        await _client.BuildAsync(Day.AddDays(-1));
        var daily = await _client.StageAsync(Day);
        var stored = emulator.Server.Store.Current.Tables.Values.Where(table => table.Id.Dataset == _client.Client.OutputDataset).ToDictionary(table => table.Id.Table);
        await _client.BuildAsync(Day);
        var journaled = (await _client.RunOfAsync(daily)).Cost!;

        // The day's own table, once; nothing of the others, and nothing of what is staged.
        var insert = Assert.Single(daily.Statements, statement => statement.Target?.Table == "stg_daily_ga4_events" && statement.StatementType == "INSERT");
        Assert.Equal([$"events_{Day:yyyyMMdd}"], insert.ReferencedTables.Select(table => table.Table));
        Assert.Equal(0, daily.Statements.Where(statement => statement.StatementType == "DELETE" && statement.Target!.Table.StartsWith("stg_", StringComparison.Ordinal)).Sum(statement => statement.BytesProcessed));
        var first = Assert.Single(full.Statements, statement => statement.Target?.Table == "stg_daily_ga4_events" && statement.StatementType == "INSERT");
        Assert.InRange(insert.BytesProcessed, first.BytesProcessed / 6, first.BytesProcessed / 4);

        // Of staging the ledger's count reads the day's partition alone, and two of its columns.
        var staged = stored["stg_daily_ga4_events"];
        var partition = staged.Rows.Count / 6 * 16L;
        Assert.All(daily.Statements.Where(statement => statement.StatementType == "UPDATE" && statement.ReferencedTables.Any(table => table == staged.Id)), update =>
            Assert.InRange(update.BytesProcessed, 1, LogicalSize.Of(stored["pipeline_ledger"]) + partition));
        Assert.Equal((daily.Processed, daily.Billed), (journaled.BytesProcessed, journaled.BytesBilled));

        var unchangedStaging = await _client.StageAsync(Day);
        var unchangedBuild = await _client.BuildAsync(Day);

        Assert.All(unchangedStaging.Tables.Concat(unchangedBuild.Tables), table => Assert.Equal(TableStatus.UpToDate, table.Status));

        // One query is the listing of the export's tables: at most BigQuery's minimum.
        var listing = Assert.Single(unchangedStaging.Queries);
        Assert.Contains(".__TABLES__` WHERE", listing.Request.Sql, StringComparison.Ordinal);
        Assert.InRange(unchangedStaging.Billed, 0, 10 * 1024 * 1024);
        Assert.Empty(unchangedBuild.Queries);
        Assert.Equal((0, 0), (unchangedStaging.DryRuns, unchangedBuild.DryRuns));
        Assert.Equal(unchangedStaging.Billed, (await _client.RunOfAsync(unchangedStaging)).Cost!.BytesBilled);
        Assert.Equal(new WarehouseCost(), (await _client.RunOfAsync(unchangedBuild)).Cost);
    }
}
