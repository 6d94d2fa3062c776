using MarketingPipeline.BigQuery.Rest;
using MarketingPipeline.BigQueryEmulator.Faults;
using MarketingPipeline.Core;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>What passes is survived at every method, in requests and in jobs.</summary>
[Collection(FaultyEmulatorCollection.Name)]
public sealed class RetryTests(Emulator emulator)
{
    private static readonly string[] Methods = ["datasets.get", "datasets.insert", "tables.list", "tables.get", "tables.insert", "tables.delete", "tabledata.list", "jobs.get", "jobs.list", "jobs.getQueryResults"];

    /// <summary>What jobs.insert is used for.</summary>
    internal static readonly Func<RecordedRequest, bool>[] Insertions =
    [
        IsUpload,
        request => request.Body.Contains("\"dryRun\":true", StringComparison.Ordinal),
        IsScript,
        request => !IsUpload(request) && !IsScript(request) && !request.Body.Contains("\"dryRun\":true", StringComparison.Ordinal),
    ];

    private static readonly Fault[] Passing =
    [
        Fault.Error("rateLimitExceeded"), Fault.Error("rateLimitExceeded", code: 429), Fault.Error("backendError"), Fault.Error("backendError", code: 500), Fault.Error("backendError", code: 504),
        Fault.Error("internalError"), Fault.Error("badGateway"), Fault.Error("resourceInUse"), Fault.Error("tableUnavailable"), Fault.Error("invalidQuery", "Exceeded rate limits: too many table update operations for this table"),
        Fault.HtmlBadGateway, Fault.DropBefore, Fault.TruncatedBody, Fault.DropAfter,
    ];

    internal static bool IsUpload(RecordedRequest request) => request.Path.Contains("/upload/", StringComparison.Ordinal);

    internal static bool IsScript(RecordedRequest request) => request.Body.Contains("BEGIN TRANSACTION", StringComparison.Ordinal);

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Every_passing_error_at_every_method_is_survived(bool hasGa4, bool builds)
    {
        using var stage = new FaultStage(emulator, hasGa4);
        await stage.RunAsync(builds: builds);
        var expected = stage.Tables;
        stage.Restore();
        stage.Server.Log.Clear();
        // All of them, one after the other, take longer than a run would wait.
        stage.Patience = TimeSpan.FromHours(2);
        for (var nth = 1; nth <= Passing.Length; nth++)
        {
            foreach (var method in Methods)
            {
                stage.Server.Faults.Add(method, Passing[nth - 1], nth);
            }

            foreach (var insertion in Insertions)
            {
                stage.Server.Faults.Add("jobs.insert", Passing[nth - 1], nth, insertion);
            }
        }

        await stage.RunAsync(builds: builds);

        TableContents.AssertSame(expected, stage.Tables, "disturbed");
        stage.AssertTidy();
        Assert.All(Methods, method => Assert.True(stage.Server.Log.Count(method) > Passing.Length, method + " was not called often enough"));
    }

    [Fact]
    public async Task Jobs_that_the_server_fails_run_again_under_new_ids()
    {
        using var stage = new FaultStage(emulator);
        await stage.RunAsync();
        var (expected, jobs) = (stage.Tables, stage.Jobs.Count);
        stage.Restore();
        var faults = new[] { Fault.JobError("jobBackendError"), Fault.JobError("jobInternalError", afterWork: true), Fault.JobError("jobRateLimitExceeded") };
        foreach (var insertion in Insertions.Where(insertion => insertion != Insertions[1]))
        {
            for (var nth = 1; nth <= faults.Length; nth++)
            {
                stage.Server.Faults.Add("jobs.insert", faults[nth - 1], nth, insertion);
            }
        }

        await stage.RunAsync();

        TableContents.AssertSame(expected, stage.Tables, "disturbed");
        Assert.Equal((2 * jobs) + (3 * faults.Length), stage.Jobs.Count);
        Assert.Equal(stage.Jobs.Count, stage.Jobs.Select(job => job.Id).Distinct().Count());
        stage.AssertTidy();
    }

    [Fact]
    public async Task An_error_that_should_pass_and_does_not_is_reported_once_after_a_while()
    {
        using var stage = new FaultStage(emulator);
        stage.Server.Faults.Add("jobs.insert", Fault.Error("backendError"));
        stage.Server.Log.Clear();
        var error = await Assert.ThrowsAsync<PipelineException>(() => stage.RunAsync());

        Assert.Equal(PipelineErrorKind.SourceUnavailable, error.Kind);
        Assert.Contains("backendError", error.Message, StringComparison.Ordinal);
        // Ten minutes of doubling waits up to half a minute, for the journal's begin and for its end.
        Assert.InRange(stage.Server.Log.Count("jobs.insert"), 15, 60);
        stage.Server.Faults.Clear();
        stage.AssertTidy();
    }

    [Fact]
    public async Task A_large_upload_survives_what_breaks_it_and_is_loaded_once()
    {
        using var stage = new FaultStage(emulator);
        stage.Server.Faults
            .Add("jobs.upload", Fault.InterruptUpload(1_000_000), 1).Add("jobs.upload", Fault.HtmlBadGateway, 2).Add("jobs.upload", Fault.DropBefore, 3)
            .Add("jobs.upload", Fault.Error("backendError"), 4).Add("jobs.upload", Fault.DropAfter, 6).Add("jobs.upload", Fault.TruncatedBody, 7);
        await stage.RunAsync(builds: false);
        using var client = new BigQueryClient(BigQueryEndpoint.Of(stage.Engines.Twin.BigQuery!), retrying: new Retrying(stage.Retries));
        var table = new TableName(Emulator.Project, stage.Client.OutputDataset, "large");
        var job = await client.LoadAsync(new LoadRequest { Table = table, Schema = [new TableField("text", "STRING", "NULLABLE", [])], Prefix = "large_" }, Rows(), default);

        Assert.Equal(6000, job.OutputRows);
        Assert.Equal(6000, (await client.GetTableAsync(table, default))!.Rows);
        Assert.Single(stage.Server.Jobs.List(Emulator.Project, null), entry => entry.Id.StartsWith("large_", StringComparison.Ordinal));

        static async IAsyncEnumerable<object?[]> Rows()
        {
            for (var row = 0; row < 6000; row++)
            {
                await Task.CompletedTask;
                yield return [new string('x', 1000)];
            }
        }
    }
}
