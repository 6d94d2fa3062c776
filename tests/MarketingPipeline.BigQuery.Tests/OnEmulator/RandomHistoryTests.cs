using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MarketingPipeline.Workbench.Histories;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>
/// An incremental history of any kind ends in the same tables as one full refresh, on BigQuery too. The environment says
/// how many others are tried and which is played again as it does for DuckDB: MARKETINGPIPELINE_EMULATOR_HISTORIES and
/// MARKETINGPIPELINE_HISTORY.
/// </summary>
[Collection(FaultyEmulatorCollection.Name)]
public sealed class RandomHistoryTests(Emulator emulator)
{
    [Histories(Arbitrary = [typeof(Unshrunk)])]
    public void Any_history_ends_in_the_tables_of_one_full_refresh(History history) =>
        Task.Run(() => PlayAsync(history)).GetAwaiter().GetResult();

    private async Task PlayAsync(History history)
    {
        using var stage = new BigQueryHistoryStage(emulator);
        try
        {
            await new HistoryRun(stage, history).PlayAsync();
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"MARKETINGPIPELINE_HISTORY='{history}': {error.Message}", error);
        }
    }

    private static class Unshrunk
    {
        /// <summary>To shrink one takes minutes here; DuckDB plays the same in a second.</summary>
        public static Arbitrary<History> Histories() => Arb.From(HistorySource.Histories().Generator);
    }

    private sealed class HistoriesAttribute : PropertyAttribute
    {
        public HistoriesAttribute()
        {
            MaxTest = HistorySource.Given is null ? HistorySource.Count("MARKETINGPIPELINE_EMULATOR_HISTORIES", 5) : 1;
            Replay = HistorySource.Replay("MARKETINGPIPELINE_EMULATOR_HISTORIES");
            QuietOnSuccess = true;
        }
    }
}
