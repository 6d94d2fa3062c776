using MarketingPipeline.BigQueryEmulator.Jobs;
using MarketingPipeline.Core;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>maximumBytesBilled stops a run before it spends.</summary>
[Collection(FaultyEmulatorCollection.Name)]
public sealed class BudgetTests(Emulator emulator)
{
    [Fact]
    public async Task A_clients_budget_is_kept_by_the_server()
    {
        using var stage = new FaultStage(emulator, clientSettings: "\"maximumBytesBilled\": \"1 MB\"");
        await AssertStoppedAsync(stage, 0);
    }

    [Fact]
    public async Task A_workspaces_budget_is_kept_by_the_server()
    {
        using var stage = new FaultStage(emulator);
        stage.Engines.Set("maximumBytesBilled", "1 MB");
        await AssertStoppedAsync(stage, 0);
    }

    [Fact]
    public async Task A_step_that_is_estimated_to_exceed_what_is_left_is_not_sent()
    {
        // One query bills ten MiB, the least that BigQuery bills; the step after it would read more than the rest.
        using var stage = new FaultStage(emulator, clientSettings: "\"maximumBytesBilled\": \"10485765 B\"");
        var error = await AssertStoppedAsync(stage, 10 * 1024 * 1024);

        Assert.Contains("10,485,760 bytes billed so far", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(stage.Server.Log.Requests, RetryTests.IsScript);
    }

    [Fact]
    public async Task A_clients_own_budget_goes_before_the_workspaces()
    {
        using var stage = new FaultStage(emulator, clientSettings: "\"maximumBytesBilled\": \"10 GB\"");
        stage.Engines.Set("maximumBytesBilled", "1 MB");
        await stage.RunAsync(builds: false);
    }

    private static async Task<PipelineException> AssertStoppedAsync(FaultStage stage, long billed)
    {
        var error = await Assert.ThrowsAsync<PipelineException>(() => stage.RunAsync());

        Assert.Equal((PipelineErrorKind.BudgetExceeded, "acme"), (error.Kind, error.Target));
        Assert.Contains("maximumBytesBilled", error.Advice, StringComparison.Ordinal);
        Assert.Equal(billed, stage.Jobs.Sum(job => Billing.Of(job.Progress.Results)));
        Assert.All(stage.Tables, table => Assert.Equal("", table.Value));
        var run = Assert.Single(await stage.RunsAsync());
        Assert.Equal(("failed", billed), (run.Status, run.Cost!.BytesBilled));
        stage.AssertTidy();
        return error;
    }
}
