using MarketingPipeline.Core;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>Questions that are asked of a built client have the same answers on both engines.</summary>
[Collection(EmulatorCollection.Name)]
public sealed class AnswerParityTests(Emulator emulator) : ParityStage(emulator)
{
    private static readonly int[] Ago = [0, 1, 2, 5, 6, 10, 35, 40, 45, 65];

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Dashboard_performance_status_runs_and_data_tests(bool ga4, bool googleAds)
    {
        Build(ga4, googleAds);
        using var engines = OnBoth();
        await engines.RunAsync("acme");

        await AssertSameAnswerAsync(engines, "acme", (pipeline, client) => pipeline.GetDashboardAsync(client, default));
        CampaignPerformanceQuery[] queries =
        [
            new() { From = Day.AddDays(-6), To = Day, CompareTo = Comparison.PreviousPeriod },
            new() { From = Day.AddDays(-60), To = Day, CompareTo = Comparison.PreviousPeriod, GroupBy = [PerformanceDimension.Campaign] },
            new() { From = Day.AddDays(-60), To = Day.AddDays(-1), GroupBy = [PerformanceDimension.Date, PerformanceDimension.ChannelGrouping] },
            new() { GroupBy = [] },
        ];
        foreach (var query in queries)
        {
            await AssertSameAnswerAsync(engines, "acme", (pipeline, client) => pipeline.GetCampaignPerformanceAsync(client, query, default));
        }

        await AssertSameAnswerAsync(engines, "acme", (pipeline, client) => pipeline.GetStatusAsync(client, default));

        // The benches' clock stands still: staging and build began at one moment, and have no order.
        await AssertSameAnswerAsync(engines, "acme", async (pipeline, client) => (await pipeline.GetRunsAsync(client, null, 10, default)).OrderBy(run => run.Command, StringComparer.Ordinal).ToArray());
        await AssertSameAnswerAsync(engines, "acme", (pipeline, client) => pipeline.TestDataAsync(client, default));
    }

    [Fact]
    public async Task Data_tests_find_the_same_faults()
    {
        Build(ga4: true, googleAds: true);
        using var engines = OnBoth();
        await engines.RunAsync("acme");
        foreach (var sql in (string[])
        [
            "UPDATE stg_acme_ga4_events SET event_name = NULL, revenue = 77 WHERE event_date = DATE '2026-06-15' AND event_name = 'purchase'",
            "DELETE FROM stg_acme_google_ads_cost WHERE date = DATE '2026-06-10'",
            "UPDATE int_acme_sessions_enriched SET session_key = 'same', user_pseudo_id = NULL WHERE session_date >= DATE '2026-06-14'",
            "UPDATE mart_acme_campaign_performance SET cost = cost + 1, sessions = 5, channel_grouping = 'Nonsense' WHERE date = DATE '2026-06-12'",
            "DELETE FROM int_acme_conversions_attributed WHERE conversion_date = DATE '2026-06-13'",
        ])
        {
            await engines.ExecuteAsync("acme", sql);
        }

        var findings = await Bench.Pipeline.TestDataAsync(Bench.Find("acme"), default);
        Assert.True(findings.Count(finding => finding is { Passed: false, Severity: FindingSeverity.Error }) > 5);
        await AssertSameAnswerAsync(engines, "acme", (pipeline, client) => pipeline.TestDataAsync(client, default));
    }

    private void Build(bool ga4, bool googleAds)
    {
        Bench.Client("acme", ga4, googleAds, settings: "\"windowDays\": 40");
        if (ga4)
        {
            Bench.Events("acme", [.. Ago.SelectMany(Events)]);
        }

        if (googleAds)
        {
            Bench.GoogleAds("acme", "c.json", [.. Enumerable.Range(1, 70).Select(ago => new AdsRow(Day.AddDays(-ago), 7, 1_000_000 + ago, ago > 20 ? "Old" : "Brand", conversions: 0.5m, value: ago)), new AdsRow(Day.AddDays(-5), 8, 100, "Max", "PERFORMANCE_MAX"), new AdsRow(Day.AddDays(-5), 9, 100, "Dollars", currency: "USD")]);
        }
    }

    private static IEnumerable<Ga4Event> Events(int ago)
    {
        var (date, user) = (Day.AddDays(-ago), $"u{ago % 9}");
        yield return new Ga4Event(date, user: user, session: ago).Collected(ago % 2 == 0 ? "newsletter" : "google", ago % 2 == 0 ? "email" : "cpc", ago % 2 == 0 ? null : "Brand");
        if (ago % 5 == 0)
        {
            yield return new Ga4Event(date, "purchase", user, ago, 2).Purchase(ago % 10 == 0 ? $"T{ago}" : null, 10 + ago, ago == 5 ? "USD" : null);
        }
    }
}
