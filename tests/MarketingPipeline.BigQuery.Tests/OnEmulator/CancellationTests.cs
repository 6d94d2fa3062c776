using MarketingPipeline.BigQueryEmulator.Faults;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>Ctrl+C leaves no running job, no lease and no temporary table, and is journaled.</summary>
[Collection(FaultyEmulatorCollection.Name)]
public sealed class CancellationTests(Emulator emulator)
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Steps => ["load into google_ads_report_rows", "load into pipeline_runs", "query", "write", "keep"];

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task While_a_job_runs(string step)
    {
        using var stage = new FaultStage(emulator, hasGa4: step == "keep");
        using var stop = new CancellationTokenSource();
        var isSlow = false;
        stage.Server.Faults.Add("jobs.insert", Fault.SlowJob(Long), 1, request => Is(request, step));
        stage.Server.Faults.Add("jobs.insert", Fault.SlowAnswer(TimeSpan.Zero), when: request => (isSlow |= Is(request, step)) && false);
        var handler = new ClientHandler { Sending = request => CancelWhen(isSlow && request.RequestUri!.AbsolutePath.Contains("/jobs/mp_", StringComparison.Ordinal), stop) };
        await AssertCancelledAsync(stage, handler, stop);

        Assert.Equal("stopped", Assert.Single(stage.Jobs, job => job.Progress.ErrorResult is not null).Progress.ErrorResult!.Reason);
        Assert.Equal("cancelled", Assert.Single(await stage.RunsAsync()).Status);
    }

    [Theory]
    [InlineData("jobs")]
    [InlineData("queries")]
    [InlineData("data")]
    public async Task While_an_answer_is_waited_for(string method)
    {
        using var stage = new FaultStage(emulator);
        using var stop = new CancellationTokenSource();
        var handler = new ClientHandler
        {
            Swallows = request => request.RequestUri!.AbsolutePath.Split('/').Contains(method) && (method != "jobs" || (request.Method == HttpMethod.Post && request.RequestUri.Query.Length == 0 && !stop.IsCancellationRequested)),
            Swallowed = stop.Cancel,
        };
        await AssertCancelledAsync(stage, handler, stop);

        Assert.Equal("cancelled", Assert.Single(await stage.RunsAsync()).Status);
    }

    [Fact]
    public async Task While_a_job_is_on_its_way()
    {
        using var stage = new FaultStage(emulator);
        using var stop = new CancellationTokenSource();
        stage.Server.Faults.Add("jobs.insert", Fault.SlowAnswer(TimeSpan.FromSeconds(1)), 1, RetryTests.IsScript);
        var run = AssertCancelledAsync(stage, new ClientHandler(), stop);
        while (!stage.Server.Log.Requests.Any(RetryTests.IsScript))
        {
            await Task.Delay(5);
        }

        await stop.CancelAsync();
        await run;
        Assert.Equal("cancelled", Assert.Single(await stage.RunsAsync()).Status);
    }

    [Fact]
    public async Task While_the_lease_is_being_taken()
    {
        using var stage = new FaultStage(emulator);
        using var stop = new CancellationTokenSource();
        var handler = new ClientHandler { Swallows = request => request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath.EndsWith("/tables", StringComparison.Ordinal), Swallowed = stop.Cancel };
        await AssertCancelledAsync(stage, handler, stop);
        Assert.Empty(stage.TableNames);
    }

    private static async Task AssertCancelledAsync(FaultStage stage, ClientHandler handler, CancellationTokenSource stop)
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stage.RunAsync(handler, builds: false, stop.Token).WaitAsync(TimeSpan.FromSeconds(25)));
        stage.Server.Faults.Clear();
        stage.AssertTidy();
        Assert.All(stage.Server.Store.Current.Tables.Values.Where(table => table.Id.Dataset == stage.Client.OutputDataset && table.Id.Table.StartsWith("stg_", StringComparison.Ordinal)), table => Assert.Empty(table.Rows));
    }

    private static void CancelWhen(bool isTime, CancellationTokenSource stop)
    {
        if (isTime)
        {
            stop.Cancel();
        }
    }

    private static bool Is(RecordedRequest request, string step) => step.StartsWith("load", StringComparison.Ordinal)
        ? RetryTests.IsUpload(request) && request.Body.Contains($"\"tableId\":\"{step.Split(' ')[^1]}\"", StringComparison.Ordinal)
        : request.Body.Contains($"\"step\":\"{step}\"", StringComparison.Ordinal);
}
