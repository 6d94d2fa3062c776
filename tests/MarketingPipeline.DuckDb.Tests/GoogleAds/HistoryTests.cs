using MarketingPipeline.GoogleAds;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.GoogleAds;

/// <summary>Dates of which Google has no figures any more, and the one that is not over where the account is.</summary>
public sealed class HistoryTests : IDisposable
{
    private static readonly DateOnly Day = AccountsBench.Day;

    private readonly AccountsBench _bench = new(restatementDays: 1);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_first_run_reads_what_Google_keeps_of_a_longer_history_and_says_where_it_begins()
    {
        _bench.Accounts.SetDays(Day.AddDays(-59), Day).Oldest = Day.AddDays(-20);

        var result = await _bench.StageAsync();

        Assert.Equal(["21"], await _bench.ShowAsync("SELECT COUNT(*) FROM pipeline_ledger"));
        Assert.Contains("2026-05-26", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Empty((await _bench.StageAsync()).Warnings);
    }

    [Fact]
    public async Task A_full_refresh_keeps_the_dates_that_Google_has_forgotten_and_marks_them()
    {
        _bench.Accounts.SetDays(Day.AddDays(-59), Day);
        await _bench.StageAsync();
        _bench.Accounts.SetDays(Day.AddDays(-59), Day, micros: 2_000_000).Oldest = Day.AddDays(-20);

        await _bench.StageAsync(new() { FullRefresh = true });

        Assert.Equal(["false | 21 | 42000000", "true | 39 | 39000000"], await _bench.ShowAsync("SELECT source_gone, COUNT(*), SUM(source_cost_micros) FROM pipeline_ledger GROUP BY source_gone ORDER BY source_gone"));
        Assert.Equal(["81"], await _bench.ShowAsync("SELECT CAST(SUM(cost) AS DECIMAL(9, 2)) FROM stg_acme_google_ads_cost"));
        var status = Assert.Single(await _bench.Pipeline.GetStatusAsync(_bench.Bench.Find("acme"), default));
        Assert.Equal(39, status.SourceGone.Count);
    }

    [Fact]
    public async Task A_day_that_is_not_over_where_the_account_is_is_provisional_until_it_is()
    {
        _bench.Accounts.SetDays(Day.AddDays(-9), Day).Today = Day.AddDays(-1);
        await _bench.StageAsync();
        await _bench.BuildAsync();

        var status = Assert.Single(await _bench.Pipeline.GetStatusAsync(_bench.Bench.Find("acme"), default));
        Assert.Equal([Day.AddDays(-1), Day], status.Provisional);
        Assert.Equal(["2026-06-13 | true", "2026-06-14 | false", "2026-06-15 | false"], await FinalAsync());

        _bench.Accounts.Today = Day.AddDays(1);
        await _bench.StageAsync(new() { From = Day.AddDays(-1), To = Day });
        await _bench.BuildAsync();

        Assert.Equal(["2026-06-13 | true", "2026-06-14 | true", "2026-06-15 | false"], await FinalAsync());
    }

    [Fact]
    public async Task A_file_that_was_saved_before_its_last_day_was_over_leaves_that_day_provisional()
    {
        using var bench = new Bench().Client("acme", ga4: false, googleAds: true);
        var row = new AdsRow(Day, 7, 5);
        row.Json["customer"]!["timeZone"] = "Pacific/Pago_Pago";
        bench.GoogleAds("acme", "campaign.json", row);
        var file = Path.Combine(bench.Root, "ads", "acme", "campaign.json");

        foreach (var (saved, isOver) in new[] { (Day.AddDays(1).ToDateTime(new(10, 0)), false), (Day.AddDays(1).ToDateTime(new(12, 0)), true) })
        {
            File.SetLastWriteTimeUtc(file, saved);
            var offer = await new GoogleAdsReportFiles(Path.GetDirectoryName(file)!, "1234567890").OfferAsync(Day, Day, default);
            Assert.Equal(isOver ? Day.AddDays(1) : Day, Assert.Single(offer.Coverage).Today);
            await bench.StageAsync("acme");
            Assert.Equal([isOver ? "true" : "false"], await bench.ShowAsync("acme", "SELECT is_daily FROM pipeline_ledger"));
        }
    }

    private Task<string[]> FinalAsync() => _bench.ShowAsync("SELECT date, is_final FROM mart_acme_campaign_performance WHERE date >= DATE '2026-06-13' ORDER BY date");
}
