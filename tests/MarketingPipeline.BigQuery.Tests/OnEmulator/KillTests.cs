using System.Globalization;
using MarketingPipeline.BigQueryEmulator.Storage;
using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Workbench;
using Xunit.Abstractions;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>
/// A run that is killed between any two of its requests leaves what the server holds at that moment. Each such state that
/// occurs is one that the next run, after the dead run's lease, has to bring to the tables of an undisturbed run.
/// </summary>
[Collection(FaultyEmulatorCollection.Name)]
public sealed class KillTests(Emulator emulator, ITestOutputHelper output)
{
    /// <summary>The seed that says where the twenty kills of each run of the tests are.</summary>
    private const int Kept = 1;

    /// <summary>Longer than a lease's term.</summary>
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(11);

    [Fact]
    public Task Staging_may_end_between_any_two_requests() => AgainAsync(async random =>
    {
        using var stage = new FaultStage(emulator);
        await AssertResumesAsync(stage, random, builds: false, kills: 4);
        stage.ChangeSources();
        await AssertResumesAsync(stage, random, builds: false, kills: 3);
    });

    [Fact]
    public Task Staging_of_a_shared_property_may_end_between_any_two_requests() => AgainAsync(async random =>
    {
        using var stage = new FaultStage(emulator, hasGa4: true);
        await AssertResumesAsync(stage, random, builds: false, kills: 3);
        stage.ChangeSources();
        await AssertResumesAsync(stage, random, builds: false, kills: 3);
    });

    [Fact]
    public Task A_build_may_end_between_any_two_requests() => AgainAsync(async random =>
    {
        using var stage = new FaultStage(emulator);
        await stage.RunAsync(builds: false);
        await AssertResumesAsync(stage, random, builds: true, kills: 3);
        stage.ChangeSources();
        await AssertResumesAsync(stage, random, builds: true, kills: 2);
    });

    [Fact]
    public Task A_run_that_was_killed_is_shown_as_running_and_refuses_others_until_its_lease_ends() => AgainAsync(async random =>
    {
        using var stage = new FaultStage(emulator, hasGa4: true);
        var (dataset, journaled) = (stage.Client.OutputDataset, int.MaxValue);
        ClientHandler? handler = null;
        handler = new ClientHandler
        {
            Sending = _ =>
            {
                // From this request on the server has the journal's row of the run.
                if (stage.Server.Store.Current.Tables.Any(table => table.Key.Dataset == dataset && table.Key.Table == LedgerTables.Runs && table.Value.Rows.Count > 0))
                {
                    journaled = Math.Min(journaled, handler!.Count);
                }
            },
        };
        await stage.RunAsync(handler, builds: false);
        Assert.InRange(journaled, 1, (handler.Count / 2) - 1);
        var expected = stage.Tables;
        foreach (var losesAnswer in new[] { false, true })
        {
            stage.Restore();
            var lifetime = random.Next(journaled, handler.Count / 2);
            await Assert.ThrowsAsync<KilledException>(() => stage.RunAsync(new ClientHandler { Lifetime = lifetime, LosesLastAnswer = losesAnswer }));
            await stage.SettleAsync();

            var run = Assert.Single(await stage.RunsAsync());
            Assert.Equal(("running", null), (run.Status, run.FinishedAt));
            var busy = await Assert.ThrowsAsync<Core.PipelineException>(() => stage.RunAsync());
            Assert.Equal(Core.PipelineErrorKind.WarehouseBusy, busy.Kind);
            Assert.Contains($"run {run.RunId} of {run.RunBy}, since 2026-06-16", busy.Message, StringComparison.Ordinal);

            emulator.Clock.Advance(Later);
            await stage.RunAsync(builds: false);
            TableContents.AssertSame(expected, stage.Tables, string.Create(CultureInfo.InvariantCulture, $"killed after request {lifetime}"));
            stage.AssertTidy(wasKilled: true);
        }
    });

    /// <summary>A failure says the seed of what was drawn.</summary>
    private static async Task AgainAsync(Func<Random, Task> test)
    {
        var seed = DeepRun.Share is null ? DeepRun.Seed ?? Kept : DeepRun.FirstSeed;
        try
        {
            await test(new Random(seed));
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"{error.Message}\nPlay it again with {DeepRun.Again(seed)}", error);
        }
    }

    /// <summary>So many states of the run, from its first request to its last; in a deep run every one.</summary>
    private async Task AssertResumesAsync(FaultStage stage, Random random, bool builds, int kills)
    {
        var states = new List<(int Request, StoreState State)>();
        var last = "";
        ClientHandler? watched = null;
        watched = new ClientHandler
        {
            Sending = _ =>
            {
                // What runs on the server goes on without the client: a state counts when nothing runs any more.
                stage.SettleAsync().GetAwaiter().GetResult();
                var (state, text) = (stage.Server.Store.Current, stage.Identity);
                if (text != last)
                {
                    states.Add((watched!.Count - 1, state));
                    last = text;
                }
            },
        };
        await stage.RunAsync(watched, builds);
        states.Add((watched.Count, stage.Server.Store.Current));
        var expected = stage.Tables;

        var part = random.NextDouble();
        var killed = DeepRun.Share is null ? Enumerable.Range(0, kills).Select(kill => states[(int)((kill + part) * states.Count / kills)]) : states;
        foreach (var (request, state) in killed)
        {
            stage.Restore(state);
            emulator.Clock.Advance(Later);
            await stage.RunAsync(builds: builds);
            TableContents.AssertSame(expected, stage.Tables, string.Create(CultureInfo.InvariantCulture, $"killed after request {request} of {watched.Count}"));
            stage.AssertTidy(wasKilled: true);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{states.Count} states in {watched.Count} requests"));
    }
}
