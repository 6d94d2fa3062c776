using MarketingPipeline.Core;
using MarketingPipeline.DuckDb.Tests.Refreshing;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.BadInput;

/// <summary>
/// A disk without room, wherever in a run it fills up: an error that says so and blames no file of the export, whole tables,
/// and a next run that finishes the work. The limit on the size of a file stands in for the disk: DuckDB meets both as a write
/// that fails.
/// </summary>
[Collection(WholeProcess.Name)]
public sealed class FullDiskTests : IDisposable
{
    private const int EventsOfADay = 2000;

    private static readonly DateOnly Day = Bench.Yesterday;

    private readonly Bench _bench = new Bench().Client("acme");

    public void Dispose() => _bench.Dispose();

    [SkippableFact]
    public async Task Whatever_room_there_is_the_tables_stay_whole_and_the_next_run_finishes()
    {
        Skip.If(OperatingSystem.IsWindows(), WholeProcess.Unix);
        _bench.Events("acme", [.. Enumerable.Range(2, 2).SelectMany(Visits)]);
        await _bench.RunAsync("acme", Day.AddDays(-2));
        var before = await _bench.ContentsAsync("acme");
        _bench.Events("acme", [.. Enumerable.Range(0, 2).SelectMany(Visits)]);
        var file = Path.Combine(_bench.Workspace.DuckDbPath, "acme.duckdb");

        var failures = 0;
        for (var limit = 1000; await AttemptAsync(limit) is { } failure; limit += 250_000)
        {
            failures++;
            Assert.Equal(PipelineErrorKind.WarehouseFailed, failure.Kind);
            Assert.StartsWith($"There is no room left on the disk of the warehouse of client 'acme', {file}: ", failure.Message, StringComparison.Ordinal);
            Assert.StartsWith("The tables are whole, as after the last step that ended. Make room", failure.Advice, StringComparison.Ordinal);

            var after = await _bench.ContentsAsync("acme");
            Assert.Equal(Built(before), Built(after));
            Assert.Contains(await _bench.ShowAsync("acme", "SELECT COUNT(*), (SELECT SUM(staged_rows) FROM pipeline_ledger) FROM stg_acme_ga4_events"), new[] { Staged(2), Staged(4) });
        }

        Assert.InRange(failures, 3, 100);
        await _bench.AssertAsAFullRefreshAsync("acme");
    }

    private async Task<PipelineException?> AttemptAsync(long limit)
    {
        using (WholeProcess.FilesUpTo(limit))
        {
            try
            {
                await _bench.RunAsync("acme");
                return null;
            }
            catch (PipelineException failure)
            {
                return failure;
            }
        }
    }

    private static string[] Staged(int days) => [$"{days * EventsOfADay} | {days * EventsOfADay}"];

    private static string[] Built(IReadOnlyDictionary<string, string> contents) =>
        [.. contents.Where(table => table.Key.StartsWith("int_", StringComparison.Ordinal) || table.Key.StartsWith("mart_", StringComparison.Ordinal)).Select(table => $"{table.Key}: {table.Value}")];

    private static IEnumerable<Ga4Event> Visits(int ago) => Enumerable.Range(0, EventsOfADay).Select(i =>
        new Ga4Event(Day.AddDays(-ago), user: $"{i / 4}.{i * 7919L}", session: i / 4, minute: i / 60d).Page($"https://acme.example/{i * 104729L % 15485863}/{ago}"));
}
