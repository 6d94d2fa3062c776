using System.Net;
using MarketingPipeline.BigQuery.Rest;

namespace MarketingPipeline.BigQuery.Tests.Rest;

public sealed class RunningJobsTests
{
    private static readonly QueryRequest Select = new() { Sql = "SELECT 1" };

    [Fact]
    public async Task A_job_says_what_was_asked_for()
    {
        var api = new ScriptedApi().ThenJob();
        await api.Client().RunAsync(
            new QueryRequest
            {
                Sql = "SELECT 1 AS x",
                Dataset = "barracuda",
                Destination = new TableName("agency-prod", "barracuda", "t"),
                WriteDisposition = "WRITE_TRUNCATE",
                Labels = new Dictionary<string, string> { ["Client Name"] = "Café & " + new string('x', 70), ["1st"] = "" },
                MaximumBytesBilled = 50_000_000_000,
                Timeout = TimeSpan.FromMinutes(2),
                Prefix = "mp_stage_",
            },
            default);

        var request = Assert.Single(api.Seen);
        Assert.Equal("POST jobs", request.ToString());
        var (reference, configuration) = (request.Json["jobReference"]!, request.Json["configuration"]!);
        Assert.Equal("EU", reference["location"]!.GetValue<string>());
        Assert.Matches("^mp_stage_[0-9a-f]{32}$", request.JobId);
        Assert.Equal(
            """{"query":"SELECT 1 AS x","useLegacySql":false,"defaultDataset":{"projectId":"agency-prod","datasetId":"barracuda"},"destinationTable":{"projectId":"agency-prod","datasetId":"barracuda","tableId":"t"},"writeDisposition":"WRITE_TRUNCATE","maximumBytesBilled":"50000000000"}""",
            configuration["query"]!.ToJsonString());
        Assert.Equal("120000", configuration["jobTimeoutMs"]!.GetValue<string>());
        Assert.Equal("caf____" + new string('x', 56), configuration["labels"]!["client_name"]!.GetValue<string>());
        Assert.Equal("", configuration["labels"]!["l_1st"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_job_is_asked_for_with_its_location_until_it_is_done_ever_less_often()
    {
        var api = new ScriptedApi().ThenJob("PENDING");
        for (var i = 0; i < 8; i++)
        {
            api.ThenJob("RUNNING");
        }

        api.ThenJob("DONE", """
            "configuration":{"query":{"destinationTable":{"projectId":"p","datasetId":"d","tableId":"anon1"}}},
            "statistics":{"creationTime":"1709251200123","totalSlotMs":"77","numChildJobs":"2",
              "query":{"statementType":"MERGE","totalBytesProcessed":"9007199254740993","totalBytesBilled":"10485760","cacheHit":true,"numDmlAffectedRows":"12",
                "schema":{"fields":[{"name":"x","type":"RECORD","mode":"REPEATED","fields":[{"name":"y","type":"INTEGER"}]}]}}}
            """);
        var job = await api.Client().RunAsync(Select, default);

        Assert.All(api.Seen.Skip(1), request => Assert.Equal($"GET jobs/{job.JobId}?location=EU", request + request.Query));
        Assert.Equal([0.15, 0.3, 0.6, 1.2, 2.4, 4, 4, 4, 4], api.Clock.Waits.Select(wait => wait.TotalSeconds));
        Assert.Equal(("MERGE", 9007199254740993, 10485760, 77, 12, true, 2), (job.StatementType, job.BytesProcessed, job.BytesBilled, job.SlotMilliseconds, job.RowsAffected, job.IsCacheHit, job.ChildJobs));
        Assert.Equal(new TableName("p", "d", "anon1"), job.Destination);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1709251200123), job.CreatedAt);
        Assert.Null(job.OutputRows);
        Assert.True(job.Schema[0].IsRepeated);
        Assert.Equal("NULLABLE", job.Schema[0].Fields[0].Mode);
    }

    [Fact]
    public async Task A_job_whose_answer_was_lost_is_looked_up_and_never_run_twice()
    {
        var api = new ScriptedApi().ThenBreaks().ThenJob("RUNNING").ThenJob();
        await api.Client().RunAsync(Select, default);

        Assert.Equal(["POST jobs", "GET jobs/" + api.Seen[0].JobId, "GET jobs/" + api.Seen[0].JobId], api.Seen.Select(request => request.ToString()));
    }

    [Fact]
    public async Task A_job_that_did_not_arrive_is_sent_again_under_the_same_id()
    {
        var api = new ScriptedApi().ThenError(503, "backendError").ThenError(404, "notFound").ThenJob();
        await api.Client().RunAsync(Select, default);

        Assert.Equal(["POST", "GET", "POST"], api.Seen.Select(request => request.Method));
        Assert.Equal(api.Seen[0].JobId, api.Seen[2].JobId);
    }

    [Fact]
    public async Task Already_exists_means_that_the_job_had_arrived_and_names_its_location()
    {
        var api = new ScriptedApi()
            .Then(request => ScriptedApi.Json($$$"""{"error":{"code":409,"message":"Already Exists: Job example.com:agency-prod:asia-southeast1.{{{request.JobId}}}","errors":[{"reason":"duplicate"}]}}""", HttpStatusCode.Conflict))
            .ThenJob();
        await api.Client().RunAsync(Select, default);

        Assert.Equal("?location=asia-southeast1", api.Seen[1].Query);
    }

    [Fact]
    public async Task A_job_that_is_not_found_at_once_is_asked_for_again()
    {
        var api = new ScriptedApi().ThenJob("PENDING").ThenError(404, "notFound").ThenError(404, "notFound").ThenJob();
        await api.Client().RunAsync(Select, default);

        Assert.Equal(4, api.Seen.Count);
    }

    [Fact]
    public async Task An_answer_of_200_with_an_errorResult_is_a_failure()
    {
        var api = new ScriptedApi().ThenFailedJob("invalidQuery", "Syntax error at [1:8]");
        var error = await Assert.ThrowsAsync<BigQueryException>(() => api.Client().RunAsync(Select, default));

        Assert.Equal(("invalidQuery", "Syntax error at [1:8]", "query", api.Seen[0].JobId), (error.Reason, error.Message, error.Location, error.JobId));
        Assert.Null(error.HttpStatus);
        Assert.False(error.IsRetryable);
        Assert.Single(api.Seen);
    }

    [Fact]
    public async Task Errors_beside_no_errorResult_are_warnings()
    {
        var api = new ScriptedApi().Then(request => ScriptedApi.Json(
            $$$"""{"jobReference":{"jobId":"{{{request.JobId}}}"},"status":{"state":"DONE","errors":[{"reason":"invalid","message":"One row was left out."}]}}"""));

        Assert.Null((await api.Client().RunAsync(Select, default)).ErrorReason);
    }

    [Theory]
    [InlineData("jobBackendError", "x")]
    [InlineData("jobInternalError", "x")]
    [InlineData("jobRateLimitExceeded", "x")]
    [InlineData("backendError", "x")]
    [InlineData("rateLimitExceeded", "x")]
    [InlineData("tableUnavailable", "x")]
    [InlineData("invalidQuery", "Exceeded rate limits: too many table update operations")]
    public async Task A_job_that_the_server_failed_runs_again_as_a_new_one(string reason, string message)
    {
        var api = new ScriptedApi().ThenFailedJob(reason, message).ThenJob();
        var job = await api.Client().RunAsync(Select, default);

        Assert.NotEqual(api.Seen[0].JobId, api.Seen[1].JobId);
        Assert.Equal(api.Seen[1].JobId, job.JobId);
        Assert.InRange(Assert.Single(api.Clock.Waits).TotalSeconds, 1, 1.25);
    }

    [Fact]
    public async Task A_job_is_not_started_anew_for_ever_and_not_at_all_where_it_may_not()
    {
        var api = new ScriptedApi();
        for (var i = 0; i < 5; i++)
        {
            api.ThenFailedJob("jobBackendError");
        }

        Assert.Equal("jobBackendError", (await Assert.ThrowsAsync<BigQueryException>(() => api.Client().RunAsync(Select, default))).Reason);
        Assert.Equal(4, api.Seen.Count);
        await Assert.ThrowsAsync<BigQueryException>(() => api.Client().RunAsync(Select with { MayRestart = false }, default));
        Assert.Equal(5, api.Seen.Count);
    }

    [Fact]
    public async Task Cancelling_cancels_the_job_before_it_leaves()
    {
        using var stop = new CancellationTokenSource();
        var api = new ScriptedApi().ThenJob("RUNNING").ThenJob("RUNNING").Then("{}");
        api.Arriving = request =>
        {
            if (request.Method == "GET")
            {
                stop.Cancel();
            }
        };
        // The request that was under way is not answered.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => api.Client().RunAsync(Select, stop.Token));

        Assert.Equal($"POST jobs/{api.Seen[0].JobId}/cancel?location=EU", api.Seen[^1] + api.Seen[^1].Query);
    }

    [Fact]
    public async Task Cancelling_while_the_job_is_being_sent_cancels_it_by_its_id()
    {
        using var stop = new CancellationTokenSource();
        var api = new ScriptedApi().ThenError(404, "notFound").Then("{}");
        api.Arriving = request =>
        {
            if (request.Path == "jobs")
            {
                stop.Cancel();
            }
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => api.Client().RunAsync(Select, stop.Token));

        Assert.Equal(["POST jobs", $"POST jobs/{api.Seen[0].JobId}/cancel", $"POST jobs/{api.Seen[0].JobId}/cancel"], api.Seen.Select(request => request.ToString()));
    }

    [Fact]
    public async Task A_dry_run_leaves_no_job_and_tells_what_would_be_read()
    {
        var api = new ScriptedApi().Then("""
            {"status":{"state":"DONE"},"statistics":{"totalBytesProcessed":"1604088078","query":{"totalBytesProcessed":"1604088078","totalBytesProcessedAccuracy":"PRECISE",
              "statementType":"SELECT","schema":{"fields":[{"name":"x","type":"NUMERIC"}]},"referencedTables":[{"projectId":"p","datasetId":"d","tableId":"t"}]}}}
            """);
        var run = await api.Client().DryRunAsync(Select, default);

        Assert.True(api.Seen[0].Json["configuration"]!["dryRun"]!.GetValue<bool>());
        Assert.Null(api.Seen[0].Json["jobReference"]!["jobId"]);
        Assert.Equal((1604088078, "PRECISE", "SELECT"), (run.BytesProcessed, run.Accuracy, run.StatementType));
        Assert.Equal(new TableName("p", "d", "t"), Assert.Single(run.ReferencedTables));
        Assert.Equal("x", Assert.Single(run.Schema).Name);
    }

    [Fact]
    public async Task The_statements_of_a_script_come_oldest_first_from_all_pages()
    {
        var api = new ScriptedApi()
            .Then("""{"nextPageToken":"next","jobs":[{"jobReference":{"jobId":"c"},"statistics":{"creationTime":"3"},"errorResult":{"reason":"invalidQuery","message":"no"}},{"jobReference":{"jobId":"b2"},"statistics":{"creationTime":"2"}}]}""")
            .Then("""{"jobs":[{"jobReference":{"jobId":"b1"},"statistics":{"creationTime":"2"}},{"jobReference":{"jobId":"a"},"statistics":{"creationTime":"1"}}]}""");
        var jobs = await api.Client().ChildJobsAsync("parent", default);

        Assert.Equal(["a", "b1", "b2", "c"], jobs.Select(job => job.JobId));
        Assert.Equal(("invalidQuery", "no"), (jobs[3].ErrorReason, jobs[3].ErrorMessage));
        Assert.Equal("?parentJobId=parent&projection=full&maxResults=1000", api.Seen[0].Query);
        Assert.EndsWith("&pageToken=next", api.Seen[1].Query, StringComparison.Ordinal);
    }
}
