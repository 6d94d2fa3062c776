using System.Text.Json;
using MarketingPipeline.Core;
using MarketingPipeline.GoogleAdsEmulator.Faults;

namespace MarketingPipeline.GoogleAds.Tests.Api;

public sealed class SigningInTests : ApiStage
{
    private const string Secret = "xQz7hUsH";

    private string User => JsonSerializer.Serialize(new
    {
        type = "authorized_user",
        client_id = Google.SignIn.ClientId,
        client_secret = Google.SignIn.ClientSecret,
        refresh_token = Google.SignIn.RefreshToken,
        developer_token = DeveloperToken,
        login_customer_id = "123-456-7890",
    });

    private string Revoked => $$"""{"client_id":"{{Google.SignIn.ClientId}}","client_secret":"{{Google.SignIn.ClientSecret}}","refresh_token":"1//revoked"}""";

    [Fact]
    public async Task A_user_signs_in_with_a_refresh_token_once_for_all_requests()
    {
        await ReadAsync(Reports());

        Assert.Equal("refresh_token", Assert.Single(Google.Log.Requests, request => request.Method == "token").GrantType);
    }

    [Fact]
    public async Task A_service_account_signs_in_with_its_key()
    {
        Variables.Clear();
        Google.Accounts.Put(Small(Customer));
        var key = Google.SignIn.ServiceAccount.KeyFile(Address);

        Assert.Equal(90, (await ReadAsync(Api(key).Reports(Settings()))).Count);
        Assert.Contains("jwt-bearer", Assert.Single(Google.Log.Requests, request => request.Method == "token").GrantType, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clients_that_sign_in_alike_share_a_token()
    {
        var api = Api();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ReadAsync(api.Reports(Settings()))));

        Assert.InRange(Google.Log.Count(method: "token"), 1, 4);
        var before = Google.Log.Count(method: "token");
        await ReadAsync(api.Reports(Settings()));
        Assert.Equal(before, Google.Log.Count(method: "token"));
    }

    [Fact]
    public async Task The_caller_counts_before_the_environment_that_before_the_file_and_that_before_Googles_variables()
    {
        var file = Path.Combine(Folder.FullName, "ads.json");
        File.WriteAllText(file, Revoked);
        var settings = Settings() with { CredentialsFile = file };
        Assert.Contains("invalid_grant", (await RefusedAsync(Reports(settings))).Message, StringComparison.Ordinal);

        Variables["MARKETINGPIPELINE_GOOGLE_ADS_CREDENTIALS"] = User;
        Assert.Equal(90, (await ReadAsync(Reports(settings))).Count);

        Assert.Contains("invalid_grant", (await RefusedAsync(Api(Revoked).Reports(settings))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Developer_token_and_manager_may_stand_in_the_credentials()
    {
        Google.RequiredDeveloperToken = DeveloperToken;
        await ReadAsync(Api(User).Reports(Settings()));

        Assert.All(Google.Log.Requests.Where(request => request.Method != "token"), request => Assert.Equal((true, "1234567890"), (request.HasDeveloperToken, request.LoginCustomerId)));
    }

    [Fact]
    public async Task The_consoles_client_with_a_refresh_token_beside_is_read()
    {
        var json = $$"""{"installed":{"client_id":"{{Google.SignIn.ClientId}}","client_secret":"{{Google.SignIn.ClientSecret}}","token_uri":"https://oauth2.googleapis.com/token"},"refresh_token":"{{Google.SignIn.RefreshToken}}"}""";

        Assert.Equal(90, (await ReadAsync(Api(json).Reports(Settings()))).Count);
    }

    [Fact]
    public async Task A_key_file_is_named_as_Googles_libraries_do()
    {
        Variables.Clear();
        var file = Path.Combine(Folder.FullName, "key.json");
        File.WriteAllText(file, Google.SignIn.ServiceAccount.KeyFile(Address));
        Variables["GOOGLE_ADS_JSON_KEY_FILE_PATH"] = file;

        Assert.Equal(90, (await ReadAsync(Reports())).Count);
    }

    [Theory]
    [InlineData("googleAds.credentialsFile")]
    [InlineData("GOOGLE_ADS_JSON_KEY_FILE_PATH")]
    public async Task A_file_in_the_workspace_is_refused(string setting)
    {
        Variables.Clear();
        var file = Path.Combine(Root, "key.json");
        File.WriteAllText(file, User);
        Variables["GOOGLE_ADS_JSON_KEY_FILE_PATH"] = file;
        var error = await RefusedAsync(Reports(setting.StartsWith("google", StringComparison.Ordinal) ? Settings() with { CredentialsFile = file } : Settings()));

        Assert.Equal((PipelineErrorKind.SignInFailed, setting), (error.Kind, error.Target));
        Assert.Contains("inside the workspace", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_of_an_OAuth_client_is_refused_and_what_is_missing_named()
    {
        Variables["GOOGLE_ADS_CLIENT_SECRET"] = " ";
        var error = await RefusedAsync(Reports());

        Assert.Equal(PipelineErrorKind.SignInFailed, error.Kind);
        Assert.Contains("GOOGLE_ADS_CLIENT_SECRET is missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_signs_in_to_Google_and_an_emulator_decides_itself()
    {
        Variables.Clear();
        var error = await RefusedAsync(Reports(Settings() with { Endpoint = null }));
        Assert.Equal(PipelineErrorKind.SignInFailed, error.Kind);
        Assert.Contains("-GoogleAdsCredential", error.Advice, StringComparison.Ordinal);
        Assert.Contains("MARKETINGPIPELINE_GOOGLE_ADS_CREDENTIALS", error.Advice, StringComparison.Ordinal);

        var refused = await RefusedAsync(Reports());
        Assert.Contains("OAUTH_TOKEN_INVALID", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, Google.Log.Count(method: "token"));
    }

    [Fact]
    public async Task A_token_that_is_refused_is_renewed_once()
    {
        Google.Faults.Add(Fault.TokenExpired, report: "campaign");
        var error = await RefusedAsync(Reports());

        Assert.Equal(PipelineErrorKind.SignInFailed, error.Kind);
        Assert.Equal((2, 2), (Google.Log.Count(report: "campaign"), Google.Log.Count(method: "token")));
    }

    [Fact]
    public async Task A_token_that_ends_between_two_reports_is_renewed()
    {
        var ends = false;
        var api = Api();
        var rows = 0;
        await foreach (var row in api.Reports(Settings()).ReadAsync(First, Last, null, default))
        {
            if (!ends)
            {
                Google.SignIn.ExpireTokens();
            }

            ends = true;
            rows++;
        }

        Assert.Equal(90, rows);
    }

    [Fact]
    public async Task A_sign_in_server_that_is_not_well_is_asked_again()
    {
        Google.Faults.Add(Fault.Unavailable, method: "token", times: 2);

        Assert.Equal(90, (await ReadAsync(Reports())).Count);
        Assert.Equal(2, Clock.Waits.Count);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"client_id":"a","client_secret":"xQz7hUsH"}""")]
    [InlineData("""{"type":"service_account","client_email":"a@b.example","private_key":"xQz7hUsH"}""")]
    [InlineData("""{"type":"external_account","client_id":"xQz7hUsH"}""")]
    [InlineData("""{"client_id":"a","client_secret":"xQz7hUsH","refresh_token":"xQz7hUsH","login_customer_id":"12"}""")]
    [InlineData("""{"client_id":"a","client_secret":"xQz7hUsH","refresh_token":"xQz7hUsH","developer_token":"xQz7hUsH\r\nX-Evil: 1"}""")]
    [InlineData("""{"client_id":"a","client_secret":"xQz7hUsH","refresh_token":"\ud800xQz7hUsH"}""")]
    public async Task What_is_no_credential_is_refused_without_being_shown(string json)
    {
        var error = await RefusedAsync(Api(json).Reports(Settings()));

        Assert.Equal(PipelineErrorKind.SignInFailed, error.Kind);
        Assert.DoesNotContain(Secret, error + error.Advice + error.Target, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("https://accounts.google.com.evil.example/token")]
    [InlineData("http://oauth2.googleapis.com/token")]
    [InlineData("http://localhost:9/token")]
    [InlineData("nowhere")]
    public async Task Secrets_are_sent_to_no_other_sign_in_server(string tokenServer)
    {
        var google = new StrangeGoogle((_, _) => throw new InvalidOperationException("Nothing is to be asked."));
        var json = $$"""{"client_id":"a","client_secret":"xQz7hUsH","refresh_token":"xQz7hUsH","token_uri":"{{tokenServer}}"}""";
        var error = await RefusedAsync(Api(json, google).Reports(Settings() with { Endpoint = null }));

        Assert.Equal(PipelineErrorKind.SignInFailed, error.Kind);
        Assert.Empty(google.Asked);
    }

    [Theory]
    [InlineData("https://ads.example")]
    [InlineData("http://googleads.googleapis.com")]
    [InlineData("http://10.0.0.1:9060")]
    public async Task Tokens_are_sent_to_no_other_server(string endpoint)
    {
        var google = new StrangeGoogle((_, _) => throw new InvalidOperationException("Nothing is to be asked."));
        var error = await RefusedAsync(Api(User, google).Reports(Settings() with { Endpoint = new Uri(endpoint) }));

        Assert.Equal((PipelineErrorKind.Settings, "googleAds.endpoint"), (error.Kind, error.Target));
        Assert.Empty(google.Asked);
    }

    [Fact]
    public async Task Google_is_asked_where_nothing_else_is_said()
    {
        var google = new StrangeGoogle((_, _) => StrangeGoogle.Answer("[]"));
        Assert.Empty(await ReadAsync(Api(User, google).Reports(Settings() with { Endpoint = null })));

        Assert.Equal(["oauth2.googleapis.com", "googleads.googleapis.com"], google.Asked.Select(address => address.Host).Distinct());
        Assert.Equal("/v25/customers/1234567890/googleAds:searchStream", google.Asked[^1].AbsolutePath);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        var google = new StrangeGoogle((_, _) => new HttpResponseMessage(System.Net.HttpStatusCode.Found) { Headers = { Location = new Uri("https://evil.example/") } });
        var error = await RefusedAsync(Api(User, google).Reports(Settings() with { Endpoint = null }));

        Assert.Equal(PipelineErrorKind.SourceUnavailable, error.Kind);
        Assert.DoesNotContain(google.Asked, address => address.Host == "evil.example");
    }
}
