using FsCheck;
using FsCheck.Fluent;
using MarketingPipeline.Workbench;
using MarketingPipeline.Workbench.Histories;
using Xunit.Abstractions;

namespace MarketingPipeline.DuckDb.Tests.Refreshing;

/// <summary>Histories that nobody has seen yet; one that fails is shrunk, and its line for failed.txt printed.</summary>
public sealed class RandomHistoryTests(ITestOutputHelper output)
{
    private const int Histories = 10_000;

    [DeepFact]
    public void Any_history_ends_in_the_tables_of_one_full_refresh()
    {
        var seed = DeepRun.FirstSeed;
        output.WriteLine(DeepRun.Again(seed));
        var config = Config.QuickThrowOnFailure
            .WithMaxTest(DeepRun.Count(Histories))
            .WithReplay((ulong)seed, 1UL)
            .WithParallelRunConfig(new ParallelRunConfig(Environment.ProcessorCount));

        // Each of FsCheck's runners waits for its own: of asynchronous properties it begins more at once than there are cores.
        Prop.ForAll(HistorySource.Histories(), history => Task.Run(() => DuckDbHistoryStage.PlayAsync(history)).GetAwaiter().GetResult()).Check(config);
    }
}
