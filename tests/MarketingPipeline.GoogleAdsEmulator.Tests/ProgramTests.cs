using MarketingPipeline.GoogleAdsEmulator.Accounts;
using MarketingPipeline.GoogleAdsEmulator.Rest;

namespace MarketingPipeline.GoogleAdsEmulator.Tests;

public sealed class ProgramTests
{
    [Theory]
    [InlineData("--port", "many")]
    [InlineData("--port")]
    [InlineData("--colour", "red")]
    [InlineData("--data", "/no/such/folder")]
    public void A_usage_error_ends_with_2(params string[] arguments)
    {
        Assert.Equal(2, typeof(GoogleAdsServer).Assembly.EntryPoint!.Invoke(null, [arguments]));
    }

    [Fact]
    public async Task Without_data_there_is_one_small_account_below_a_manager()
    {
        await using var server = new GoogleAdsServer();
        server.Accounts.Put(ExampleAccounts.Create(new(2026, 8, 15)));

        Assert.Equal(
            [
                "customers/1234567890 \"Example client\", EUR, Europe/Berlin: 2 campaigns, 3 ad groups, figures of 2026-06-16 to 2026-08-14; login-customer-id 9990000001",
                "customers/9990000001 \"Example agency\", EUR, Europe/Berlin: a manager of 1234567890",
            ],
            AccountList.Lines(server.Accounts.Current));
        var client = server.Accounts[ExampleAccounts.Client];
        Assert.Equal(client.AdGroupDays.Sum(day => day.Metrics.CostMicros), client.CampaignDays.Sum(day => day.Metrics.CostMicros));
    }
}
