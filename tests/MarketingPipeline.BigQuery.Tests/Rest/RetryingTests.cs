using System.Net;
using MarketingPipeline.BigQuery.Rest;

namespace MarketingPipeline.BigQuery.Tests.Rest;

public sealed class RetryingTests
{
    private static readonly TableName Table = new("agency-prod", "d", "t");

    [Theory]
    [InlineData(403, "rateLimitExceeded")]
    [InlineData(429, "tooManyRequests")]
    [InlineData(500, "internalError")]
    [InlineData(502, "badGateway")]
    [InlineData(503, "backendError")]
    [InlineData(504, "anything")]
    [InlineData(400, "resourceInUse")]
    [InlineData(400, "tableUnavailable")]
    public async Task What_passes_is_tried_again(int status, string reason)
    {
        var api = new ScriptedApi().ThenError(status, reason).Then("{}");
        await api.Client().GetTableAsync(Table, default);

        Assert.Equal(2, api.Seen.Count);
    }

    [Theory]
    [InlineData(403, "quotaExceeded")]
    [InlineData(403, "accessDenied")]
    [InlineData(400, "invalidQuery")]
    [InlineData(400, "bytesBilledLimitExceeded")]
    [InlineData(400, "invalid")]
    [InlineData(401, "authError")]
    [InlineData(501, "notImplemented")]
    [InlineData(503, "quotaExceeded")]
    public async Task What_does_not_pass_is_reported_at_once(int status, string reason)
    {
        var api = new ScriptedApi().ThenError(status, reason);
        var error = await Assert.ThrowsAsync<BigQueryException>(() => api.Client().GetTableAsync(Table, default));

        Assert.Equal((reason, (HttpStatusCode)status, "It did not work.", "query"), (error.Reason, error.HttpStatus, error.Message, error.Location));
        Assert.Single(api.Seen);
    }

    [Fact]
    public async Task A_rate_limit_that_is_reported_as_a_mistake_is_tried_again()
    {
        var api = new ScriptedApi().ThenError(400, "invalidQuery", "Exceeded rate limits: too many table update operations for this table").Then("{}");
        await api.Client().GetTableAsync(Table, default);

        Assert.Equal(2, api.Seen.Count);
    }

    [Fact]
    public async Task A_proxys_page_a_broken_connection_and_half_an_answer_are_tried_again()
    {
        var api = new ScriptedApi()
            .Then(_ => new HttpResponseMessage(HttpStatusCode.BadGateway) { Content = new StringContent("<html>Bad gateway</html>") })
            .ThenBreaks()
            .Then("{\"schema\":{\"fie")
            .Then("""{"numRows":"9007199254740993"}""");

        Assert.Equal(9007199254740993, (await api.Client().GetTableAsync(Table, default))!.Rows);
    }

    [Fact]
    public async Task A_redirect_is_not_an_answer_and_is_not_followed()
    {
        var api = new ScriptedApi().Then(_ => new HttpResponseMessage(HttpStatusCode.Redirect) { Headers = { Location = new Uri("https://elsewhere.example/") } });
        var error = await Assert.ThrowsAsync<BigQueryException>(() => api.Client().GetTableAsync(Table, default));

        Assert.Equal(HttpStatusCode.Redirect, error.HttpStatus);
        Assert.Single(api.Seen);
    }

    [Fact]
    public async Task Waits_double_from_a_second_to_half_a_minute_and_end_before_the_deadline()
    {
        var api = new ScriptedApi();
        for (var i = 0; i < 100; i++)
        {
            api.ThenError(503, "backendError");
        }

        var error = await Assert.ThrowsAsync<BigQueryException>(() => api.Client().GetTableAsync(Table, default));

        Assert.Equal("backendError", error.Reason);
        var expected = 1.0;
        foreach (var wait in api.Clock.Waits)
        {
            Assert.InRange(wait.TotalSeconds, expected, expected * 1.25);
            expected = Math.Min(32, expected * 2);
        }

        Assert.InRange(api.Clock.Waits.Sum(wait => wait.TotalMinutes), 9, 10.2);
    }

    [Fact]
    public async Task Where_nobody_answers_at_all_it_gives_up_after_a_minute()
    {
        var api = new ScriptedApi();
        for (var i = 0; i < 100; i++)
        {
            api.Then(_ => throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused"));
        }

        var error = await Assert.ThrowsAsync<BigQueryException>(() => api.Client().GetTableAsync(Table, default));

        Assert.Equal("connection", error.Reason);
        Assert.InRange(api.Clock.Waits.Sum(wait => wait.TotalSeconds), 30, 80);
    }

    [Fact]
    public async Task A_server_that_cannot_be_trusted_is_not_tried_again()
    {
        var api = new ScriptedApi().Then(_ => throw new HttpRequestException(HttpRequestError.SecureConnectionError, "The remote certificate is invalid."));

        Assert.Equal("untrusted", (await Assert.ThrowsAsync<BigQueryException>(() => api.Client().GetTableAsync(Table, default))).Reason);
    }

    [Fact]
    public async Task The_server_may_ask_for_a_longer_wait()
    {
        var api = new ScriptedApi()
            .Then(_ => new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = new(TimeSpan.FromSeconds(20)) } })
            .Then("{}");
        await api.Client().GetTableAsync(Table, default);

        Assert.InRange(Assert.Single(api.Clock.Waits), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(25));
    }

    [Fact]
    public async Task A_token_that_is_refused_is_renewed_once()
    {
        var tokens = new CountingTokens();
        var api = new ScriptedApi().ThenError(401, "authError").Then("{}").ThenError(401, "authError").ThenError(401, "authError");
        var client = api.Client(tokens);
        await client.GetTableAsync(Table, default);

        Assert.Equal(["Bearer token-0", "Bearer token-1"], api.Seen.Select(request => request.Headers["Authorization"]));
        Assert.Empty(api.Clock.Waits);
        var error = await Assert.ThrowsAsync<BigQueryException>(() => client.GetTableAsync(Table, default));
        Assert.Equal(4, api.Seen.Count);
        Assert.DoesNotContain("token-", error.ToString(), StringComparison.Ordinal);
    }

    private sealed class CountingTokens : IAccessTokens
    {
        private int _renewals;

        public bool CanRenew => true;

        public Task<string> GetAsync(bool renew, CancellationToken cancellation) => Task.FromResult($"token-{(renew ? ++_renewals : _renewals)}");
    }
}
