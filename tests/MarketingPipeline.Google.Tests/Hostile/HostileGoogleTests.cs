namespace MarketingPipeline.Google.Tests.Hostile;

/// <summary>
/// Whatever a server on this machine answers, in Google's place, in the place of its sign-in, or where either points: no
/// secret and no mark comes out, and nobody else is told one. For BigQuery and Google Ads alike.
/// </summary>
public sealed class HostileGoogleTests : HostileStage
{
    [Fact]
    public async Task Whatever_stands_in_BigQuerys_place_no_secret_comes_out()
    {
        foreach (var (name, answer) in Attack.All)
        {
            await using var google = Server(answer);
            var heard = await AskBigQueryAsync(google.Address, User(google.Address));

            heard.AssertSilent(name, Secrets);
            Assert.Contains(google.Seen, request => request.Head.Contains(AccessToken, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Whatever_a_job_or_its_rows_are_answered_with_no_secret_comes_out()
    {
        foreach (var (name, answer) in Attack.All.Where(attack => !attack.Key.StartsWith("50", StringComparison.Ordinal)))
        {
            await using var atTheJob = Server(request => IsOf(request, "jobs") ? answer(request) : Dataset(request));
            (await AskBigQueryAsync(atTheJob.Address, User(atTheJob.Address))).AssertSilent(name, Secrets);

            await using var atTheRows = Server(request => IsOf(request, "queries") ? answer(request) : IsOf(request, "jobs") ? Job(request) : Dataset(request));
            (await AskBigQueryAsync(atTheRows.Address, User(atTheRows.Address))).AssertSilent(name, Secrets);
            Assert.Contains(atTheRows.Seen, request => IsOf(request, "queries"));
        }
    }

    [Fact]
    public async Task Whatever_stands_in_Google_Ads_place_no_secret_comes_out()
    {
        foreach (var (name, answer) in Attack.All)
        {
            await using var google = Server(answer);
            (await AskGoogleAdsAsync(google.Address, User(google.Address))).AssertSilent(name, Secrets);
            Assert.Contains(google.Seen, request => request.Head.Contains(DeveloperToken, StringComparison.Ordinal));

            await using var atTheReport = Server(request => request.Body.Contains("FROM customer ", StringComparison.Ordinal) ? Account() : answer(request));
            (await AskGoogleAdsAsync(atTheReport.Address, User(atTheReport.Address))).AssertSilent(name, Secrets);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whatever_stands_in_the_place_of_the_sign_in_no_secret_comes_out(bool isServiceAccount)
    {
        foreach (var (name, answer) in Attack.All)
        {
            await using var google = new HostileServer(request => IsSignIn(request) ? answer(request) : HostileServer.Answer(200, "{}"));
            var credential = isServiceAccount ? ServiceAccount(google.Address) : User(google.Address);
            foreach (var heard in new[] { await AskBigQueryAsync(google.Address, credential), await AskGoogleAdsAsync(google.Address, credential) })
            {
                heard.AssertSilent(name, [.. Secrets, .. Assertions(google)]);
                Assert.NotNull(heard.Error);
            }

            Assert.Contains(google.Seen, IsSignIn);
        }
    }

    [Fact]
    public async Task No_redirect_is_followed_and_nobody_else_is_told_anything()
    {
        await using var elsewhere = new HostileServer(request => HostileServer.Answer(200, request.All));
        foreach (var (name, answer) in Attack.Redirects())
        {
            await using var google = Server(request => answer(request, elsewhere.Address));
            (await AskBigQueryAsync(google.Address, User(google.Address))).AssertSilent(name, Secrets);
            (await AskGoogleAdsAsync(google.Address, User(google.Address))).AssertSilent(name, Secrets);

            await using var signIn = new HostileServer(request => answer(request, elsewhere.Address));
            foreach (var credential in new[] { User(signIn.Address), ServiceAccount(signIn.Address) })
            {
                (await AskBigQueryAsync(signIn.Address, credential)).AssertSilent(name, Secrets);
                (await AskGoogleAdsAsync(signIn.Address, credential)).AssertSilent(name, Secrets);
            }

            Assert.All(signIn.Seen, request => Assert.True(IsSignIn(request)));
        }

        Assert.Empty(elsewhere.Seen);
    }

    [Fact]
    public async Task An_upload_goes_on_nowhere_else()
    {
        await using var elsewhere = new HostileServer(request => HostileServer.Answer(200, request.All));
        Uri[] addresses =
        [
            new(elsewhere.Address, "session"),
            new($"http://user:password@{elsewhere.Address.Authority}/session"),
            new($"http://localhost:{elsewhere.Address.Port}/session"),
            new("https://bigquery.googleapis.com.evil.example/session"),
            new("https://bigquery.googleapis.com/session"),
        ];
        foreach (var address in addresses)
        {
            await using var google = Server(request => IsOf(request, "upload") ? HostileServer.Answer(200, "", "text/plain", ("Location", address.AbsoluteUri)) : Dataset(request));
            var heard = await LoadBigQueryAsync(google.Address, User(google.Address));

            heard.AssertSilent(address.AbsoluteUri, Secrets);
            Assert.Contains("another server", heard.Error?.Message, StringComparison.Ordinal);
            Assert.Contains(google.Seen, request => IsOf(request, "upload"));
        }

        Assert.Empty(elsewhere.Seen);
    }

    [Fact]
    public async Task A_name_of_this_machine_is_not_enough_for_a_secret()
    {
        await using var server = new HostileServer(request => HostileServer.Answer(200, request.All));
        foreach (var host in (string[])["localhost.evil.example", "127.0.0.1.evil.example", "0.0.0.0", "user@127.0.0.1"])
        {
            var address = new Uri($"http://{host}:{server.Address.Port}/");
            (await AskBigQueryAsync(address, User(address))).AssertSilent(host, Secrets);
            (await AskGoogleAdsAsync(address, User(address))).AssertSilent(host, Secrets);
        }

        Assert.Empty(server.Seen);
    }

    private static bool IsOf(WireRequest request, string method) =>
        request.Path.Contains($"/{method}", StringComparison.Ordinal) && !request.Path.Contains("/datasets/", StringComparison.Ordinal);

    private static IEnumerable<byte[]> Dataset(WireRequest request) => HostileServer.Answer(
        200,
        request.Path.Contains("/tables", StringComparison.Ordinal) ? """{"tables":[]}""" : """{"datasetReference":{"projectId":"agency-prod","datasetId":"acme"},"location":"EU"}""");

    private static IEnumerable<byte[]> Job(WireRequest request)
    {
        var id = request.Line.StartsWith("POST", StringComparison.Ordinal)
            ? System.Text.Json.JsonDocument.Parse(request.Body).RootElement.GetProperty("jobReference").GetProperty("jobId").GetString()
            : request.Path.Split('/')[^1].Split('?')[0];
        return HostileServer.Answer(200, $$$$"""{"jobReference":{"projectId":"agency-prod","jobId":"{{{{id}}}}","location":"EU"},"status":{"state":"DONE"},"statistics":{"query":{"statementType":"SELECT"}}}""");
    }

    private static IEnumerable<byte[]> Account() => HostileServer.Answer(
        200,
        """[{"results":[{"customer":{"resourceName":"customers/1234567890","id":"1234567890","manager":false,"status":"ENABLED"}}]}]""");

    private static IEnumerable<string> Assertions(HostileServer server) =>
        server.Seen.Where(IsSignIn).SelectMany(request => request.Body.Split('&')).Where(part => part.StartsWith("assertion=", StringComparison.Ordinal)).Select(part => part["assertion=".Length..]);
}
