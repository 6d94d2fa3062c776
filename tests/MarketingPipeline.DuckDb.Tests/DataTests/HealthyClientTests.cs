using MarketingPipeline.Core;

namespace MarketingPipeline.DuckDb.Tests.DataTests;

public class HealthyClientTests
{
    public static TheoryData<string> Scenarios => ["full", "ga4_only", "google_ads_only"];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task A_healthy_client_passes_every_test(string scenario)
    {
        using var client = await BuildAsync(scenario);

        var findings = await client.TestAsync();

        Assert.All(findings, finding => Assert.True(finding is { Severity: FindingSeverity.Information, Passed: true, Client: "acme" }, $"{finding.Check} {finding.Target}: {finding.Message}"));
    }

    private static Task<TestedClient> BuildAsync(string scenario) => scenario switch
    {
        "full" => TestedClient.FullAsync(),
        "ga4_only" => TestedClient.Ga4OnlyAsync(),
        _ => TestedClient.GoogleAdsOnlyAsync(),
    };
}
