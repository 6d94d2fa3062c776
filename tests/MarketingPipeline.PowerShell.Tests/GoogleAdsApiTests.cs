using System.Net;
using System.Security;
using System.Text.Json;
using MarketingPipeline.GoogleAdsEmulator.Accounts;
using MarketingPipeline.GoogleAdsEmulator.Faults;
using MarketingPipeline.GoogleAdsEmulator.Rest;

namespace MarketingPipeline.PowerShell.Tests;

/// <summary>A client that is read from the Google Ads API, by the module as it is built.</summary>
public sealed class GoogleAdsApiTests : IAsyncLifetime
{
    private const string Marked = "xQz7hUsH";
    private const long Customer = 1234567890;
    private static readonly DateOnly Day = new(2026, 6, 30);

    private readonly GoogleAdsServer _google = new();
    private readonly ModuleSession _session = new();
    private readonly SmallWorkspace _workspace;

    public GoogleAdsApiTests() => _workspace = new SmallWorkspace(_session);

    private SecureString Credential => new NetworkCredential("", JsonSerializer.Serialize(new
    {
        client_id = _google.SignIn.ClientId,
        client_secret = _google.SignIn.ClientSecret,
        refresh_token = _google.SignIn.RefreshToken,
        developer_token = _google.RequiredDeveloperToken,
    })).SecurePassword;

    public async Task InitializeAsync()
    {
        (_google.SignIn.ClientSecret, _google.SignIn.RefreshToken, _google.RequiredDeveloperToken) = ($"secret-{Marked}", $"1//{Marked}", $"developer-{Marked}");
        _google.Accounts.Put(new Account(Customer)
        {
            Campaigns = [new(1, "Brand")],
            AdGroups = [new(10, 1, "Exact")],
            CampaignDays = [new(Day, 1, new(5, 100, 7_000_001))],
            AdGroupDays = [new(Day, 10, new(5, 100, 7_000_001))],
        });
        var address = await _google.StartAsync();
        File.WriteAllText(Path.Combine(_workspace.Root, "clients", "ads.json"), $$"""
            { "name": "ads", "timeZone": "Europe/Berlin", "currency": "EUR", "historyDays": 5,
              "googleAds": { "customerId": "123-456-7890", "source": "Api", "endpoint": "{{address}}" } }
            """);
    }

    public async Task DisposeAsync()
    {
        _session.Dispose();
        _workspace.Dispose();
        await _google.DisposeAsync();
    }

    [Fact]
    public void A_client_is_tested_and_staged_as_whoever_the_caller_names()
    {
        var findings = Run("Test-PipelineClient ads -Workspace $root -GoogleAdsCredential $credential").ShouldSucceed();
        Assert.Contains("google_ads_source", findings.Texts("Check"));
        Assert.DoesNotContain("Error", findings.Texts("Severity"));

        var result = Run("Invoke-StagingRefresh ads -Workspace $root -AsOf 2026-06-30 -GoogleAdsCredential $credential -Verbose").ShouldSucceed();
        Assert.Equal(["Refreshed"], result.Texts("Status"));
        Assert.Equal(["1"], result.Texts("Rows"));
        AssertSilent(result);
    }

    [Fact]
    public void Who_may_not_sign_in_is_told_so_and_tested_to_be_so()
    {
        Run("Invoke-StagingRefresh ads -Workspace $root -AsOf 2026-06-30").SingleError("MarketingPipeline.SignInFailed");

        Assert.Contains("Error", Run("Test-PipelineClient ads -Workspace $root").ShouldSucceed().Texts("Severity"));
    }

    [Theory]
    [InlineData("quotaError", "RESOURCE_EXHAUSTED", "MarketingPipeline.QuotaExhausted", "QuotaExceeded")]
    [InlineData("authorizationError", "CUSTOMER_NOT_ENABLED", "MarketingPipeline.SourceRefused", "PermissionDenied")]
    [InlineData("authenticationError", "NOT_ADS_USER", "MarketingPipeline.SignInFailed", "AuthenticationError")]
    public void What_Google_refuses_is_one_error_record(string family, string name, string id, string category)
    {
        _google.Faults.Add(Fault.Error(family, name, "No.", retryDelay: TimeSpan.FromHours(3)), report: "ad_group");
        var result = Run("Invoke-StagingRefresh ads -Workspace $root -AsOf 2026-06-30 -GoogleAdsCredential $credential -Verbose");
        var error = result.SingleError(id);

        Assert.Equal((category, "ads"), (error.CategoryInfo.Category.ToString(), error.TargetObject));
        Assert.Contains(name, error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        AssertSilent(result);
        AssertSilent(Run("Get-PipelineRun ads -Workspace $root | Format-List * -Force | Out-String"));
    }

    [Fact]
    public void An_account_of_a_manager_that_does_not_answer_is_a_warning_and_the_others_go_on()
    {
        _google.Accounts.Put(
            new Account(9990000001) { IsManager = true, Clients = [Customer, 1234567891] },
            new Account(1234567891) { Name = "Old shop", Status = AccountStatus.Canceled });
        var file = Path.Combine(_workspace.Root, "clients", "ads.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("123-456-7890", "999-000-0001", StringComparison.Ordinal));

        var result = Run("Invoke-StagingRefresh ads -Workspace $root -AsOf 2026-06-30 -GoogleAdsCredential $credential").ShouldSucceed();

        Assert.Equal(["1"], result.Texts("Rows"));
        var warning = Assert.Single(result.Warnings);
        Assert.Contains("1234567891 (Old shop)", warning, StringComparison.Ordinal);
        Assert.Contains("stays as it is", warning, StringComparison.Ordinal);
    }

    private RunResult Run(string script) => _session.Run(script, ("root", _workspace.Root), ("credential", Credential));

    private static void AssertSilent(RunResult result)
    {
        var everything = string.Join('\n', (string[])
        [
            .. result.Warnings,
            .. result.Verbose,
            .. result.Progress.Select(progress => $"{progress.Activity} {progress.StatusDescription} {progress.CurrentOperation}"),
            .. result.Output.Select(output => output.ToString()),
            .. result.Errors.Select(error => $"{error} {error.Exception} {error.ErrorDetails?.RecommendedAction} {error.Exception.Data.Count}"),
            result.HostText,
        ]);
        Assert.DoesNotContain(Marked, everything, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("ya29.", everything, StringComparison.Ordinal);
    }
}
