using System.Net;
using System.Text.Json.Nodes;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Flows;
using Google.Apis.Auth.OAuth2.Responses;
using MarketingPipeline.GoogleAdsEmulator.SignIn;

namespace MarketingPipeline.GoogleAdsEmulator.Tests.SignIn;

public sealed class SignInTests : EmulatorTest
{
    [Fact]
    public async Task A_refresh_token_gets_an_access_token_that_opens_the_API()
    {
        Server.SignIn.TokenLife = TimeSpan.FromSeconds(100);
        var answer = await RefreshAsync(HttpStatusCode.OK);

        Assert.Equal(100, answer["expires_in"]!.GetValue<int>());
        Assert.Equal("Bearer", answer["token_type"]!.GetValue<string>());
        Assert.Equal("https://www.googleapis.com/auth/adwords", answer["scope"]!.GetValue<string>());
        await OpensAsync(answer["access_token"]!.GetValue<string>());
        Assert.Equal("refresh_token", Server.Log.Requests[0].GrantType);
    }

    [Theory]
    [InlineData("client_id", "someone", 401, "invalid_client")]
    [InlineData("client_secret", "guessed", 401, "invalid_client")]
    [InlineData("refresh_token", "revoked", 400, "invalid_grant")]
    [InlineData("grant_type", "password", 400, "unsupported_grant_type")]
    [InlineData("grant_type", null, 400, "invalid_request")]
    public async Task Who_is_not_known_is_refused_as_Google_refuses(string field, string? value, int code, string error)
    {
        Assert.Equal(error, (await RefreshAsync((HttpStatusCode)code, field, value))["error"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_revoked_refresh_token_is_told_in_Googles_words()
    {
        Server.SignIn.RefreshToken = "another since";

        Assert.Equal("""{"error":"invalid_grant","error_description":"Token has been expired or revoked."}""", (await RefreshAsync(HttpStatusCode.BadRequest, "refresh_token", "1//emulator-refresh-token")).ToJsonString());
    }

    [Fact]
    public async Task Googles_own_client_signs_in_with_a_refresh_token()
    {
        using var flow = new AuthorizationCodeFlow(new("http://unused.invalid", new Uri(Address, "token").AbsoluteUri)
        {
            ClientSecrets = new() { ClientId = Server.SignIn.ClientId, ClientSecret = Server.SignIn.ClientSecret },
        });
        var credential = new UserCredential(flow, "user", new TokenResponse { RefreshToken = Server.SignIn.RefreshToken });

        await OpensAsync(await credential.GetAccessTokenForRequestAsync());
    }

    [Fact]
    public async Task Googles_own_client_signs_in_as_the_service_account()
    {
        var key = Server.SignIn.ServiceAccount.KeyFile(Address);
        var credential = CredentialFactory.FromJson<ServiceAccountCredential>(key).ToGoogleCredential().CreateScoped(GoogleSignIn.AdsScope);

        await OpensAsync(await credential.UnderlyingCredential.GetAccessTokenForRequestAsync());
        Assert.Equal("urn:ietf:params:oauth:grant-type:jwt-bearer", Server.Log.Requests[0].GrantType);
    }

    [Fact]
    public async Task An_assertion_that_another_key_has_signed_is_refused()
    {
        var other = new ServiceAccount(Server.SignIn.ServiceAccount.Email);
        var credential = CredentialFactory.FromJson<ServiceAccountCredential>(other.KeyFile(Address)).ToGoogleCredential().CreateScoped(GoogleSignIn.AdsScope);

        var refused = await Assert.ThrowsAsync<TokenResponseException>(() => credential.UnderlyingCredential.GetAccessTokenForRequestAsync());
        Assert.Equal("invalid_grant", refused.Error.Error);
        Assert.Equal("Invalid JWT Signature.", refused.Error.ErrorDescription);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("a.b.c")]
    [InlineData("!.!.!")]
    public async Task An_assertion_that_is_none_is_refused(string assertion)
    {
        var answer = await PostFormAsync(HttpStatusCode.BadRequest, new() { ["grant_type"] = "urn:ietf:params:oauth:grant-type:jwt-bearer", ["assertion"] = assertion });

        Assert.Equal("invalid_grant", answer["error"]!.GetValue<string>());
    }

    [Fact]
    public async Task Nothing_that_opens_anything_is_kept_in_the_log()
    {
        var answer = await RefreshAsync(HttpStatusCode.OK);
        await OpensAsync(answer["access_token"]!.GetValue<string>());

        var kept = string.Join('\n', Server.Log.Requests.Select(request => $"{request} {string.Join(' ', request.Headers)}"));
        Assert.DoesNotContain(Server.SignIn.RefreshToken, kept, StringComparison.Ordinal);
        Assert.DoesNotContain(Server.SignIn.ClientSecret, kept, StringComparison.Ordinal);
        Assert.DoesNotContain("ya29", kept, StringComparison.Ordinal);
        Assert.True(Server.Log.Requests[1].HasToken);
    }

    private async Task OpensAsync(string token)
    {
        Client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        Assert.Equal("""{"resourceNames":["customers/9990000001"]}""", await Client.GetStringAsync("v25/customers:listAccessibleCustomers"));
    }

    private Task<JsonObject> RefreshAsync(HttpStatusCode expected, string? field = null, string? value = null)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token",
            ["client_id"] = Server.SignIn.ClientId,
            ["client_secret"] = Server.SignIn.ClientSecret,
            ["refresh_token"] = Server.SignIn.RefreshToken,
        };
        if (field is not null)
        {
            form.Remove(field);
        }

        if (value is not null)
        {
            form[field!] = value;
        }

        return PostFormAsync(expected, form);
    }

    private async Task<JsonObject> PostFormAsync(HttpStatusCode expected, Dictionary<string, string> form) =>
        JsonNode.Parse(await TextAsync(await Client.PostAsync("token", new FormUrlEncodedContent(form)), expected))!.AsObject();
}
