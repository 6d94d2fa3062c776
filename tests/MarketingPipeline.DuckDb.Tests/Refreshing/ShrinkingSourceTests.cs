using MarketingPipeline.Core.Running;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Refreshing;

/// <summary>A source that has less than it had: the dates that it still has are what it says now.</summary>
public sealed class ShrinkingSourceTests : IDisposable
{
    private static readonly DateOnly Day = Bench.Yesterday;

    private readonly Bench _bench = new Bench().Client("acme", googleAds: true);

    public ShrinkingSourceTests() => _bench
        .Events("acme", Visit(2, "a"), Visit(2, "b"), Visit(2, "c"), Visit(1, "a"))
        .Write("ga4/acme/events_20260615-000.jsonl", Visit(0, "a").Json.ToJsonString())
        .Write("ga4/acme/events_20260615-001.jsonl", Visit(0, "b").Json.ToJsonString())
        .GoogleAds("acme", "1.json", Cost(2, 7), Cost(2, 8), Cost(1, 7), Cost(0, 7));

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_day_with_fewer_rows_has_those()
    {
        await _bench.RunAsync("acme");
        _bench.Events("acme", Visit(2, "b"));

        Assert.Equal("incremental: 0 new, 1 changed of 3 days; events restated on 1 date by -2", (await _bench.StageAsync("acme"))[0].Message);
        await _bench.BuildAsync("acme");

        Assert.Equal(["1 | 1"], await _bench.ShowAsync("acme", "SELECT COUNT(*), (SELECT staged_rows FROM pipeline_ledger WHERE source = 'ga4' AND date = DATE '2026-06-13') FROM stg_acme_ga4_events WHERE event_date = DATE '2026-06-13'"));
        await _bench.AssertAsAFullRefreshAsync("acme");
    }

    [Fact]
    public async Task A_day_with_fewer_files_has_those()
    {
        await _bench.RunAsync("acme");
        File.Delete(Path.Combine(_bench.Root, "ga4/acme/events_20260615-001.jsonl"));

        var result = (await _bench.StageAsync("acme"))[0];
        await _bench.BuildAsync("acme");

        Assert.Equal((TableStatus.Refreshed, 1), (result.Status, result.Dates!.Value));
        Assert.Empty(result.Warnings);
        Assert.Equal(["a"], await _bench.ShowAsync("acme", "SELECT user_pseudo_id FROM stg_acme_ga4_events WHERE event_date = DATE '2026-06-15'"));
        await _bench.AssertAsAFullRefreshAsync("acme");
    }

    [Fact]
    public async Task A_report_with_fewer_campaigns_has_those()
    {
        await _bench.RunAsync("acme");
        _bench.GoogleAds("acme", "1.json", Cost(2, 8), Cost(1, 7), Cost(0, 7));

        Assert.Equal((TableStatus.Refreshed, 1), (await _bench.StageAsync("acme")) is [_, var ads] ? (ads.Status, ads.Dates!.Value) : default);
        await _bench.BuildAsync("acme");

        Assert.Equal(["8"], await _bench.ShowAsync("acme", "SELECT campaign_id FROM stg_acme_google_ads_cost WHERE date = DATE '2026-06-13'"));
        await _bench.AssertAsAFullRefreshAsync("acme");
    }

    private static Ga4Event Visit(int ago, string user) => new(Day.AddDays(-ago), user: user, session: ago + 1);

    private static AdsRow Cost(int ago, long campaign) => new(Day.AddDays(-ago), campaign, 1_000_000);
}
