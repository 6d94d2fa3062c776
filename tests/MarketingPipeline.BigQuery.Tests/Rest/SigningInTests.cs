using System.Globalization;
using System.Net;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MarketingPipeline.BigQuery.Rest;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.BigQuery.Tests.Rest;

public sealed class SigningInTests : IDisposable
{
    private const string Secret = "sEcReT";
    private const string Account = "pipeline@agency-prod.iam.gserviceaccount.com";
    private static readonly Uri Emulator = new("http://127.0.0.1:9050/");
    private static readonly string Key = RSA.Create(2048).ExportPkcs8PrivateKeyPem();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("signing-in");
    private readonly Dictionary<string, string?> _environment = [];
    private readonly ScriptedApi _google = new();

    private string Root => Directory.CreateDirectory(Path.Combine(_folder.FullName, "workspace")).FullName;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("http://127.0.0.1:9050/")]
    [InlineData("http://localhost:9050/")]
    [InlineData("http://[::1]:9050/")]
    public async Task An_emulator_on_this_machine_needs_nobody(string endpoint) =>
        Assert.Null(await Open(SignIn(endpoint: new Uri(endpoint))));

    [Theory]
    [InlineData("http://bigquery.example/")]
    [InlineData("http://localhost.example:9050/")]
    [InlineData("http://192.168.1.5:9050/")]
    public async Task Nothing_goes_elsewhere_without_encryption(string endpoint)
    {
        _environment[GoogleCredentials.TokenVariable] = Secret;
        var error = await Assert.ThrowsAsync<PipelineException>(() => Open(SignIn(endpoint: new Uri(endpoint))));

        Assert.Equal((PipelineErrorKind.Settings, "bigQuery.endpoint"), (error.Kind, error.Target));
        Assert.Contains("https", error.Advice, StringComparison.Ordinal);
        AssertSilent(error);
    }

    [Fact]
    public async Task A_ready_token_is_used_as_it_is_and_cannot_be_renewed()
    {
        _environment[GoogleCredentials.TokenVariable] = $" {Secret}\n";
        var tokens = (await Open(SignIn()))!;

        Assert.Equal(Secret, await tokens.GetAsync(renew: false, default));
        AssertSilent(await Assert.ThrowsAsync<PipelineException>(() => tokens.GetAsync(renew: true, default)));
    }

    [Fact]
    public async Task A_token_that_no_header_carries_is_refused_and_not_shown()
    {
        _environment[GoogleCredentials.TokenVariable] = $"{Secret}\r\nX-Evil: 1";
        AssertSilent(await Assert.ThrowsAsync<PipelineException>(() => Open(SignIn())));
    }

    [Fact]
    public async Task A_service_account_asks_for_a_token_for_BigQuery_only()
    {
        _google.Then("""{"access_token":"ya29.one","expires_in":3600,"token_type":"Bearer"}""").Then("""{"access_token":"ya29.two","expires_in":3600,"token_type":"Bearer"}""");
        var tokens = (await Open(SignIn(json: ServiceAccount("caller@p.iam.gserviceaccount.com"))))!;

        Assert.Equal("ya29.one", await tokens.GetAsync(renew: false, default));
        Assert.Equal("ya29.one", await tokens.GetAsync(renew: false, default));
        Assert.Equal("ya29.two", await tokens.GetAsync(renew: true, default));
        Assert.Equal(("caller@p.iam.gserviceaccount.com", "https://www.googleapis.com/auth/bigquery"), Claims(_google.Seen[0]));
        Assert.Equal(2, _google.Seen.Count);
    }

    [Fact]
    public async Task The_first_of_caller_token_environment_and_file_signs_in()
    {
        var file = Path.Combine(_folder.FullName, "key.json");
        File.WriteAllText(file, ServiceAccount("file@p.iam.gserviceaccount.com"));
        Assert.Equal("file@p.iam.gserviceaccount.com", await WhoAsync(SignIn(file: file)));

        _environment[GoogleCredentials.JsonVariable] = ServiceAccount("environment@p.iam.gserviceaccount.com");
        Assert.Equal("environment@p.iam.gserviceaccount.com", await WhoAsync(SignIn(file: file)));

        _environment[GoogleCredentials.TokenVariable] = "ya29.ready";
        Assert.Equal("ya29.ready", await (await Open(SignIn(file: file)))!.GetAsync(renew: false, default));
        Assert.Equal("caller@p.iam.gserviceaccount.com", await WhoAsync(SignIn(file: file, json: ServiceAccount("caller@p.iam.gserviceaccount.com"))));
    }

    [Fact]
    public async Task Where_nobody_is_named_Googles_defaults_sign_in()
    {
        const string Variable = "GOOGLE_APPLICATION_CREDENTIALS";
        var (before, file) = (Environment.GetEnvironmentVariable(Variable), Path.Combine(_folder.FullName, "default.json"));
        File.WriteAllText(file, ServiceAccount("default@p.iam.gserviceaccount.com"));
        Environment.SetEnvironmentVariable(Variable, file);
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
        _google.Then("""{"access_token":"ya29.user","expires_in":3600,"token_type":"Bearer"}""");
        var tokens = (await Open(SignIn(json: """{"type":"authorized_user","client_id":"id","client_secret":"cs","refresh_token":"rt"}""")))!;

        Assert.Equal("ya29.user", await tokens.GetAsync(renew: false, default));
        Assert.Contains("grant_type=refresh_token", _google.Seen[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_federated_workload_exchanges_its_own_token()
    {
        var subject = Path.Combine(_folder.FullName, "subject");
        File.WriteAllText(subject, "subject-token");
        _google.Then("""{"access_token":"ya29.federated","expires_in":3600,"token_type":"Bearer","issued_token_type":"urn:ietf:params:oauth:token-type:access_token"}""");
        _environment[GoogleCredentials.JsonVariable] = new JsonObject
        {
            ["type"] = "external_account",
            ["audience"] = "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/azure",
            ["subject_token_type"] = "urn:ietf:params:oauth:token-type:jwt",
            ["token_url"] = "https://sts.googleapis.com/v1/token",
            ["credential_source"] = new JsonObject { ["file"] = subject },
        }.ToJsonString();

        Assert.Equal("ya29.federated", await (await Open(SignIn()))!.GetAsync(renew: false, default));
        Assert.Contains("subject-token", _google.Seen[0].Text, StringComparison.Ordinal);
        Assert.Contains("auth%2Fbigquery", _google.Seen[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_signs_in_can_act_as_a_service_account(bool hasReadyToken)
    {
        if (hasReadyToken)
            _environment[GoogleCredentials.TokenVariable] = "ya29.caller";
        else
            _google.Then("""{"access_token":"ya29.caller","expires_in":3600,"token_type":"Bearer"}""");
        _google.Then("""{"accessToken":"ya29.account","expireTime":"2999-01-01T00:00:00Z"}""");
        var tokens = (await Open(SignIn(json: hasReadyToken ? null : ServiceAccount("caller@p.iam.gserviceaccount.com"), impersonate: Account)))!;

        Assert.Equal("ya29.account", await tokens.GetAsync(renew: false, default));
        Assert.EndsWith($"/serviceAccounts/{Account}:generateAccessToken", Uri.UnescapeDataString(_google.Seen[^1].Address.AbsolutePath), StringComparison.Ordinal);
        Assert.Equal("Bearer ya29.caller", _google.Seen[^1].Headers["Authorization"]);
        Assert.Contains("https://www.googleapis.com/auth/bigquery", _google.Seen[^1].Text, StringComparison.Ordinal);
        if (!hasReadyToken)
            Assert.Equal("https://www.googleapis.com/auth/iam", Claims(_google.Seen[0]).Scope);
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

        Assert.Equal(PipelineErrorKind.WarehouseFailed, error.Kind);
        AssertSilent(error);
    }

    [Fact]
    public async Task Half_an_external_account_is_refused_and_not_shown()
    {
        var tokens = Open(SignIn(json: """{"type":"external_account","client_secret":"sEcReT","token_url":"sEcReT","credential_source":{"file":"sEcReT"}}"""));

        AssertSilent(await Assert.ThrowsAsync<PipelineException>(async () => await (await tokens)!.GetAsync(renew: false, default)));
    }

    [Fact]
    public async Task A_caller_who_may_not_act_as_the_account_is_told_what_is_missing()
    {
        _environment[GoogleCredentials.TokenVariable] = Secret;
        _google.ThenError(403, "forbidden", Secret);
        var tokens = (await Open(SignIn(impersonate: Account)))!;
        var error = await Assert.ThrowsAsync<PipelineException>(() => tokens.GetAsync(renew: false, default));

        Assert.Contains(Account, error.Message, StringComparison.Ordinal);
        Assert.Contains("Service Account Token Creator", error.Advice, StringComparison.Ordinal);
        AssertSilent(error);
    }

    [Fact]
    public async Task An_impersonated_token_is_kept_until_shortly_before_it_expires()
    {
        _environment[GoogleCredentials.TokenVariable] = "ya29.caller";
        var soon = _google.Clock.GetUtcNow().AddMinutes(6).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        _google.Then($$"""{"accessToken":"one","expireTime":"{{soon}}"}""").Then("""{"accessToken":"two","expireTime":"2999-01-01T00:00:00Z"}""").Then("""{"accessToken":"three"}""");
        var tokens = (await Open(SignIn(impersonate: Account)))!;

        Assert.Equal("one", await tokens.GetAsync(renew: false, default));
        Assert.Equal("one", await tokens.GetAsync(renew: false, default));
        await Task.Delay(TimeSpan.FromMinutes(2), _google.Clock);
        Assert.Equal("two", await tokens.GetAsync(renew: false, default));
        Assert.Equal("three", await tokens.GetAsync(renew: true, default));
    }

    [Theory]
    [InlineData("invalid_grant", "invalid_grant")]
    [InlineData("sEcReT", "TokenResponseException")]
    public async Task A_refused_sign_in_says_why_and_shows_nothing_that_was_sent_or_answered(string code, string shown)
    {
        _google.Then($$"""{"error":"{{code}}","error_description":"sEcReT","error_uri":"https://sEcReT"}""", HttpStatusCode.BadRequest);
        var tokens = (await Open(SignIn(json: ServiceAccount("sEcReT@p.iam.gserviceaccount.com"))))!;
        var error = await Assert.ThrowsAsync<PipelineException>(() => tokens.GetAsync(renew: false, default));

        Assert.Contains(shown, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Advice);
        AssertSilent(error);
    }

    [Fact]
    public async Task An_answer_that_is_none_is_not_shown()
    {
        _google.Then("<html>sEcReT</html>");
        var tokens = (await Open(SignIn(json: ServiceAccount("a@p.iam.gserviceaccount.com"))))!;

        AssertSilent(await Assert.ThrowsAsync<PipelineException>(() => tokens.GetAsync(renew: false, default)));
    }

    [Fact]
    public async Task A_sign_in_that_cannot_be_reached_is_tried_for_a_while()
    {
        for (var i = 0; i < 100; i++)
            _google.Then(_ => throw new HttpRequestException(HttpRequestError.NameResolutionError, Secret));
        var tokens = (await Open(SignIn(json: ServiceAccount("a@p.iam.gserviceaccount.com"))))!;
        var error = await Assert.ThrowsAsync<PipelineException>(() => tokens.GetAsync(renew: false, default));

        Assert.Contains("could not be reached", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(_google.Clock.Waits);
        AssertSilent(error);
    }

    [Fact]
    public async Task A_key_in_the_workspace_is_refused_also_behind_a_link()
    {
        var inside = Path.Combine(Root, "keys", "key.json");
        Directory.CreateDirectory(Path.GetDirectoryName(inside)!);
        File.WriteAllText(inside, ServiceAccount("a@p.iam.gserviceaccount.com"));
        var error = await Assert.ThrowsAsync<PipelineException>(() => Open(SignIn(file: inside)));
        Assert.Contains("git", error.Advice, StringComparison.Ordinal);

        if (OperatingSystem.IsWindows())
            return;
        var link = Path.Combine(_folder.FullName, "link");
        Directory.CreateSymbolicLink(link, Path.GetDirectoryName(inside)!);
        Assert.Contains("inside the workspace", (await Assert.ThrowsAsync<PipelineException>(() => Open(SignIn(file: Path.Combine(link, "key.json"))))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_beside_the_workspace_whose_name_begins_alike_is_outside()
    {
        var file = Path.Combine(_folder.FullName, "workspace-keys.json");
        File.WriteAllText(file, ServiceAccount("beside@p.iam.gserviceaccount.com"));

        Assert.Equal("beside@p.iam.gserviceaccount.com", await WhoAsync(SignIn(file: file)));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named() =>
        Assert.Contains("nowhere.json", (await Assert.ThrowsAsync<PipelineException>(() => Open(SignIn(file: Path.Combine(_folder.FullName, "nowhere.json"))))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_workspace_without_an_endpoint_is_Googles()
    {
        var settings = new BigQuerySettings { Project = "agency-prod", CredentialsFile = "/keys/a.json", Impersonate = Account };

        Assert.Equal(new SignIn { Endpoint = new Uri("https://bigquery.googleapis.com/"), WorkspaceRoot = Root, File = "/keys/a.json", Impersonate = Account }, MarketingPipeline.BigQuery.Rest.SignIn.Of(settings, Root));
    }

    private static void AssertSilent(Exception error)
    {
        var everything = error.ToString() + (error as PipelineException)?.Advice + (error as PipelineException)?.Target;
        Assert.DoesNotContain(Secret, everything, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Key.Split('\n')[1], everything, StringComparison.Ordinal);
        Assert.Null(error.InnerException);
    }

    private static string ServiceAccount(string email) => new JsonObject
    {
        ["type"] = "service_account",
        ["project_id"] = "agency-prod",
        ["private_key_id"] = "1",
        ["private_key"] = Key,
        ["client_email"] = email,
        ["token_uri"] = "https://oauth2.googleapis.com/token",
    }.ToJsonString();

    /// <summary>Who asks for a token, and for what, by the JWT that is sent.</summary>
    private static (string Issuer, string Scope) Claims(SeenRequest request)
    {
        var payload = WebUtility.UrlDecode(request.Text).Split("assertion=")[1].Split('.')[1].Replace('-', '+').Replace('_', '/');
        var claims = JsonNode.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(payload.PadRight((payload.Length + 3) / 4 * 4, '='))))!;
        return (claims["iss"]!.GetValue<string>(), claims["scope"]!.GetValue<string>());
    }

    private SignIn SignIn(Uri? endpoint = null, string? json = null, string? file = null, string? impersonate = null)
    {
        var secure = json is null ? null : new SecureString();
        foreach (var letter in json ?? "")
            secure!.AppendChar(letter);
        return new SignIn { Endpoint = endpoint ?? Emulator, WorkspaceRoot = Root, Json = secure, File = file, Impersonate = impersonate };
    }

    private Task<IAccessTokens?> Open(SignIn signIn) =>
        new GoogleCredentials(name => _environment.GetValueOrDefault(name), new Retrying(_google.Clock), _google).OpenAsync(signIn, default);

    private async Task<string> WhoAsync(SignIn signIn)
    {
        _google.Then("""{"access_token":"ya29.x","expires_in":3600,"token_type":"Bearer"}""");
        await (await Open(signIn))!.GetAsync(renew: false, default);
        return Claims(_google.Seen[^1]).Issuer;
    }
}
