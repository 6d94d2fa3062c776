using MarketingPipeline.Core;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.GoogleAdsEmulator.Accounts;
using MarketingPipeline.GoogleAdsEmulator.Faults;

namespace MarketingPipeline.GoogleAds.Tests.Api;

public sealed class OfferTests : ApiStage
{
    private const long Second = 2222222222;
    private const long Cancelled = 3333333333;
    private const long Hidden = 4444444444;
    private const long Below = 9990000002;

    [Fact]
    public async Task An_account_answers_for_the_dates_that_are_asked()
    {
        var offer = await Reports().OfferAsync(First, Last, default);

        Assert.True(offer.IsLive);
        Assert.Equal([new GoogleAdsCoverage("customers/1234567890", First, Last, null, null)], offer.Coverage.Select(coverage => coverage with { Today = null }));
        Assert.Empty(offer.Silent);
        Assert.Equal(0, Google.Log.Count(report: "campaign"));
    }

    [Fact]
    public async Task A_manager_stands_for_its_client_accounts_and_those_that_do_not_answer_are_named()
    {
        PutAgency();
        Google.Faults.Add(Fault.Error("authorizationError", "USER_PERMISSION_DENIED", "User doesn't have permission to access customer."), account: Hidden);
        var reports = Reports(Settings(Manager));
        var offer = await reports.OfferAsync(First, Last, default);

        Assert.Equal(["customers/1234567890", "customers/2222222222"], offer.Coverage.Select(account => account.Source));
        Assert.Equal([("3333333333", "Gone"), ("4444444444", "Shut")], offer.Silent.Select(account => (account.CustomerId, account.Name!)));
        Assert.Contains("CANCELED", offer.Silent[0].Reason, StringComparison.Ordinal);
        Assert.Contains("USER_PERMISSION_DENIED", offer.Silent[1].Reason, StringComparison.Ordinal);
        Assert.All(offer.Silent, account => Assert.NotEmpty(account.Advice));

        Assert.Equal(180, (await ReadAsync(reports)).Count);
        Assert.All(Google.Log.Requests.Where(request => request.Account is not null), request => Assert.Equal($"{Manager}", request.LoginCustomerId ?? $"{request.Account}"));
    }

    [Fact]
    public async Task Accounts_are_read_through_the_manager_that_the_settings_name_before_that_of_the_credentials()
    {
        PutAgency();
        Variables["GOOGLE_ADS_LOGIN_CUSTOMER_ID"] = "999-000-0001";

        await ReadAsync(Reports(Settings(Below)));
        Assert.All(Google.Log.Requests.Where(request => request.Account is not null), request => Assert.Equal("9990000001", request.LoginCustomerId));

        Google.Log.Clear();
        Google.AccessibleAccounts = [Below];
        await ReadAsync(Reports(Settings(Second) with { LoginCustomerId = $"{Below}" }));
        Assert.All(Google.Log.Requests.Where(request => request.Account is not null), request => Assert.Equal($"{Below}", request.LoginCustomerId));
    }

    [Fact]
    public async Task A_manager_without_clients_is_an_error()
    {
        Google.Accounts.Put(new Account(Manager) { IsManager = true });
        var error = await Assert.ThrowsAsync<PipelineException>(() => Reports(Settings(Manager)).OfferAsync(First, Last, default));

        Assert.Equal((PipelineErrorKind.SourceMissing, "customers/9990000001"), (error.Kind, error.Target));
    }

    [Fact]
    public async Task A_single_account_that_is_cancelled_or_not_permitted_is_an_error()
    {
        PutAgency();
        Google.AccessibleAccounts = [Customer, Cancelled];

        var cancelled = await Assert.ThrowsAsync<PipelineException>(() => Reports(Settings(Cancelled)).OfferAsync(First, Last, default));
        Assert.Equal(PipelineErrorKind.SourceRefused, cancelled.Kind);
        Assert.Contains("3333333333", cancelled.Message, StringComparison.Ordinal);
        Assert.Contains("CUSTOMER_NOT_ENABLED", cancelled.Message, StringComparison.Ordinal);

        var foreign = await Assert.ThrowsAsync<PipelineException>(() => Reports(Settings(Second)).OfferAsync(First, Last, default));
        Assert.Equal(PipelineErrorKind.SourceRefused, foreign.Kind);
        Assert.Contains("googleAds.loginCustomerId", foreign.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_is_shut_in_the_middle_is_one_error_that_names_it()
    {
        PutAgency();
        Google.Faults.Add(Fault.CustomerNotEnabled, account: Second, report: "ad_group");
        var error = await RefusedAsync(Reports(Settings(Manager)));

        Assert.Equal((PipelineErrorKind.SourceRefused, "customers/2222222222"), (error.Kind, error.Target));
        Assert.Contains("2222222222", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_concerns_every_account_is_an_error_and_silences_none()
    {
        PutAgency();
        Google.Faults.Add(Fault.QuotaSpent(), account: Second);

        Assert.Equal(PipelineErrorKind.QuotaExhausted, (await Assert.ThrowsAsync<PipelineException>(() => Reports(Settings(Manager)).OfferAsync(First, Last, default))).Kind);
    }

    private void PutAgency() => Google.Accounts.Put(
        new Account(Manager) { IsManager = true, Clients = [Customer, Cancelled, Hidden, Below] },
        new Account(Below) { IsManager = true, Clients = [Second, Customer] },
        Small(Second),
        new Account(Cancelled) { Name = "Gone", Status = AccountStatus.Canceled },
        new Account(Hidden) { Name = "Shut" });
}
