using System.Globalization;
using MarketingPipeline.BigQuery.Rest;
using MarketingPipeline.Core;

namespace MarketingPipeline.BigQuery.Tests.Rest;

public sealed class ImpersonationTests : SigningInStage
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_signs_in_can_act_as_a_service_account(bool hasReadyToken)
    {
        if (hasReadyToken)
        {
            Variables[GoogleCredentials.TokenVariable] = "ya29.caller";
        }
        else
        {
            Google.Then("""{"access_token":"ya29.caller","expires_in":3600,"token_type":"Bearer"}""");
        }

        Google.Then("""{"accessToken":"ya29.account","expireTime":"2999-01-01T00:00:00Z"}""");
        var tokens = (await Open(SignIn(json: hasReadyToken ? null : ServiceAccount("caller@p.iam.gserviceaccount.com"), impersonate: Account)))!;

        Assert.Equal("ya29.account", await tokens.GetAsync(renew: false, default));
        Assert.EndsWith($"/serviceAccounts/{Account}:generateAccessToken", Uri.UnescapeDataString(Google.Seen[^1].Address.AbsolutePath), StringComparison.Ordinal);
        Assert.Equal("Bearer ya29.caller", Google.Seen[^1].Headers["Authorization"]);
        Assert.Contains("https://www.googleapis.com/auth/bigquery", Google.Seen[^1].Text, StringComparison.Ordinal);
        if (!hasReadyToken)
        {
            Assert.Equal("https://www.googleapis.com/auth/iam", Claims(Google.Seen[0]).Scope);
        }
    }

    [Fact]
    public async Task A_caller_who_may_not_act_as_the_account_is_told_what_is_missing()
    {
        Variables[GoogleCredentials.TokenVariable] = Secret;
        Google.ThenError(403, "forbidden", Secret);
        var tokens = (await Open(SignIn(impersonate: Account)))!;
        var error = await Assert.ThrowsAsync<PipelineException>(() => tokens.GetAsync(renew: false, default));

        Assert.Contains(Account, error.Message, StringComparison.Ordinal);
        Assert.Contains("Service Account Token Creator", error.Advice, StringComparison.Ordinal);
        AssertSilent(error);
    }

    [Fact]
    public async Task An_impersonated_token_is_kept_until_shortly_before_it_expires()
    {
        Variables[GoogleCredentials.TokenVariable] = "ya29.caller";
        var soon = Google.Clock.GetUtcNow().AddMinutes(6).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        Google.Then($$"""{"accessToken":"one","expireTime":"{{soon}}"}""").Then("""{"accessToken":"two","expireTime":"2999-01-01T00:00:00Z"}""").Then("""{"accessToken":"three"}""");
        var tokens = (await Open(SignIn(impersonate: Account)))!;

        Assert.Equal("one", await tokens.GetAsync(renew: false, default));
        Assert.Equal("one", await tokens.GetAsync(renew: false, default));
        await Task.Delay(TimeSpan.FromMinutes(2), Google.Clock);
        Assert.Equal("two", await tokens.GetAsync(renew: false, default));
        Assert.Equal("three", await tokens.GetAsync(renew: true, default));
    }
}
