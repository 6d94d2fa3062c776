using System.Text.Json.Nodes;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>Small workspaces of each scenario end in the same tables on both engines.</summary>
[Collection(EmulatorCollection.Name)]
public sealed class ScenarioParityTests(Emulator emulator) : ParityStage(emulator)
{
    [Fact]
    public async Task Ga4_alone()
    {
        Bench.Client("acme", ga4Settings: "\"conversionEvents\": [\"purchase\"], \"engagementEvents\": [\"scroll\", \"it's\"], \"hostnames\": [\"acme.example\"]").Events("acme", Visits());
        await AssertSameAsync("acme");
    }

    [Fact]
    public async Task Google_Ads_alone()
    {
        Bench.Client("acme", ga4: false, googleAds: true)
            .GoogleAds("acme", "ad_group.json", new AdsRow(Day, 7, 600_001, adGroup: 71, conversions: 0.333333m, value: 10.5m), new AdsRow(Day, 7, 300_000, adGroup: 72), new AdsRow(Day, 8, 500_000, adGroup: 81), new AdsRow(Day.AddDays(-40), 7, 1, "Old name", adGroup: 71))
            .GoogleAds("acme", "campaign.json", new AdsRow(Day, 7, 1_000_000, conversions: 1.25m, value: 99.99m), new AdsRow(Day, 9, 3_333_333, "Max \"é\" 🚀", "PERFORMANCE_MAX"), new AdsRow(Day, 10, 5, "Dollars", currency: "USD"), new AdsRow(Day.AddDays(-40), 7, 1, "Old name"));
        await AssertSameAsync("acme");
    }

    [Fact]
    public async Task Ga4_with_Google_Ads()
    {
        var nameless = new AdsRow(Day, 12, 700_000);
        nameless.Json["campaign"]!.AsObject().Remove("name");
        Bench.Client("acme", googleAds: true, ga4Settings: "\"conversionEvents\": [\"purchase\", { \"name\": \"call\", \"category\": \"lead\" }]")
            .Events("acme",
            [
                .. Visits(),
                new Ga4Event(Day, user: "a").LastClick("google", "cpc", "Brand, once", "7", isGoogleAds: true),
                new Ga4Event(Day, "purchase", "a", minute: 2).Purchase("T9", 80, "EUR"),
                new Ga4Event(Day, "purchase", "a", minute: 3).Purchase("T10", 7.1, "usd"),
                new Ga4Event(Day, "call", "a", minute: 4),
                new Ga4Event(Day, user: "b").Collected("google", "cpc", "By name"),
                new Ga4Event(Day, user: "c").Collected("facebook", "paid_social", "By name"),
                new Ga4Event(Day, user: "d").Collected("google", "cpc", gclid: "g"),
                new Ga4Event(Day, user: "e").LastClick("google", "cpc", null, "12", isGoogleAds: true),
            ])
            .GoogleAds("acme", "campaign.json",
                new AdsRow(Day.AddDays(-1), 7, 10, "Brand, once"), new AdsRow(Day, 7, 2_000_000, "Brand, renamed"), new AdsRow(Day, 8, 1_000_000, "By name"), new AdsRow(Day, 9, 5_000_000, "Max", "PERFORMANCE_MAX"),
                new AdsRow(Day, 10, 3, "Dollars", currency: "USD"), nameless);
        await AssertSameAsync("acme");
    }

    [Fact]
    public async Task A_shared_property_told_apart_by_hostname()
    {
        foreach (var (name, host) in (IEnumerable<(string, string)>)[("beach", "beach.example"), ("club", "club.beach.example")])
        {
            Bench.Client(name, ga4Settings: $"\"path\": \"ga4/property\", \"sharedProperty\": true, \"hostnames\": [\"{host}\"]");
        }

        Bench.Events("property",
            new Ga4Event(Day, "session_start", "u1"),
            new Ga4Event(Day, user: "u1", minute: 1).Page("https://www.Beach.example:443/"),
            new Ga4Event(Day, user: "u1", minute: 1).Page("https://www.Beach.example:443/"),
            new Ga4Event(Day, "purchase", "u1", minute: 2).Page("https://pay.example/").Purchase("T1", 5),
            new Ga4Event(Day, "add_payment_info", "u2").Page("https://pay.example/"),
            new Ga4Event(Day, user: "u2", minute: 1).Page("https://club.beach.example./x"),
            new Ga4Event(Day, user: "u3").Set("device", new JsonObject { ["web_info"] = new JsonObject { ["hostname"] = "club.beach.example" } }),
            new Ga4Event(Day, "purchase", "u4").Page("https://pay.example/").Purchase("T3", 7),
            new Ga4Event(Day, "purchase", user: null).Page("https://pay.example/").Purchase("T4", 8));
        using var engines = OnBoth();
        foreach (var client in (string[])["beach", "club"])
        {
            await engines.RunAsync(client);
            await engines.AssertSameAsync(client);
        }
    }

    [Fact]
    public async Task Last_clicks_of_newer_exports()
    {
        string[] records =
        [
            """ "cross_channel_campaign": { "source": "cross", "medium": "m", "campaign_name": "c", "campaign_id": "1" }, "google_ads_campaign": { "campaign_id": "77", "campaign_name": "Brand", "ad_group_id": "88" } """,
            """ "cross_channel_campaign": { "source": "(direct)", "medium": "(none)", "campaign_name": "(direct)" } """,
            """ "cross_channel_campaign": { "source": "(not set)" }, "google_ads_campaign": { "campaign_id": "(not set)", "campaign_name": "", "ad_group_id": "" }, "manual_campaign": { "source": "manual", "medium": "email", "term": "t", "content": "n" } """,
            """ "google_ads_campaign": { "customer_id": "1", "campaign_id": "77" } """,
            """ "google_ads_campaign": { "customer_id": "1" } """,
        ];
        Bench.Client("acme").Events("acme", [.. records.Select((record, n) => new Ga4Event(Day, user: $"u{n}").Set("session_traffic_source_last_click", JsonNode.Parse($"{{{record}}}")))]);
        await AssertSameAsync("acme");
    }

    [Fact]
    public async Task Sessions_over_midnight_and_users_who_come_back()
    {
        Bench.Client("acme").Events("acme",
            new Ga4Event(Day.AddDays(-1), minute: 830).Page("https://acme.example/", "https://news.example/"),
            new Ga4Event(Day, minute: -599).Page("https://acme.example/b"),
            new Ga4Event(Day, "purchase", minute: -598.5).Purchase("N1", 3),
            new Ga4Event(Day, session: 2).Page("https://acme.example/c"),
            new Ga4Event(Day, "purchase", session: 2, minute: 1).Purchase(null, 4),
            new Ga4Event(Day.AddDays(-95), session: 0).Page("https://acme.example/?utm_source=old"),
            new Ga4Event(Day.AddDays(-95), "purchase", session: 0, minute: 1).Purchase("N0", 1),
            new Ga4Event(Day, "purchase", user: null, session: null).Purchase("N1", 3),
            new Ga4Event(Day, "purchase", user: "lost", session: null).Purchase("N2", 9));
        await AssertSameAsync("acme");
    }

    private static Ga4Event[] Visits() =>
    [
        new Ga4Event(Day.AddDays(-1)).Page("https://www.acme.example/?utm_source=news%20letter&utm_medium=email&utm_campaign=caf%C3%A9+%22x%22", "https://www.google.com/"),
        new Ga4Event(Day.AddDays(-1), "purchase", minute: 3).Param("value", 12.5).Param("currency", "eur").Param("transaction_id", "T1"),
        new Ga4Event(Day, user: "u2").Page("https://acme.example/a?gclid=abc").Collected("google", "cpc", "Brand"),
        new Ga4Event(Day, user: null, session: null).Page("https://acme.example/b"),
        new Ga4Event(Day, "scroll", user: "u2", minute: 1).Param("engagement_time_msec", 15_000),
    ];
}
