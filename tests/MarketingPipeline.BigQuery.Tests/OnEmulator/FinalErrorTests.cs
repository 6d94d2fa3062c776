using MarketingPipeline.BigQueryEmulator.Faults;
using MarketingPipeline.Core;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>What does not pass ends the run with one error that names the reason and says what to do.</summary>
[Collection(FaultyEmulatorCollection.Name)]
public sealed class FinalErrorTests(Emulator emulator)
{
    public static TheoryData<string> Reasons =>
    [
        "accessDenied", "attributeError", "authError", "badRequest", "billingNotEnabled", "billingTierLimitExceeded", "blocked", "bytesBilledLimitExceeded", "duplicate", "invalid", "invalidQuery",
        "invalidUser", "notFound", "notImplemented", "parseError", "proxyAuthenticationRequired", "quotaExceeded", "required", "resourcesExceeded", "responseTooLarge", "stopped", "timeout",
    ];

    public static TheoryData<string> Methods => ["datasets.get", "datasets.insert", "tables.list", "tables.insert", "tabledata.list", "jobs.get", "jobs.list", "jobs.getQueryResults"];

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task A_reason_ends_the_run_whether_it_refuses_a_request_or_a_job(string reason)
    {
        using var stage = new FaultStage(emulator);
        await AssertReportedAsync(stage, reason, "jobs.insert", Fault.Error(reason), RetryTests.IsUpload);
        await AssertReportedAsync(stage, reason, "jobs.insert", Fault.JobError(reason), RetryTests.IsUpload);
    }

    [Theory]
    [InlineData("accessDenied")]
    [InlineData("invalidQuery")]
    public async Task A_refusal_ends_the_run_at_a_query_and_at_a_script(string reason)
    {
        using var stage = new FaultStage(emulator);
        await AssertReportedAsync(stage, reason, "jobs.insert", Fault.Error(reason), RetryTests.Insertions[3]);
        await AssertReportedAsync(stage, reason, "jobs.insert", Fault.JobError(reason), RetryTests.Insertions[3]);
        await AssertReportedAsync(stage, reason, "jobs.insert", Fault.JobError(reason), RetryTests.IsScript);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task A_refusal_ends_the_run_at_every_method(string method)
    {
        using var stage = new FaultStage(emulator);
        // A job that is still at work is asked after.
        stage.Server.Faults.Add("jobs.insert", Fault.SlowJob(TimeSpan.FromMilliseconds(50)), when: request => method == "jobs.get" && RetryTests.IsScript(request));
        await AssertReportedAsync(stage, "quotaExceeded", method, Fault.Error("quotaExceeded"));
    }

    [Fact]
    public async Task A_dry_run_that_is_refused_ends_the_run_before_it_writes()
    {
        using var stage = new FaultStage(emulator);
        await AssertReportedAsync(stage, "accessDenied", "jobs.insert", Fault.Error("accessDenied"), RetryTests.Insertions[1]);
        Assert.DoesNotContain(stage.Server.Log.Requests, RetryTests.IsScript);
    }

    [Fact]
    public async Task What_fails_while_a_run_tidies_up_does_not_fail_the_run()
    {
        using var stage = new FaultStage(emulator);
        stage.Server.Faults.Add("tables.delete", Fault.Error("accessDenied"));
        await stage.RunAsync(builds: false);

        Assert.Equal("succeeded", Assert.Single(await stage.RunsAsync()).Status);
    }

    [Fact]
    public async Task A_run_that_failed_is_journaled_with_its_error()
    {
        using var stage = new FaultStage(emulator);
        stage.Server.Faults.Add("jobs.insert", Fault.JobError("resourcesExceeded", "Too much."), when: RetryTests.IsScript);
        var error = await Assert.ThrowsAsync<PipelineException>(() => stage.RunAsync());

        var run = Assert.Single(await stage.RunsAsync());
        Assert.Equal(("failed", error.Message), (run.Status, run.Error));
        Assert.Contains("Too much.", run.Error, StringComparison.Ordinal);
        Assert.Contains("-From and -To", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_told_hides_no_error()
    {
        using var stage = new FaultStage(emulator);
        stage.Server.Faults.Add("jobs.insert", Fault.JobError("resourcesExceeded"), when: RetryTests.IsScript);
        stage.Server.Faults.Add("jobs.insert", Fault.Error("quotaExceeded"), when: request => RetryTests.IsUpload(request) && request.Body.Contains("\"failed\"", StringComparison.Ordinal));
        var error = await Assert.ThrowsAsync<PipelineException>(() => stage.RunAsync());

        Assert.Contains("resourcesExceeded", error.Message, StringComparison.Ordinal);
        Assert.Equal("running", Assert.Single(await stage.RunsAsync()).Status);
        stage.AssertTidy();
    }

    [Fact]
    public async Task A_server_that_is_gone_is_not_waited_for_at_the_end()
    {
        using var stage = new FaultStage(emulator);
        stage.Server.Faults.Add("jobs.getQueryResults", Fault.Error("accessDenied"), 1);
        var isGone = false;
        var handler = new ClientHandler { Sending = request => _ = isGone |= request.RequestUri!.AbsolutePath.Contains("/queries/", StringComparison.Ordinal), BreaksWhen = () => isGone };
        var error = await Assert.ThrowsAsync<PipelineException>(() => stage.RunAsync(handler).WaitAsync(TimeSpan.FromSeconds(60)));

        Assert.Contains("connection", error.Message, StringComparison.Ordinal);
        Assert.Contains("network", error.Advice, StringComparison.Ordinal);
    }

    private static PipelineErrorKind KindOf(string reason) => reason switch
    {
        "bytesBilledLimitExceeded" => PipelineErrorKind.BudgetExceeded,
        "authError" => PipelineErrorKind.SignInFailed,
        "accessDenied" or "billingNotEnabled" or "blocked" => PipelineErrorKind.SourceRefused,
        "quotaExceeded" => PipelineErrorKind.QuotaExhausted,
        "proxyAuthenticationRequired" => PipelineErrorKind.SourceUnavailable,
        _ => PipelineErrorKind.WarehouseFailed,
    };

    private static async Task AssertReportedAsync(FaultStage stage, string reason, string method, Fault fault, Func<RecordedRequest, bool>? when = null)
    {
        stage.Restore();
        stage.Server.Log.Clear();
        stage.Server.Faults.Add(method, fault, when: when);
        var error = await Assert.ThrowsAsync<PipelineException>(() => stage.RunAsync(builds: false));
        stage.Server.Faults.Clear();

        Assert.Equal(KindOf(reason), error.Kind);
        Assert.True(error.Message.Contains(reason, StringComparison.Ordinal), $"{method}: {error.Message}");
        Assert.NotEmpty(error.Advice);
        Assert.NotNull(error.Target);
        // Once for the step, and where the journal needs the same, once more for its last line.
        Assert.InRange(stage.Server.Log.Requests.Count(request => request.Method == method && when?.Invoke(request) != false), 1, 5);
        stage.AssertTidy();
    }
}
