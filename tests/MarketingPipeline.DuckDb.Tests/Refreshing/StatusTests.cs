using MarketingPipeline.Core.Running;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Refreshing;

/// <summary>What the ledger knows of a client's sources: freshness, what is missing, provisional, final and gone.</summary>
public sealed class StatusTests : IDisposable
{
    private static readonly DateOnly Day = Bench.Yesterday;

    private readonly Bench _bench = new Bench().Client("acme", googleAds: true);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_client_that_has_never_run_has_nothing_and_says_what_will_be_done()
    {
        var status = await ReadAsync();

        Assert.Equal([("ga4", 0, "first load of the whole history"), ("google_ads", 0, "first load of the whole history")], status.Select(entry => (entry.Source, entry.Dates, entry.Next)));
        Assert.All(status, entry => Assert.Equal((null, null, null, 0), (entry.FirstDate, entry.DaysBehind, entry.LoadedAt, entry.FinalDates)));
    }

    [Fact]
    public async Task Dates_are_missing_provisional_final_or_gone()
    {
        _bench.Events("acme", [.. new[] { 10, 9, 5, 4, 2 }.Select(ago => new Ga4Event(Day.AddDays(-ago), minute: 90))]);
        _bench.Write("ga4/acme/events_intraday_20260608.jsonl", new Ga4Event(Day.AddDays(-7)).Json.ToJsonString());
        _bench.GoogleAds("acme", "1.json", [.. Enumerable.Range(0, 32).Select(ago => new AdsRow(Day.AddDays(-ago), 7, 1))]);
        await _bench.StageAsync("acme");
        File.Delete(Path.Combine(_bench.Root, "ga4/acme/events_20260606.jsonl"));
        await _bench.StageAsync("acme");

        var (ga4, ads) = (await ReadAsync()) is [var first, var second] ? (first, second) : default;

        Assert.Equal((Ago(10), Ago(2), 2, 6, 6L), (ga4.FirstDate, ga4.LastDate, ga4.DaysBehind, ga4.Dates, ga4.Rows));
        Assert.Equal([Ago(8), Ago(6), Ago(3)], ga4.Gaps);
        Assert.Equal([Ago(8), Ago(6), Ago(3), Ago(1), Ago(0)], ga4.Missing);
        Assert.Equal([Ago(7), Ago(2)], ga4.Provisional);
        Assert.Equal(4, ga4.FinalDates);
        Assert.Equal([Ago(9)], ga4.SourceGone);
        Assert.Equal(new DateTimeOffset(2026, 6, 13, 11, 30, 0, TimeSpan.Zero), ga4.Watermark);
        Assert.Equal("the days since, the gaps where the source has them, and what changed", ga4.Next);

        Assert.Equal((Ago(31), Ago(0), 0, 32, 30, 2), (ads.FirstDate, ads.LastDate, ads.DaysBehind, ads.Dates, ads.Provisional.Count, ads.FinalDates));
        Assert.Equal((Ago(29), Ago(0)), (ads.Provisional[0], ads.Provisional[^1]));
        Assert.Empty(ads.Missing);
        Assert.Empty(ads.SourceGone);
        Assert.Equal("only what changed", ads.Next);
    }

    private static DateOnly Ago(int days) => Day.AddDays(-days);

    private Task<IReadOnlyList<SourceStatus>> ReadAsync() => _bench.Pipeline.GetStatusAsync(_bench.Find("acme"), default);
}
