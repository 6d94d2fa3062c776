using System.Globalization;
using MarketingPipeline.BigQuery.Tests.OnEmulator;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.Benchmarks;

/// <summary>
/// What the pipeline asks of BigQuery, on the emulator: a full build of so many small days, the run of one more day, and a
/// run without changes. Bytes are the export's as BigQuery counts them, billed in whole MiB with 10 MiB a table: small days
/// are billed by the table, and a real property's by the byte.
/// </summary>
internal static class BigQueryCost
{
    private const int Visitors = 10;

    public static async Task PrintAsync(int days)
    {
        var emulator = new Emulator();
        await emulator.InitializeAsync();
        try
        {
            using var client = new DailyClient(emulator, days + 1, Visitors);
            var day = Bench.Yesterday;
            Console.WriteLine($"{"run",-26}{"bytes processed",17}{"bytes billed",15}{"billed jobs",13}{"free jobs",11}{"loads",7}{"dry runs",10}{"requests",10}");
            foreach (var (run, asOf) in ((string, DateOnly)[])[(string.Create(CultureInfo.InvariantCulture, $"full, {days} days"), day.AddDays(-1)), ("one new day", day), ("no change", day)])
            {
                var staging = await client.StageAsync(asOf);
                Print(run + ": staging", staging);
                await PrintReadsAsync(client, staging);
                var build = await client.BuildAsync(asOf);
                Print(run + ": build", build);
                await PrintReadsAsync(client, build);
            }
        }
        finally
        {
            await emulator.DisposeAsync();
        }
    }

    private static void Print(string step, StepCost cost) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{step,-26}{cost.Processed,17:N0}{cost.Billed,15:N0}{cost.BilledJobs,13:N0}{cost.FreeJobs,11:N0}{cost.Loads,7:N0}{cost.DryRuns,10:N0}{cost.Others,10:N0}"));

    private static async Task PrintReadsAsync(DailyClient client, StepCost cost)
    {
        foreach (var statement in cost.Statements.Where(statement => statement.BytesProcessed > 0))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {statement.StatementType} {statement.Target?.Table,-36}{statement.BytesProcessed,12:N0} of {statement.ReferencedTables.Count} tables"));
        }

        var run = await client.RunOfAsync(cost);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    journaled: {run.Cost!.BytesEstimated:N0} estimated, {run.Cost.BytesProcessed:N0} processed, {run.Cost.BytesBilled:N0} billed, {run.Cost.SlotMilliseconds:N0} slot ms"));
    }
}
