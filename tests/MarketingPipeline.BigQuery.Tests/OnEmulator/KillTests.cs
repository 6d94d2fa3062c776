using System.Globalization;
using MarketingPipeline.BigQueryEmulator.Storage;
using Xunit.Abstractions;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>
/// A run that is killed between any two of its requests leaves what the server holds at that moment. Each such state that
/// occurs is one that the next run, after the dead run's lease, has to bring to the tables of an undisturbed run.
/// </summary>
[Collection(FaultyEmulatorCollection.Name)]
public sealed class KillTests(Emulator emulator, ITestOutputHelper output)
{
    /// <summary>Longer than a lease's term.</summary>
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(11);

    [Fact]
    public async Task Staging_may_end_between_any_two_requests()
    {
        using var stage = new FaultStage(emulator);
        await AssertResumesAsync(stage, builds: false, every: 1);
        stage.ChangeSources();
        await AssertResumesAsync(stage, builds: false, every: 3);
    }

    [Fact]
    public async Task Staging_of_a_shared_property_may_end_between_any_two_requests()
    {
        using var stage = new FaultStage(emulator, hasGa4: true);
        await AssertResumesAsync(stage, builds: false, every: 6);
        stage.ChangeSources();
        await AssertResumesAsync(stage, builds: false, every: 6);
    }

    [Fact]
    public async Task A_build_may_end_between_any_two_requests()
    {
        using var stage = new FaultStage(emulator);
        await stage.RunAsync(builds: false);
        await AssertResumesAsync(stage, builds: true, every: 6);
        stage.ChangeSources();
        await AssertResumesAsync(stage, builds: true, every: 8);
    }

    [Fact]
    public async Task A_run_that_was_killed_is_shown_as_running_and_refuses_others_until_its_lease_ends()
    {
        using var stage = new FaultStage(emulator, hasGa4: true);
        var handler = new ClientHandler();
        await stage.RunAsync(handler, builds: false);
        var expected = stage.Tables;
        var random = Seeded();
        foreach (var losesAnswer in new[] { false, true })
        {
            stage.Restore();
            var lifetime = random.Next(10, handler.Count / 2);
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
    }

    private Random Seeded()
    {
        var seed = Environment.TickCount;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
        return new Random(seed);
    }

    /// <summary>Every state of the run, or every n-th where a run takes long: from a random one on.</summary>
    private async Task AssertResumesAsync(FaultStage stage, bool builds, int every)
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

        var first = Seeded().Next(every);
        foreach (var (request, state) in states.Where((_, index) => index % every == first))
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
