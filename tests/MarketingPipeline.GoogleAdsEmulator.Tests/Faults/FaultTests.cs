using System.Net;
using System.Text.Json.Nodes;
using MarketingPipeline.GoogleAdsEmulator.Faults;
using MarketingPipeline.GoogleAdsEmulator.Rest;

namespace MarketingPipeline.GoogleAdsEmulator.Tests.Faults;

public sealed class FaultTests : EmulatorTest
{
    private const string Clicks = $"SELECT campaign.id, segments.date, metrics.clicks FROM campaign WHERE {August}";
    private const string AdGroupClicks = $"SELECT ad_group.id, segments.date, metrics.clicks FROM ad_group WHERE {August}";

    public static TheoryData<string, Fault, int, string, string?> Errors => new()
    {
        { "temporarily", Fault.TemporarilyExhausted, 429, "RESOURCE_EXHAUSTED", "quotaError.RESOURCE_TEMPORARILY_EXHAUSTED" },
        { "quota", Fault.QuotaSpent(), 429, "RESOURCE_EXHAUSTED", "quotaError.RESOURCE_EXHAUSTED" },
        { "short", Fault.ShortTermConsumption, 429, "RESOURCE_EXHAUSTED", "quotaError.EXCESSIVE_SHORT_TERM_QUERY_RESOURCE_CONSUMPTION" },
        { "long", Fault.LongTermConsumption, 429, "RESOURCE_EXHAUSTED", "quotaError.EXCESSIVE_LONG_TERM_QUERY_RESOURCE_CONSUMPTION" },
        { "prohibited", Fault.AccessProhibited, 429, "RESOURCE_EXHAUSTED", "quotaError.ACCESS_PROHIBITED" },
        { "internal", Fault.InternalError, 500, "INTERNAL", "internalError.INTERNAL_ERROR" },
        { "transient", Fault.TransientError, 500, "INTERNAL", "internalError.TRANSIENT_ERROR" },
        { "deadline", Fault.DeadlineExceeded, 504, "DEADLINE_EXCEEDED", "internalError.DEADLINE_EXCEEDED" },
        { "unavailable", Fault.Unavailable, 503, "UNAVAILABLE", null },
        { "expired", Fault.TokenExpired, 401, "UNAUTHENTICATED", "authenticationError.OAUTH_TOKEN_EXPIRED" },
        { "bare", Fault.BareUnauthenticated, 401, "UNAUTHENTICATED", null },
        { "not enabled", Fault.CustomerNotEnabled, 403, "PERMISSION_DENIED", "authorizationError.CUSTOMER_NOT_ENABLED" },
        { "prohibited token", Fault.Error("authorizationError", "DEVELOPER_TOKEN_PROHIBITED"), 403, "PERMISSION_DENIED", "authorizationError.DEVELOPER_TOKEN_PROHIBITED" },
        { "too large", Fault.ResponseTooLarge, 400, "INVALID_ARGUMENT", "sizeLimitError.RESPONSE_SIZE_LIMIT_EXCEEDED" },
        { "page token", Fault.ExpiredPageToken, 400, "INVALID_ARGUMENT", "requestError.EXPIRED_PAGE_TOKEN" },
        { "other code", Fault.Answer(new("internalError", "TRANSIENT_ERROR") { Code = 503 }), 503, "UNAVAILABLE", "internalError.TRANSIENT_ERROR" },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task Each_error_has_its_code_status_and_name(string title, Fault fault, int code, string status, string? error)
    {
        Assert.NotEmpty(title);
        Server.Faults.Add(fault);
        var stream = JsonNode.Parse(await StreamTextAsync(Clicks, expected: (HttpStatusCode)code))!.AsArray().Single()!;
        var search = await SearchAsync(Clicks, expected: (HttpStatusCode)code);

        foreach (var body in (JsonNode[])[stream, search])
        {
            Assert.Equal(code, body["error"]!["code"]!.GetValue<int>());
            Assert.Equal(status, body["error"]!["status"]!.GetValue<string>());
            if (error is null)
            {
                Assert.Null(body["error"]!["details"]);
            }
            else
            {
                Assert.Equal(error, ErrorCode(body));
            }
        }
    }

    [Fact]
    public async Task The_days_quota_is_spent_in_Googles_words()
    {
        Server.Faults.Add(Fault.QuotaSpent());

        Assert.Equal("""[{"error":{"code":429,"message":"Resource has been exhausted (e.g. check quota).","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.ads.googleads.v25.errors.GoogleAdsFailure","errors":[{"errorCode":{"quotaError":"RESOURCE_EXHAUSTED"},"message":"Too many requests. Retry in 40591 seconds.","details":{"quotaErrorDetails":{"rateScope":"DEVELOPER","rateName":"Number of operations for basic access","retryDelay":"40591s"}}}],"requestId":"ID"}]}}]""", await StreamTextAsync(Clicks, expected: HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task A_fault_meets_only_the_requests_that_it_is_planned_for()
    {
        Server.Faults
            .Add(Fault.TemporarilyExhausted, method: "searchStream", account: Acme, report: "ad_group", nth: 2)
            .Add(Fault.TransientError, when: request => request.From == new DateOnly(2026, 7, 1));

        await StreamTextAsync(AdGroupClicks);
        await StreamTextAsync(Clicks);
        await SearchAsync(AdGroupClicks);
        await StreamTextAsync(AdGroupClicks, expected: HttpStatusCode.TooManyRequests);
        await StreamTextAsync(AdGroupClicks);
        await StreamTextAsync(Clicks.Replace("2026-08-01", "2026-07-01", StringComparison.Ordinal), expected: HttpStatusCode.InternalServerError);
        Server.Faults.Clear();
        await StreamTextAsync(Clicks.Replace("2026-08-01", "2026-07-01", StringComparison.Ordinal));
        Assert.Equal([200, 200, 200, 429, 200, 500, 200], Server.Log.Requests.Select(request => request.Status));
    }

    [Fact]
    public async Task A_fault_can_happen_so_many_times()
    {
        Server.Faults.Add(Fault.Unavailable, times: 2).Add(Fault.InternalError, nth: 4, times: 2);

        var codes = new List<int>();
        for (var i = 0; i < 6; i++)
        {
            codes.Add((int)(await PostAsync("searchStream", Json(Clicks))).StatusCode);
        }

        Assert.Equal([503, 503, 200, 500, 500, 200], codes);
    }

    [Fact]
    public async Task Too_many_days_can_be_too_much()
    {
        Server.Faults.Add(Fault.TooLargeBeyond(30));

        Assert.Equal("sizeLimitError.RESPONSE_SIZE_LIMIT_EXCEEDED", await ErrorAsync(Clicks));
        Assert.Equal(3, (await RowsAsync(Clicks.Replace("2026-08-31", "2026-08-30", StringComparison.Ordinal))).Count);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(502)]
    public async Task A_proxy_answers_with_a_page(int code)
    {
        Server.Faults.Add(Fault.Html(code));
        var answer = await PostAsync("searchStream", Json(Clicks));

        Assert.StartsWith("<!DOCTYPE html>", await TextAsync(answer, (HttpStatusCode)code), StringComparison.Ordinal);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Signing_in_can_fail_too()
    {
        Server.Faults.Add(Fault.Html(502), method: ApiCall.Token, nth: 1);

        Assert.Equal(HttpStatusCode.BadGateway, (await Client.PostAsync("token", new StringContent(""))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Client.PostAsync("token", new StringContent(""))).StatusCode);
    }

    [Fact]
    public async Task A_connection_can_break_before_the_answer()
    {
        Server.Faults.Add(Fault.Drop, nth: 1);

        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync("searchStream", Json(Clicks)));
        await StreamTextAsync(Clicks);
    }

    [Fact]
    public async Task An_error_can_follow_valid_batches()
    {
        Server.RowsPerBatch = 1;
        Server.Faults.Add(Fault.ErrorAfterBatches(2, Fault.TransientError));

        var batches = JsonNode.Parse(await StreamTextAsync(Clicks))!.AsArray();
        Assert.Equal(3, batches.Count);
        Assert.All(batches.Take(2), batch => Assert.Single(batch!["results"]!.AsArray()));
        Assert.Equal("internalError.TRANSIENT_ERROR", ErrorCode(batches[2]!));
    }

    [Theory]
    [InlineData(0, null, false, "[")]
    [InlineData(1, null, false, """[{"results":[987],"fieldMask":"campaign.id","requestId":"ID"}""")]
    [InlineData(1, 0, false, """[{"results":[987],"fieldMask":"campaign.id","requestId":"ID"},{"results":[""")]
    [InlineData(0, 0, true, """[{"results":[{"campaign":{"resourceName":"customers""")]
    [InlineData(1, null, true, """[{"results":[987],"fieldMask":"campaign.id","requestId":"ID"},{"results":[{"campaign":{"resourceName":"customers""")]
    [InlineData(2, null, false, """[{"results":[987],"fieldMask":"campaign.id","requestId":"ID"},{"results":[988],"fieldMask":"campaign.id","requestId":"ID","queryResourceConsumption":"1"}""")]
    public async Task A_stream_can_end_where_a_test_says_and_all_before_arrives(int batches, int? rows, bool inRow, string expected)
    {
        Server.RowsPerBatch = 1;
        Server.Faults.Add(Fault.Cut(batches, rows, inRow));

        Assert.Equal(expected, await CutTextAsync("SELECT campaign.id FROM campaign"));
    }

    [Fact]
    public async Task A_batch_can_end_among_its_rows()
    {
        Server.Faults.Add(Fault.Cut(0, rows: 1, inRow: true));

        Assert.Equal("""[{"results":[987,{"campaign":{"resourceName":"customers""", await CutTextAsync("SELECT campaign.id FROM campaign"));
    }

    [Fact]
    public async Task A_compressed_stream_can_end_early_too()
    {
        Server.RowsPerBatch = 1;
        Server.Faults.Add(Fault.Cut(1));
        Client.DefaultRequestHeaders.AcceptEncoding.Add(new("gzip"));
        using var answer = await PostAsync("searchStream", Json(Clicks), completion: HttpCompletionOption.ResponseHeadersRead);

        var (text, error) = await AllThatComesAsync(new System.IO.Compression.GZipStream(await answer.Content.ReadAsStreamAsync(), System.IO.Compression.CompressionMode.Decompress));
        Assert.NotNull(error);
        Assert.StartsWith("[{\"results\":[", text, StringComparison.Ordinal);
        Assert.DoesNotContain("},{\"results\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_search_can_be_cut()
    {
        Server.Faults.Add(Fault.Cut(0, rows: 1));
        using var answer = await PostAsync("search", Json("SELECT campaign.id FROM campaign"), completion: HttpCompletionOption.ResponseHeadersRead);

        var (text, error) = await AllThatComesAsync(await answer.Content.ReadAsStreamAsync());
        Assert.NotNull(error);
        Assert.Equal("""{"results":[{"campaign":{"resourceName":"customers/1234567890/campaigns/987","id":"987"}}""", text);
    }

    [Fact]
    public async Task A_stream_waits_for_the_test_between_batches()
    {
        Server.RowsPerBatch = 1;
        var until = new TaskCompletionSource();
        Server.Faults.Add(Fault.Hold(until.Task, batches: 1));
        using var answer = await PostAsync("searchStream", Json("SELECT campaign.id FROM campaign"), completion: HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.Content.ReadAsStreamAsync();

        var first = new byte[1000];
        Assert.InRange(await body.ReadAsync(first), 1, 1000);
        Server.Accounts.Change(Acme, account => account with { Campaigns = [] });
        until.SetResult();
        using var reader = new StreamReader(body);
        Assert.Contains("campaigns/988", await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_can_be_held_whole_and_given_up_by_the_client()
    {
        Server.Faults.Add(Fault.Hold(Task.Delay(Timeout.Infinite)));
        using var gaveUp = new CancellationTokenSource();
        var request = Client.PostAsync("v25/customers/1234567890/googleAds:searchStream", new StringContent(Json(Clicks)), gaveUp.Token);

        await gaveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
    }

    [Fact]
    public async Task Slow_answers_are_whole_ones()
    {
        Server.RowsPerBatch = 1;
        Server.Faults.Add(Fault.SlowAnswer(TimeSpan.FromMilliseconds(1))).Add(Fault.SlowBatches(TimeSpan.FromMilliseconds(1)));

        Assert.Equal(3, (await RowsAsync(Clicks)).Count);
    }

    [Fact]
    public async Task The_log_tells_what_was_asked()
    {
        await StreamTextAsync(AdGroupClicks);
        await SearchAsync("SELECT customer_client.id FROM customer_client");
        await StreamTextAsync("nonsense", account: "x", version: 24, expected: HttpStatusCode.BadRequest);

        var first = Server.Log.Requests[0];
        Assert.Equal(("searchStream", "POST", "/v25/customers/1234567890/googleAds:searchStream"), (first.Method, first.HttpMethod, first.Path));
        Assert.Equal((25, Acme, AdGroupClicks, "ad_group"), (first.Version, first.Account, first.Query, first.Report));
        Assert.Equal((new DateOnly(2026, 8, 1), new DateOnly(2026, 8, 31), 31), (first.From, first.To, first.Days));
        Assert.Equal(("9990000001", true, false, 200), (first.LoginCustomerId, first.HasToken, first.HasDeveloperToken, first.Status));
        Assert.Equal("customer_client", Server.Log.Requests[1].Report);
        Assert.Equal((24, null, "nonsense", null, 400), (Server.Log.Requests[2].Version, Server.Log.Requests[2].Account, Server.Log.Requests[2].Query, Server.Log.Requests[2].Report, Server.Log.Requests[2].Status));
        Assert.Equal((3, 2, 1, 1), (Server.Log.Count(), Server.Log.Count("searchStream"), Server.Log.Count(report: "ad_group"), Server.Log.Count("search", Acme)));
        Server.Log.Clear();
        Assert.Empty(Server.Log.Requests);
    }

    /// <summary>What a broken stream brings: whole rows as their campaign's number.</summary>
    private async Task<string> CutTextAsync(string query)
    {
        using var answer = await PostAsync("searchStream", Json(query), completion: HttpCompletionOption.ResponseHeadersRead);
        var (text, error) = await AllThatComesAsync(await answer.Content.ReadAsStreamAsync());
        Assert.Equal(HttpRequestError.ResponseEnded, Assert.IsAssignableFrom<HttpIOException>(error).HttpRequestError);
        foreach (var id in (string[])["987", "988"])
        {
            text = text.Replace($$$"""{"campaign":{"resourceName":"customers/1234567890/campaigns/{{{id}}}","id":"{{{id}}}"}}""", id, StringComparison.Ordinal);
        }

        return text.Replace(answer.Headers.GetValues("request-id").Single(), "ID", StringComparison.Ordinal);
    }

    private static async Task<(string Text, Exception? Error)> AllThatComesAsync(Stream body)
    {
        using var received = new MemoryStream();
        try
        {
            await body.CopyToAsync(received);
            return (System.Text.Encoding.UTF8.GetString(received.ToArray()), null);
        }
        catch (IOException error)
        {
            return (System.Text.Encoding.UTF8.GetString(received.ToArray()), error);
        }
    }
}
