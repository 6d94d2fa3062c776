using MarketingPipeline.Core.Running;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>Clients of every scenario, and everything that the product does with one, noted by the emulator.</summary>
internal static class LintedClient
{
    /// <summary>The client of which GA4 rewrites a day.</summary>
    public const string Rewritten = "site";

    private static readonly DateOnly Day = Bench.Yesterday;

    /// <summary>GA4 with Google Ads, each alone, and one of two clients on a shared property.</summary>
    public static Bench Workspace()
    {
        var conversions = "\"conversionEvents\": [\"purchase\", { \"name\": \"lead\", \"category\": \"enquiry\" }], \"engagementEvents\": [\"book_click\"], \"hostnames\": [\"acme.example\"], \"unwantedReferrals\": [\"pay.example\"]";
        var bench = new Bench()
            .Settings("""{ "engine": "DuckDb", "channelSites": "Extended", "channelRules": [{ "channel": "Partners", "source": "partner", "medium": "referral", "campaign": "summer" }], "knownSites": [{ "site": "kayak.example", "category": "search" }] }""")
            .Client("full", googleAds: true, ga4Settings: conversions)
            .Client("site", ga4Settings: conversions)
            .Client("ads", ga4: false, googleAds: true)
            .Client("beach", ga4Settings: "\"path\": \"ga4/property\", \"sharedProperty\": true, \"hostnames\": [\"beach.example\"]")
            .Client("club", ga4Settings: "\"path\": \"ga4/property\", \"sharedProperty\": true, \"hostnames\": [\"club.example\"], \"streams\": [\"2\"]");
        foreach (var client in (string[])["full", "site", "property"])
        {
            bench.Events(client, [.. Enumerable.Range(0, 3).SelectMany(day => Visits(Day.AddDays(day - 2)))]);
        }

        foreach (var client in (string[])["full", "ads"])
        {
            // A campaign that was renamed is renamed on all its dates.
            bench.GoogleAds(client, "campaigns.json", [.. Enumerable.Range(0, 3).SelectMany(day => new[] { new AdsRow(Day.AddDays(-day), 1, 5_000_000, day == 2 ? "Before" : "Brand"), new AdsRow(Day.AddDays(-day), 1, 3_000_000, "Brand", adGroup: 11) })]);
        }

        // Figures that two files have are counted once.
        bench.GoogleAds("ads", "later.json", new AdsRow(Day.AddDays(-1), 1, 5_500_000, "Brand"));

        return bench;
    }

    /// <summary>GA4 rewrites the client's last day.</summary>
    public static void Rewrite(Bench bench) => bench.Events(Rewritten, [.. Visits(Day), new Ga4Event(Day, user: "u3", minute: 9)]);

    /// <summary>Full, incremental and range; then what reads the tables.</summary>
    public static async Task RunAsync(ClientPipeline pipeline, Core.Workspaces.Client client)
    {
        foreach (var (from, asOf) in ((DateOnly?, DateOnly)[])[(null, Day.AddDays(-1)), (null, Day), (Day.AddDays(-1), Day)])
        {
            await pipeline.RefreshStagingAsync(client, new StagingRequest { AsOf = asOf, From = from, To = from }, null, default);
            await pipeline.BuildMartsAsync(client, new BuildRequest { AsOf = asOf, From = from, To = from }, null, default);
        }

        await pipeline.TestDataAsync(client, default);
        await pipeline.GetDashboardAsync(client, default);
        if (client.Ga4 is not null)
        {
            await pipeline.GetSessionSourceAsync(client, ["1|u2|1"], default);
        }

        foreach (var query in (CampaignPerformanceQuery[])
            [
                new() { From = Day.AddDays(-1), To = Day, CompareTo = Comparison.PreviousPeriod },
                new() { From = Day.AddDays(-1), To = Day, CompareTo = Comparison.PreviousYear },
                new() { From = Day.AddDays(-2), To = Day, GroupBy = [PerformanceDimension.Date, PerformanceDimension.Campaign] },
            ])
        {
            await pipeline.GetCampaignPerformanceAsync(client, query, default);
        }
    }

    private static Ga4Event[] Visits(DateOnly day) =>
    [
        new Ga4Event(day).Page("https://www.acme.example/?utm_source=news%20letter&utm_medium=email", "https://www.google.com/"),
        new Ga4Event(day, "purchase", minute: 3).Page("https://acme.example/thanks").Purchase("T" + day.Day, 12.5, "eur"),
        new Ga4Event(day, user: "u2").Page("https://beach.example/a?gclid=abc").Collected("google", "cpc", "Brand").LastClick("google", "cpc", "Brand", "1", isGoogleAds: true),
        new Ga4Event(day, user: null, session: null).Page("https://club.example/b"),
        new Ga4Event(day, "lead", user: "u2", minute: 1).Param("engagement_time_msec", 15_000),
    ];
}
