using System.Text.Json.Nodes;
using MarketingPipeline.Core;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.DataTests;

/// <summary>What real exports hold besides what is counted: each residual is named, counted and no error.</summary>
public class ResidualTests
{
    private static readonly DateOnly Day = Bench.Yesterday;

    [Fact]
    public async Task Events_and_conversions_without_a_session_are_named_and_all_sums_hold()
    {
        using var client = await TestedClient.FullAsync("", new Ga4Event(Day, user: null, session: null), new Ga4Event(Day, "purchase", user: null, session: null, minute: 1).Purchase("T9", 3.5, "EUR"));

        var events = await client.OneAsync("no_session", "stg_acme_ga4_events");
        var conversions = await client.OneAsync("no_session", "int_acme_conversions_attributed");

        Assert.Equal((2L, 1L, 3.5m), (events.Rows, conversions.Rows, conversions.Value));
        await AssertNothingAboveInformationAsync(client);
        Assert.Contains("6 = 4 in sessions + 2 without one", await MessageAsync(client, "reconcile_events", "int_acme_sessions_enriched", "event_count"), StringComparison.Ordinal);
        Assert.Contains("29 of all conversions = 25.5 in sessions + 3.5 without one", await MessageAsync(client, "reconcile_revenue", "int_acme_sessions_enriched", "revenue"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeated_transaction_is_named_with_its_revenue()
    {
        using var client = await TestedClient.FullAsync("", new Ga4Event(Day, "purchase", minute: 4).Purchase("T1", 25.5, "EUR"), new Ga4Event(Day, "purchase", minute: 5).Purchase("T1", 24, "EUR"));

        var repeated = await client.OneAsync("repeated_transactions");

        Assert.Equal((2L, 49.5m, true), (repeated.Rows, repeated.Value, repeated.Passed));
        await AssertNothingAboveInformationAsync(client);
        Assert.Contains("75 EUR = 25.5 counted + 49.5 of repeated", await MessageAsync(client, "reconcile_revenue", "int_acme_conversions_attributed", "revenue"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_an_export_holds_again_are_counted()
    {
        using var client = await TestedClient.FullAsync("", new Ga4Event(Day, "scroll", minute: 4), new Ga4Event(Day, "scroll", minute: 4));

        Assert.Equal(1, (await client.OneAsync("duplicate_rows")).Rows);
        await AssertNothingAboveInformationAsync(client);
    }

    [Fact]
    public async Task Purchases_that_are_no_conversion_of_the_client_are_named()
    {
        using var client = await TestedClient.FullAsync("\"conversionEvents\": [\"form_submit\"]", new Ga4Event(Day, "form_submit", minute: 4));

        var unconfigured = await client.OneAsync("unconfigured_purchases");

        Assert.Equal((1L, 25.5m), (unconfigured.Rows, unconfigured.Value));
        await AssertNothingAboveInformationAsync(client);
    }

    [Fact]
    public async Task A_client_without_conversion_events_in_its_export_is_healthy()
    {
        using var client = await TestedClient.Ga4OnlyAsync("\"conversionEvents\": [\"form_submit\"]");

        await AssertNothingAboveInformationAsync(client);
    }

    [Fact]
    public async Task Money_without_a_currency_and_in_another_is_named_apart()
    {
        using var client = await TestedClient.FullAsync("", new Ga4Event(Day, "purchase", minute: 4).Purchase("T2", 7), new Ga4Event(Day, "purchase", minute: 5).Purchase("T3", 8, "usd"));

        var filled = await client.OneAsync("currency_filled");
        var other = await client.OneAsync("other_currencies");

        Assert.Equal((1L, 7m, 1L, 8m), (filled.Rows, filled.Value, other.Rows, other.Value));
        Assert.Contains("USD", other.Message, StringComparison.Ordinal);
        await AssertNothingAboveInformationAsync(client);
        Assert.Equal(2, (await client.TestAsync()).Count(finding => finding is { Check: "reconcile_revenue", Target: "mart_acme_campaign_performance", Property: "revenue" }));
    }

    [Fact]
    public async Task Events_without_consent_are_a_share()
    {
        using var client = await TestedClient.FullAsync("", new Ga4Event(Day, user: null, session: null).Set("privacy_info", new JsonObject { ["analytics_storage"] = "No" }));

        var denied = await client.OneAsync("consent_denied");

        Assert.Equal((1L, 0.2m, FindingSeverity.Information), (denied.Rows, denied.Value, denied.Severity));
    }

    [Fact]
    public async Task A_little_unmatched_cost_is_information_and_much_is_a_warning()
    {
        using var little = await TestedClient.WithAdsAsync(new AdsRow(Day, 88, 1_000_000, "Shoes"));
        using var much = await TestedClient.WithAdsAsync(new AdsRow(Day, 88, 9_000_000, "Shoes"));

        var first = await little.OneAsync("unmatched_cost");
        var second = await much.OneAsync("unmatched_cost");

        Assert.Equal((1L, 1m, FindingSeverity.Information), (first.Rows, first.Value, first.Severity));
        Assert.Equal((1L, 9m, FindingSeverity.Warning), (second.Rows, second.Value, second.Severity));
    }

    [Fact]
    public async Task Ad_groups_without_their_campaign_are_a_warning_and_their_cost_adds_up()
    {
        using var client = await TestedClient.GoogleAdsOnlyAsync(new AdsRow(Day, 99, 3_000_000, "Hats", adGroup: 5), new AdsRow(Day, 77, 1_000_000, "Brand", adGroup: 6));

        Assert.Equal((1L, FindingSeverity.Warning), ((await client.OneAsync("no_campaign_row")).Rows!.Value, (await client.OneAsync("no_campaign_row")).Severity));
        Assert.DoesNotContain(await client.TestAsync(), finding => finding.Severity == FindingSeverity.Error);
    }

    [Fact]
    public async Task Events_of_a_shared_property_that_nobody_owns_are_counted()
    {
        var bench = new Bench()
            .Client("acme", ga4Settings: "\"path\": \"ga4/acme\", \"sharedProperty\": true, \"hostnames\": [\"acme.example\"]")
            .Client("other", ga4Settings: "\"path\": \"ga4/acme\", \"sharedProperty\": true, \"hostnames\": [\"other.example\"]")
            .Events("acme",
                new Ga4Event(Day).Page("https://acme.example/"),
                new Ga4Event(Day, user: "u2").Page("https://other.example/"),
                new Ga4Event(Day, user: "u3").Page("https://pay.example/"),
                new Ga4Event(Day, user: "u4"));
        using var client = await TestedClient.OfAsync(bench);

        Assert.Equal(2, (await client.OneAsync("no_hostname")).Rows);
        Assert.Contains("4 = 1 staged + 0 duplicates + 1 of other clients + 2 without an owner", await MessageAsync(client, "reconcile_events", "pipeline_ledger", "source_rows"), StringComparison.Ordinal);
        await AssertNothingAboveInformationAsync(client);
    }

    [Fact]
    public async Task Sessions_and_money_before_the_window_are_outside_it()
    {
        var before = Day.AddDays(-100);
        var bench = new Bench()
            .Client("acme", googleAds: true)
            .Events("acme", new Ga4Event(before), new Ga4Event(before, "purchase", minute: 1).Purchase("T0", 12, "EUR"), new Ga4Event(Day, session: 2))
            .GoogleAds("acme", "campaigns.json", new AdsRow(before, 77, 4_000_000), new AdsRow(Day, 77, 1_000_000));
        using var client = await TestedClient.OfAsync(bench);

        Assert.Contains("window: 1; before it, and only in int_sessions_enriched: 1", await MessageAsync(client, "reconcile_sessions", "mart_acme_campaign_performance", "sessions"), StringComparison.Ordinal);
        Assert.Contains("window: 0 EUR; before it, and only in int_conversions_attributed: 12", await MessageAsync(client, "reconcile_revenue", "mart_acme_campaign_performance", "revenue"), StringComparison.Ordinal);
        Assert.Contains("window: 1; before it, and only in staging: 4", await MessageAsync(client, "reconcile_cost", "mart_acme_campaign_performance", "cost"), StringComparison.Ordinal);
        Assert.DoesNotContain(await client.TestAsync(), finding => finding.Severity == FindingSeverity.Error);
    }

    [Fact]
    public async Task A_build_as_of_an_old_date_is_held_to_that_date()
    {
        var old = Day.AddDays(-100);
        var bench = new Bench().Client("acme").Events("acme", new Ga4Event(old), new Ga4Event(old, "purchase", minute: 1).Purchase("T0", 12, "EUR"));
        using var client = await TestedClient.OfAsync(bench, old);

        await AssertNothingAboveInformationAsync(client);
        Assert.Equal(100m, (await client.OneAsync("freshness", "mart_acme_executive_dashboard")).Value);
    }

    [Fact]
    public async Task Days_staged_after_the_build_are_named_and_wait()
    {
        using var client = await TestedClient.FullAsync();
        client.Bench.Events("acme", new Ga4Event(Day.AddDays(1), minute: -120), new Ga4Event(Day.AddDays(1), minute: -119));
        await client.Bench.StageAsync("acme", Day.AddDays(1));

        Assert.Contains("not yet read: 2 (after_as_of)", await MessageAsync(client, "reconcile_events", "int_acme_sessions_enriched", "event_count"), StringComparison.Ordinal);
        await AssertNothingAboveInformationAsync(client);
    }

    [Fact]
    public async Task A_day_that_changed_after_the_build_is_an_error_until_the_next_build()
    {
        using var client = await TestedClient.FullAsync();
        client.Bench.Events("acme", new Ga4Event(Day, user: "late"));
        await client.Bench.StageAsync("acme");

        Assert.Contains(await client.TestAsync(), finding => finding is { Check: "reconcile_sessions", Severity: FindingSeverity.Error });

        await client.Bench.BuildAsync("acme");
        Assert.DoesNotContain(await client.TestAsync(), finding => finding.Severity == FindingSeverity.Error);
    }

    [Fact]
    public async Task A_channel_of_the_workspaces_own_rules_is_accepted()
    {
        var bench = new Bench()
            .Settings("""{ "engine": "DuckDb", "channelRules": [ { "channel": "Partners", "source": "google" } ] }""")
            .Client("acme")
            .Events("acme", new Ga4Event(Day).LastClick("google", "cpc", "Brand"));
        using var client = await TestedClient.OfAsync(bench);

        await AssertNothingAboveInformationAsync(client);
    }

    [Fact]
    public async Task A_channel_that_only_Google_knows_is_accepted_and_agrees_with_Google()
    {
        using var client = await TestedClient.OfAsync(new Bench().Client("acme").Events("acme", Grouped("u1", "newsroom", "Organic Maps"), Grouped("u2", "bing", "Organic Search")));

        await AssertNothingAboveInformationAsync(client);
        var agreement = Assert.Single(await client.TestAsync(), finding => finding.Check == "channels_as_google");
        Assert.Equal((0L, 1m, true), (agreement.Rows, agreement.Value, agreement.Passed));
    }

    [Fact]
    public async Task Where_the_workspace_means_another_channel_its_share_is_told_without_a_warning()
    {
        var bench = new Bench()
            .Settings("""{ "engine": "DuckDb", "knownSites": [ { "site": "newsroom", "category": "social" } ] }""")
            .Client("acme")
            .Events("acme", Grouped("u1", "newsroom", "Referral"), Grouped("u2", "bing", "Organic Search"), Grouped("u3", "bing", "Organic Search"), Grouped("u4", "bing", "Organic Search"));
        using var client = await TestedClient.OfAsync(bench);

        await AssertNothingAboveInformationAsync(client);
        var found = await client.OneAsync("channels_as_google");
        Assert.Equal((1L, 0.75m), (found.Rows, found.Value));
        Assert.Contains("1 of 4 (share that agrees 0.75), for example Organic Social, of Google Referral", found.Message, StringComparison.Ordinal);
    }

    private static Ga4Event Grouped(string user, string source, string group) => new Ga4Event(Day, user: user).Set("session_traffic_source_last_click", new JsonObject
    {
        ["cross_channel_campaign"] = new JsonObject { ["source"] = source, ["medium"] = "referral", ["default_channel_group"] = group },
    });

    private static async Task<string> MessageAsync(TestedClient client, string check, string target, string property) =>
        Assert.Single(await client.TestAsync(), finding => finding.Check == check && finding.Target == target && finding.Property == property).Message;

    private static async Task AssertNothingAboveInformationAsync(TestedClient client) =>
        Assert.All(await client.TestAsync(), finding => Assert.True(finding is { Severity: FindingSeverity.Information, Passed: true }, $"{finding.Check} {finding.Target}: {finding.Message}"));
}
