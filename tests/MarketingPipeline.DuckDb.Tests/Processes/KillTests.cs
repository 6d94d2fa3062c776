using System.Globalization;
using MarketingPipeline.Workbench;
using Xunit.Abstractions;

namespace MarketingPipeline.DuckDb.Tests.Processes;

/// <summary>
/// A run that is killed leaves each of its transactions done or not begun, in a file that opens; the next run ends in the
/// tables of one full refresh.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kept = 20;
    private const int KillsOfADeepRun = 1_000;
    private const int ClientsAtOnce = 3;

    [Fact]
    public async Task Killed_at_twenty_moments_every_table_is_whole_and_the_next_run_finishes()
    {
        var seeds = DeepRun.Seed is { } given && DeepRun.Share is null ? [given] : Enumerable.Range(1, Kept).ToArray();
        using var stage = await KillStage.PreparedAsync(clients: 1);
        await KillAsync(stage, seeds, DeepRun.Again);

        // Else the moments would all lie before or behind what there is to see.
        Assert.True(seeds.Length < Kept || stage.Found.All(often => often > 0), $"Done of three transactions: {Text(stage)}");
    }

    [DeepFact]
    public async Task Killed_with_others_at_the_same_time_every_table_is_whole_and_the_next_run_finishes()
    {
        var first = DeepRun.FirstSeed;
        output.WriteLine(DeepRun.Again(first));
        using var stage = await KillStage.PreparedAsync(ClientsAtOnce);
        await KillAsync(stage, Enumerable.Range(first, DeepRun.Count(KillsOfADeepRun / ClientsAtOnce)), DeepRun.AgainDeeply);
    }

    private async Task KillAsync(KillStage stage, IEnumerable<int> seeds, Func<int, string> again)
    {
        foreach (var seed in seeds)
        {
            try
            {
                await stage.KillAsync(seed);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"{error.Message}\nPlay it again with {again(seed)}", error);
            }
        }

        output.WriteLine($"Done of three transactions: {Text(stage)}");
    }

    private static string Text(KillStage stage) => string.Join(", ", stage.Found.Select((often, done) => string.Create(CultureInfo.InvariantCulture, $"{done}: {often} times")));
}
