namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

[Collection(EmulatorCollection.Name)]
public sealed class KillTests(Emulator emulator, Xunit.Abstractions.ITestOutputHelper output)
{
    [Fact]
    public async Task Baseline()
    {
        using var stage = new FaultStage(emulator);
        for (var i = 0; i < 3; i++)
        {
            stage.Restore();
            var watch = System.Diagnostics.Stopwatch.StartNew();
            var handler = new ClientHandler();
            await stage.RunAsync(handler);
            output.WriteLine($"{watch.Elapsed} {handler.Count} requests; {string.Join(",", stage.TableNames)}; waits {stage.Retries.Waits.Count}");
            watch.Restart();
            await stage.RunAsync(handler = new ClientHandler());
            output.WriteLine($"again {watch.Elapsed} {handler.Count}");
            stage.AssertTidy();
        }
        foreach (var g in stage.Server.Log.Requests.GroupBy(r => r.Method)) output.WriteLine($"{g.Key} {g.Count()}");
        foreach (var run in await stage.RunsAsync()) output.WriteLine($"{run.Command} {run.Status} {run.Cost?.BytesBilled} {run.Cost?.BytesEstimated}");
    }
}
