using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>
/// Random workspaces end in the same tables on both engines. MARKETINGPIPELINE_RANDOM_RUNS says how many;
/// MARKETINGPIPELINE_RANDOM_SEED makes the one again that a failure names.
/// </summary>
[Collection(EmulatorCollection.Name)]
public sealed class RandomParityTests(Emulator emulator)
{
    [RandomRuns(Arbitrary = [typeof(Seeds)])]
    public async Task Every_table_is_the_same(int seed)
    {
        using var bench = new Bench();
        new RandomWorkspace(seed).Write(bench);
        using var engines = new TwoEngines(bench, emulator);
        try
        {
            await engines.RunAsync("acme");
            await engines.AssertSameAsync("acme");
        }
        catch (Exception error)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"MARKETINGPIPELINE_RANDOM_SEED={seed}: {error.Message}"), error);
        }
    }

    private static class Seeds
    {
        /// <summary>Seeds are not shrunk: a smaller one makes quite another workspace.</summary>
        public static Arbitrary<int> Seed() => Arb.From(Setting("SEED") is { } seed ? Gen.Constant(seed) : Gen.Choose(0, int.MaxValue - 1));
    }

    private sealed class RandomRunsAttribute : PropertyAttribute
    {
        public RandomRunsAttribute() => MaxTest = Setting("SEED") is null ? Setting("RUNS") ?? 4 : 1;
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable("MARKETINGPIPELINE_RANDOM_" + name), CultureInfo.InvariantCulture, out var value) ? value : null;
}
