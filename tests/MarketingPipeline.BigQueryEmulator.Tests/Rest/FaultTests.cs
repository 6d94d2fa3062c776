using System.Net;
using System.Net.Http.Headers;
using MarketingPipeline.BigQueryEmulator.Faults;

namespace MarketingPipeline.BigQueryEmulator.Tests.Rest;

public class FaultTests : RestFixture
{
    private const string Job = """{"jobReference":{"projectId":"p","jobId":"j"},"configuration":{"query":{"query":"SELECT numbers 1","useLegacySql":false}}}""";

    [Theory]
    [InlineData("rateLimitExceeded", 403, "usageLimits")]
    [InlineData("backendError", 503, "global")]
    [InlineData("internalError", 500, "global")]
    [InlineData("quotaExceeded", 403, "usageLimits")]
    [InlineData("accessDenied", 403, "global")]
    [InlineData("notImplemented", 501, "global")]
    [InlineData("resourceInUse", 400, "global")]
    [InlineData("responseTooLarge", 403, "global")]
    [InlineData("proxyAuthenticationRequired", 407, "global")]
    public async Task Every_reason_can_be_answered(string reason, int code, string domain)
    {
        Server.Faults.Add("datasets.list", Fault.Error(reason));
        var error = await GetAsync("datasets", (HttpStatusCode)code);
        Assert.Equal(reason, Reason(error));
        Assert.Equal(domain, error["error"]!["errors"]![0]!["domain"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_nth_request_fails_alone()
    {
        Server.Faults.Add("datasets.list", Fault.Error("rateLimitExceeded", code: 429, retryAfter: TimeSpan.FromSeconds(3)), nth: 2).Add("datasets.list", Fault.HtmlBadGateway, nth: 3);
        await GetAsync("datasets");
        var limited = await Client.GetAsync(Base + "datasets");
        Assert.Equal(429, (int)limited.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(3), limited.Headers.RetryAfter!.Delta);
        var html = await Client.GetAsync(Base + "datasets");
        Assert.Equal((502, "text/html"), ((int)html.StatusCode, html.Content.Headers.ContentType!.MediaType));
        await GetAsync("datasets");
        Assert.Equal([200, 429, 502, 200], Server.Log.Requests.Select(request => request.Status));
    }

    [Fact]
    public async Task A_lost_answer_leaves_the_job_a_lost_request_does_not()
    {
        Server.Faults.Add("jobs.insert", Fault.DropBefore, nth: 1).Add("jobs.insert", Fault.DropAfter, nth: 2);
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync("jobs", Job));
        await GetAsync("jobs/j", HttpStatusCode.NotFound);
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync("jobs", Job));
        Assert.Equal("duplicate", Reason(await PostAsync("jobs", Job, HttpStatusCode.Conflict)));
        await DoneAsync("j");
        Assert.Equal(1, Runner.Runs);
    }

    [Fact]
    public async Task A_body_may_break_off()
    {
        Server.Faults.Add("datasets.list", Fault.TruncatedBody);
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync("datasets"));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task A_job_may_end_with_an_error(bool afterWork, int runs)
    {
        Server.Faults.Add("jobs.insert", Fault.JobError("jobBackendError", afterWork: afterWork));
        await PostAsync("jobs", Job);
        Assert.Equal("jobBackendError", (await DoneAsync("j"))["status"]!["errorResult"]!["reason"]!.GetValue<string>());
        Assert.Equal(runs, Runner.Runs);
        Assert.Equal("jobBackendError", Reason(await GetAsync("queries/j", HttpStatusCode.BadRequest)));
    }

    [Fact]
    public async Task A_token_is_demanded_and_never_recorded()
    {
        const string Token = "ya29.secret-token";
        Server.RequiredToken = Token;
        Assert.Equal("authError", Reason(await GetAsync("datasets", HttpStatusCode.Unauthorized)));
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "wrong");
        await GetAsync("datasets", HttpStatusCode.Unauthorized);
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        await GetAsync("datasets?all=" + Token);
        await CreateDatasetAsync("d", $",\"description\":\"{Token}\"");
        Server.Faults.Add("datasets.list", Fault.Unauthorized, nth: 1);
        await GetAsync("datasets", HttpStatusCode.Unauthorized);
        Assert.Equal([false, false, true, true, true], Server.Log.Requests.Select(request => request.HadToken));
        Assert.DoesNotContain(Server.Log.Requests, request => (request + string.Join(",", request.Headers.Values)).Contains(Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Requests_are_recorded()
    {
        await CreateDatasetAsync();
        await LoadAsync("t", "{\"a\":1}", ",\"autodetect\":true");
        var insert = Assert.Single(Server.Log.Requests, request => request.Method == "jobs.insert");
        Assert.Equal(("POST", "/upload/bigquery/v2/projects/p/jobs", "?uploadType=multipart"), (insert.HttpMethod, insert.Path, insert.Query));
        Assert.Contains("\"autodetect\":true", insert.Body);
        Assert.Contains("{\"a\":1}", insert.Body);
        Assert.StartsWith("multipart/related", insert.Headers["content-type"]);
    }

    [Fact]
    public async Task Unknown_paths_are_not_found()
    {
        Assert.Equal("notFound", Reason(await GetAsync("models", HttpStatusCode.NotFound)));
    }
}
