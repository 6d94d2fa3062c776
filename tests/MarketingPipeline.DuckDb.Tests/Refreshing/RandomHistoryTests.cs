using FsCheck.Xunit;
using MarketingPipeline.Workbench;
using MarketingPipeline.Workbench.Histories;

namespace MarketingPipeline.DuckDb.Tests.Refreshing;

/// <summary>
/// design.md, Refreshing: an incremental history of any kind ends in the same tables as one full refresh.
/// MARKETINGPIPELINE_HISTORIES says how many histories are tried, others each time (without it they are the same five
/// hundred); MARKETINGPIPELINE_HISTORY plays the one again that a failure names.
/// </summary>
public sealed class RandomHistoryTests
{
    [Histories(Arbitrary = [typeof(HistorySource)])]
    public void Any_history_ends_in_the_tables_of_one_full_refresh(History history) =>
        Task.Run(() => PlayAsync(history)).GetAwaiter().GetResult();

    /// <remarks>Each of FsCheck's runners waits for its own: of asynchronous properties it begins more at once than there are cores.</remarks>
    private static async Task PlayAsync(History history)
    {
        using var stage = new DuckDbHistoryStage();
        try
        {
            await new HistoryRun(stage, history).PlayAsync();
            await stage.Bench.AssertMartSumsHoldAsync(LittleClient.Name);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"MARKETINGPIPELINE_HISTORY='{history}': {error.Message}", error);
        }
    }

    private sealed class HistoriesAttribute : PropertyAttribute
    {
        public HistoriesAttribute()
        {
            MaxTest = HistorySource.Given is null ? HistorySource.Count("MARKETINGPIPELINE_HISTORIES", 500) : 1;
            Parallelism = HistorySource.Given is null ? Environment.ProcessorCount : 1;
            Replay = HistorySource.Replay("MARKETINGPIPELINE_HISTORIES");
            QuietOnSuccess = true;
        }
    }
}
