using MarketingPipeline.Workbench;
using MarketingPipeline.Workbench.Histories;
using Xunit.Abstractions;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>
/// An incremental history of any kind ends in the same tables as one full refresh, on BigQuery too: DuckDB plays all that are
/// kept, the emulator the shortest with several runs of each kind of client, as what the engines differ in depends on that.
/// </summary>
[Collection(FaultyEmulatorCollection.Name)]
public sealed class RandomHistoryTests(Emulator emulator, ITestOutputHelper output)
{
    private const int Histories = 100;

    public static TheoryData<string> Places => [.. KeptHistories.All.GroupBy(entry => entry.Value.Client).Select(Shortest)];

    [Theory]
    [MemberData(nameof(Places))]
    public Task A_history_that_is_kept_ends_in_the_tables_of_one_full_refresh(string place) => PlayAsync(KeptHistories.All[place]);

    /// <summary>To shrink one takes minutes here; DuckDB plays the same in a second.</summary>
    [DeepFact]
    public async Task Any_history_ends_in_the_tables_of_one_full_refresh()
    {
        var seed = DeepRun.FirstSeed;
        output.WriteLine(DeepRun.Again(seed));
        foreach (var history in HistorySource.Some(seed, DeepRun.Count(Histories)))
        {
            await PlayAsync(history);
        }
    }

    private static string Shortest(IEnumerable<KeyValuePair<string, History>> histories) =>
        histories.MinBy(entry => entry.Value.Steps.Count(step => step.IsRun) is var runs && runs < 2 ? int.MaxValue : (runs * 100) + entry.Value.Steps.Count).Key;

    private async Task PlayAsync(History history)
    {
        using var stage = new BigQueryHistoryStage(emulator);
        try
        {
            await new HistoryRun(stage, history).PlayAsync();
        }
        catch (Exception error)
        {
            throw KeptHistories.Failure(history, error);
        }
    }
}
