using System.Net;
using System.Text.Json.Nodes;
using MarketingPipeline.BigQuery.Rest;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.BigQuery.Tests.Rest;

public sealed class SigningInTests : SigningInStage
{
    [Theory]
    [InlineData("http://127.0.0.1:9050/")]
    [InlineData("http://localhost:9050/")]
    [InlineData("http://[::1]:9050/")]
    [InlineData("http://[::ffff:127.0.0.1]:9050/")]
    [InlineData("http://127.8.9.10:9050/")]
    public async Task An_emulator_on_this_machine_needs_nobody(string endpoint) =>
        Assert.Null(await Open(SignIn(endpoint: new Uri(endpoint))));

    [Theory]
    [InlineData("http://bigquery.example/")]
    [InlineData("http://localhost.example:9050/")]
    [InlineData("http://192.168.1.5:9050/")]
    [InlineData("https://bigquery.example/")]
    [InlineData("https://bigquery.googleapis.com.evil.example/")]
    [InlineData("https://evilgoogleapis.com/")]
    [InlineData("https://bigquery.googleapis.com:8443/")]
    [InlineData("https://user@bigquery.googleapis.com/")]
    [InlineData("http://bigquery.googleapis.com/")]
    [InlineData("http://127.0.0.1.evil.example:9050/")]
    [InlineData("http://localhost.:9050/")]
    public async Task Nothing_goes_to_another_server_than_Googles_and_this_machines(string endpoint)
    {
        Variables[GoogleCredentials.TokenVariable] = Secret;
        var error = await Assert.ThrowsAsync<PipelineException>(() => Open(SignIn(endpoint: new Uri(endpoint))));

        Assert.Equal((PipelineErrorKind.Settings, "bigQuery.endpoint"), (error.Kind, error.Target));
        Assert.Contains("emulator", error.Advice, StringComparison.Ordinal);
        AssertSilent(error);
    }

    [Fact]
    public async Task A_ready_token_is_used_as_it_is_and_cannot_be_renewed()
    {
        Variables[GoogleCredentials.TokenVariable] = $" {Secret}\n";
        var tokens = (await Open(SignIn()))!;

        Assert.Equal(Secret, await tokens.GetAsync(renew: false, default));
        Assert.False(tokens.CanRenew);
    }

    [Fact]
    public async Task A_token_that_no_header_carries_is_refused_and_not_shown()
    {
        Variables[GoogleCredentials.TokenVariable] = $"{Secret}\r\nX-Evil: 1";
        AssertSilent(await Assert.ThrowsAsync<PipelineException>(() => Open(SignIn())));
    }

    [Fact]
    public async Task A_service_account_asks_for_a_token_for_BigQuery_only()
    {
        Google.Then("""{"access_token":"ya29.one","expires_in":3600,"token_type":"Bearer"}""").Then("""{"access_token":"ya29.two","expires_in":3600,"token_type":"Bearer"}""");
        var tokens = (await Open(SignIn(json: ServiceAccount("caller@p.iam.gserviceaccount.com"))))!;

        Assert.Equal("ya29.one", await tokens.GetAsync(renew: false, default));
        Assert.Equal("ya29.one", await tokens.GetAsync(renew: false, default));
        Assert.Equal("ya29.two", await tokens.GetAsync(renew: true, default));
        Assert.Equal(("caller@p.iam.gserviceaccount.com", "https://www.googleapis.com/auth/bigquery"), Claims(Google.Seen[0]));
        Assert.Equal(2, Google.Seen.Count);
    }

    [Fact]
    public async Task The_first_of_caller_tokenVariables_and_file_signs_in()
    {
        var file = Path.Combine(Folder.FullName, "key.json");
        File.WriteAllText(file, ServiceAccount("file@p.iam.gserviceaccount.com"));
        Assert.Equal("file@p.iam.gserviceaccount.com", await WhoAsync(SignIn(file: file)));

        Variables[GoogleCredentials.JsonVariable] = ServiceAccount("environment@p.iam.gserviceaccount.com");
        Assert.Equal("environment@p.iam.gserviceaccount.com", await WhoAsync(SignIn(file: file)));

        Variables[GoogleCredentials.TokenVariable] = "ya29.ready";
        Assert.Equal("ya29.ready", await (await Open(SignIn(file: file)))!.GetAsync(renew: false, default));
        Assert.Equal("caller@p.iam.gserviceaccount.com", await WhoAsync(SignIn(file: file, json: ServiceAccount("caller@p.iam.gserviceaccount.com"))));
    }

    [Fact]
    public async Task Where_nobody_is_named_Googles_defaults_sign_in()
    {
        const string Variable = "GOOGLE_APPLICATION_CREDENTIALS";
        var (before, file) = (Environment.GetEnvironmentVariable(Variable), Path.Combine(Folder.FullName, "default.json"));
        File.WriteAllText(file, ServiceAccount("default@p.iam.gserviceaccount.com"));
        Variables[Variable] = file;
        try
        {
            Assert.Equal("default@p.iam.gserviceaccount.com", await WhoAsync(SignIn(endpoint: BigQueryEndpoint.Google)));
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, before);
        }
    }

    [Fact]
    public async Task An_authorized_user_signs_in()
    {
        Google.Then("""{"access_token":"ya29.user","expires_in":3600,"token_type":"Bearer"}""");
        var tokens = (await Open(SignIn(json: """{"type":"authorized_user","client_id":"id","client_secret":"cs","refresh_token":"rt"}""")))!;

        Assert.Equal("ya29.user", await tokens.GetAsync(renew: false, default));
        Assert.Contains("grant_type=refresh_token", Google.Seen[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_federated_workload_exchanges_its_own_token()
    {
        var subject = Path.Combine(Folder.FullName, "subject");
        File.WriteAllText(subject, "subject-token");
        Google.Then("""{"access_token":"ya29.federated","expires_in":3600,"token_type":"Bearer","issued_token_type":"urn:ietf:params:oauth:token-type:access_token"}""");
        Variables[GoogleCredentials.JsonVariable] = new JsonObject
        {
            ["type"] = "external_account",
            ["audience"] = "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/azure",
            ["subject_token_type"] = "urn:ietf:params:oauth:token-type:jwt",
            ["token_url"] = "https://sts.googleapis.com/v1/token",
            ["credential_source"] = new JsonObject { ["file"] = subject },
        }.ToJsonString();

        Assert.Equal("ya29.federated", await (await Open(SignIn()))!.GetAsync(renew: false, default));
        Assert.Contains("subject-token", Google.Seen[0].Text, StringComparison.Ordinal);
        Assert.Contains("auth%2Fbigquery", Google.Seen[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"type\":\"service_account\",\"private_key\":\"sEcReT")]
    [InlineData("sEcReT")]
    [InlineData("[\"sEcReT\"]")]
    [InlineData("{\"type\":\"sEcReT\"}")]
    [InlineData("{\"type\":\"service_account\",\"client_email\":\"a@b.c\",\"private_key\":\"-----BEGIN PRIVATE KEY-----\\nsEcReT\\n-----END PRIVATE KEY-----\\n\"}")]
    [InlineData("{\"type\":\"service_account\",\"client_email\":\"a@b.c\",\"private_key\":[\"sEcReT\"]}")]
    [InlineData("{\"type\":\"authorized_user\",\"refresh_token\":\"sEcReT\"}")]
    public async Task What_is_no_credential_is_refused_and_not_shown(string json)
    {
        var error = await Assert.ThrowsAsync<PipelineException>(() => Open(SignIn(json: json)));

        Assert.Equal(PipelineErrorKind.SignInFailed, error.Kind);
        AssertSilent(error);
    }

    [Fact]
    public async Task Half_an_external_account_is_refused_and_not_shown()
    {
        var tokens = Open(SignIn(json: """{"type":"external_account","client_secret":"sEcReT","token_url":"sEcReT","credential_source":{"file":"sEcReT"}}"""));

        AssertSilent(await Assert.ThrowsAsync<PipelineException>(async () => await (await tokens)!.GetAsync(renew: false, default)));
    }

    [Theory]
    [InlineData("invalid_grant", "invalid_grant")]
    [InlineData("sEcReT", "TokenResponseException")]
    public async Task A_refused_sign_in_says_why_and_shows_nothing_that_was_sent_or_answered(string code, string shown)
    {
        Google.Then($$"""{"error":"{{code}}","error_description":"sEcReT","error_uri":"https://sEcReT"}""", HttpStatusCode.BadRequest);
        var tokens = (await Open(SignIn(json: ServiceAccount("sEcReT@p.iam.gserviceaccount.com"))))!;
        var error = await Assert.ThrowsAsync<PipelineException>(() => tokens.GetAsync(renew: false, default));

        Assert.Contains(shown, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Advice);
        AssertSilent(error);
    }

    [Fact]
    public async Task An_answer_that_is_none_is_not_shown()
    {
        Google.Then("<html>sEcReT</html>");
        var tokens = (await Open(SignIn(json: ServiceAccount("a@p.iam.gserviceaccount.com"))))!;

        AssertSilent(await Assert.ThrowsAsync<PipelineException>(() => tokens.GetAsync(renew: false, default)));
    }

    [Fact]
    public async Task A_sign_in_that_cannot_be_reached_is_tried_for_a_while()
    {
        for (var i = 0; i < 100; i++)
        {
            Google.Then(_ => throw new HttpRequestException(HttpRequestError.NameResolutionError, Secret));
        }

        var tokens = (await Open(SignIn(json: ServiceAccount("a@p.iam.gserviceaccount.com"))))!;
        var error = await Assert.ThrowsAsync<BigQueryException>(() => Google.Client(tokens).GetDatasetAsync("acme", default));

        Assert.Contains("could not be reached", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(Google.Clock.Waits);
        AssertSilent(error);
    }

    [Theory]
    [InlineData("token_uri", "https://oauth2.googleapis.com.evil.example/token")]
    [InlineData("Token_Uri", "https://evil.example/token")]
    [InlineData("token_uri", "http://oauth2.googleapis.com/token")]
    [InlineData("token_uri", "http://localhost:9/token")]
    [InlineData("token_uri", "nowhere")]
    [InlineData("universe_domain", "evil.example")]
    public async Task What_is_secret_is_sent_to_no_other_sign_in_than_Googles(string property, string value)
    {
        var json = JsonNode.Parse(ServiceAccount("a@p.iam.gserviceaccount.com"))!.AsObject();
        json[property] = value;
        var error = await Assert.ThrowsAsync<PipelineException>(() => Open(SignIn(endpoint: BigQueryEndpoint.Google, json: json.ToJsonString())));

        Assert.Equal(PipelineErrorKind.SignInFailed, error.Kind);
        Assert.Contains(property, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(Google.Seen);
        AssertSilent(error);
    }

    [Theory]
    [InlineData("token_url")]
    [InlineData("service_account_impersonation_url")]
    public async Task A_federated_workloads_token_is_exchanged_nowhere_else(string property)
    {
        var json = new JsonObject
        {
            ["type"] = "external_account",
            ["audience"] = "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/azure",
            ["subject_token_type"] = "urn:ietf:params:oauth:token-type:jwt",
            ["token_url"] = "https://sts.googleapis.com/v1/token",
            ["credential_source"] = new JsonObject { ["file"] = "/nowhere" },
        };
        json[property] = "https://sts.evil.example/v1/token";
        var error = await Assert.ThrowsAsync<PipelineException>(() => Open(SignIn(json: json.ToJsonString())));

        Assert.Contains(property, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workspace_without_an_endpoint_is_Googles()
    {
        var settings = new BigQuerySettings { Project = "agency-prod", CredentialsFile = "/keys/a.json", Impersonate = Account };

        Assert.Equal(new SignIn { Endpoint = new Uri("https://bigquery.googleapis.com/"), WorkspaceRoot = Root, File = "/keys/a.json", Impersonate = Account }, BigQuery.Rest.SignIn.Of(settings, Root));
    }
}
