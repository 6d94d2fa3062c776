using MarketingPipeline.Core;

namespace MarketingPipeline.DuckDb.Tests.DataTests;

/// <summary>A check that cannot fail is no check: every one is shown the thing that it looks for, and nothing else.</summary>
public class TamperingTests(TamperingTests.Built built) : IClassFixture<TamperingTests.Built>
{
    public static TheoryData<string> OfFull => [.. Tampering.OfFull.Select(tampering => tampering.ToString())];

    public static TheoryData<string> OfGoogleAdsOnly => [.. Tampering.OfGoogleAdsOnly.Select(tampering => tampering.ToString())];

    [Theory]
    [MemberData(nameof(OfFull))]
    public Task A_change_behind_the_products_back_is_found(string tampering) =>
        FindAsync(built.Full, Tampering.OfFull.Single(entry => entry.ToString() == tampering));

    [Theory]
    [MemberData(nameof(OfGoogleAdsOnly))]
    public Task A_change_of_a_client_without_GA4_is_found(string tampering) =>
        FindAsync(built.GoogleAdsOnly, Tampering.OfGoogleAdsOnly.Single(entry => entry.ToString() == tampering));

    [Fact]
    public async Task Every_check_of_a_client_has_been_seen_to_fail()
    {
        var seen = Tampering.OfFull.Select(Key).ToHashSet();

        var findings = await built.Full.Restore().TestAsync();

        Assert.DoesNotContain(findings.Select(Key), key => !seen.Contains(key));
    }

    [Fact]
    public async Task Two_days_behind_are_no_reason_to_warn()
    {
        var findings = await built.Full.Restore().Tamper("UPDATE pipeline_ledger SET date = date - 2 WHERE source = 'ga4'").TestAsync();

        var freshness = Assert.Single(findings, finding => finding is { Check: "freshness", Property: "ga4" });
        Assert.Equal((true, FindingSeverity.Information, 2m), (freshness.Passed, freshness.Severity, freshness.Value));
    }

    [Fact]
    public async Task A_local_day_far_from_UTC_is_plausible()
    {
        var findings = await built.Full.Restore().Tamper("UPDATE stg_acme_ga4_events SET event_timestamp = event_timestamp - INTERVAL 14 HOUR").FoundAsync("plausible_timestamps");

        Assert.Empty(findings);
    }

    private static async Task FindAsync(TestedClient client, Tampering tampering)
    {
        var found = await client.Restore().Tamper(tampering.Statement).OneAsync(tampering.Check, tampering.Target, tampering.Property);

        Assert.Equal((tampering.Rows, tampering.Severity, tampering.Severity == FindingSeverity.Information), (found.Rows, found.Severity, found.Passed));
        Assert.DoesNotContain('{', found.Message);
        if (tampering.Value is not null)
        {
            Assert.Equal(tampering.Value, found.Value);
        }
    }

    private static (string Check, string? Target, string? Property) Key(Tampering tampering) => Key(tampering.Check, tampering.Target, tampering.Property);

    private static (string Check, string? Target, string? Property) Key(Finding finding) => Key(finding.Check, finding.Target, finding.Property);

    /// <summary>not_null names its column only where it fails, tables_exist its table.</summary>
    private static (string Check, string? Target, string? Property) Key(string check, string target, string? property) => check switch
    {
        "not_null" => (check, target, null),
        "tables_exist" => (check, null, null),
        _ => (check, target, property),
    };

    /// <summary>Two clients, built once; each test begins with their tables as built.</summary>
    public sealed class Built : IAsyncLifetime
    {
        internal TestedClient Full { get; private set; } = null!;

        internal TestedClient GoogleAdsOnly { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Full = await TestedClient.FullAsync();
            GoogleAdsOnly = await TestedClient.GoogleAdsOnlyAsync();
        }

        public Task DisposeAsync()
        {
            Full.Dispose();
            GoogleAdsOnly.Dispose();
            return Task.CompletedTask;
        }
    }
}
