using MarketingPipeline.Core.Running;

namespace MarketingPipeline.DuckDb.Tests.GoogleAds;

/// <summary>What Google changes within the restatement window is followed and journaled; what is older is final.</summary>
public sealed class RestatementTests : IDisposable
{
    private static readonly DateOnly Day = AccountsBench.Day;

    private readonly AccountsBench _bench = new();

    public RestatementTests() => _bench.Accounts.SetDays(Day.AddDays(-59), Day);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_run_where_Google_reports_nothing_new_touches_nothing_and_the_marts_stay()
    {
        var first = await _bench.StageAsync();
        await _bench.BuildAsync();
        var before = await _bench.ContentsAsync();
        var loaded = await _bench.ShowAsync("SELECT MIN(loaded_at), MAX(loaded_at), COUNT(DISTINCT run_id) FROM pipeline_ledger");

        var second = await _bench.StageAsync();

        Assert.Equal((TableStatus.Refreshed, "first load: 60 days", 60L), (first.Status, first.Message, first.Rows));
        Assert.Equal((TableStatus.UpToDate, "nothing new in 30 days", 0L), (second.Status, second.Message, second.Rows));
        Assert.Equal(["05-17 to 06-15"], _bench.Accounts.Read);
        Assert.All(await _bench.BuildAsync(), result => Assert.Equal(TableStatus.UpToDate, result.Status));
        Assert.Equal(before, await _bench.ContentsAsync());
        Assert.Equal(loaded, await _bench.ShowAsync("SELECT MIN(loaded_at), MAX(loaded_at), COUNT(DISTINCT run_id) FROM pipeline_ledger"));
    }

    [Fact]
    public async Task Conversions_and_cost_that_move_up_or_down_replace_their_dates_and_are_journaled_with_before_and_after()
    {
        _bench.Accounts.Set(Day.AddDays(-1), 1_000_000, conversions: 2).Set(Day.AddDays(-2), 1_000_000, conversions: 1.5m);
        await _bench.StageAsync();
        _bench.Accounts.Set(Day.AddDays(-1), 1_000_000, conversions: 3.25m).Set(Day.AddDays(-2), 900_000, conversions: 1, clicks: 4).Set(Day.AddDays(-3), 1_100_005);

        var result = await _bench.StageAsync();

        Assert.Equal("incremental: 0 new, 3 changed of 30 days; cost restated on 2 dates by +0.000005 EUR, conversions restated on 2 dates by +0.75, conversions value restated on 2 dates by +15.00 EUR", result.Message);
        Assert.Equal(
            [
                new Restatement { Date = Day.AddDays(-3), Currency = "EUR", CostBefore = 1, CostAfter = 1.100005m, ClicksBefore = 1, ClicksAfter = 1 },
                new Restatement { Date = Day.AddDays(-2), Currency = "EUR", CostBefore = 1, CostAfter = 0.9m, ConversionsBefore = 1.5m, ConversionsAfter = 1, ConversionsValueBefore = 30, ConversionsValueAfter = 20, ClicksBefore = 1, ClicksAfter = 4 },
                new Restatement { Date = Day.AddDays(-1), Currency = "EUR", CostBefore = 1, CostAfter = 1, ConversionsBefore = 2, ConversionsAfter = 3.25m, ConversionsValueBefore = 40, ConversionsValueAfter = 65, ClicksBefore = 1, ClicksAfter = 1 },
            ],
            result.Restatements);
        Assert.Equal(["1100005 | 0", "900000 | 1", "1000000 | 3.25"], await _bench.ShowAsync("SELECT cost_micros, conversions FROM stg_acme_google_ads_cost WHERE date BETWEEN DATE '2026-06-12' AND DATE '2026-06-14' ORDER BY date"));
        var journaled = (await _bench.Pipeline.GetRunsAsync(_bench.Bench.Find("acme"), result.RunId, 1, default)).Single().Tables.Single();
        Assert.Equal(result.Restatements, journaled.Restatements);
        await _bench.AssertAsAFullRefreshAsync();
    }

    [Fact]
    public async Task A_value_that_moves_alone_moves_the_return_on_cost_and_is_journaled()
    {
        _bench.Accounts.Set(Day, 1_000_000, conversions: 2, value: 44);
        await _bench.StageAsync();
        _bench.Accounts.Set(Day, 1_000_000, conversions: 2, value: 45.30m);

        var result = await _bench.StageAsync();

        Assert.EndsWith("; conversions value restated on 1 date by +1.30 EUR", result.Message, StringComparison.Ordinal);
        var restatement = Assert.Single(result.Restatements);
        Assert.Equal((44m, 45.3m), (restatement.ConversionsValueBefore, restatement.ConversionsValueAfter));
    }

    [Fact]
    public async Task What_changes_before_the_window_waits_for_a_range_or_a_full_refresh()
    {
        await _bench.StageAsync();
        _bench.Accounts.Set(Day.AddDays(-30), 5).Set(Day.AddDays(-40), 7);

        Assert.Equal(TableStatus.UpToDate, (await _bench.StageAsync()).Status);

        var range = await _bench.StageAsync(new() { From = Day.AddDays(-30), To = Day.AddDays(-30) });
        Assert.Equal(["05-16 to 06-15"], _bench.Accounts.Read);
        Assert.Equal("incremental: 0 new, 1 changed of 31 days; cost restated on 1 date by -0.999995 EUR", range.Message);
        Assert.Equal(["1000000"], await _bench.ShowAsync("SELECT cost_micros FROM stg_acme_google_ads_cost WHERE date = DATE '2026-05-06'"));

        var full = await _bench.StageAsync(new() { FullRefresh = true });
        Assert.Equal("full refresh: 60 days; cost restated on 1 date by -0.999993 EUR", full.Message);
        await _bench.AssertAsAFullRefreshAsync();
    }

    [Theory]
    [InlineData(1, "06-15 to 06-15")]
    [InlineData(90, "03-18 to 04-17, 04-18 to 05-18, 05-19 to 06-15")]
    public async Task The_window_is_as_long_as_the_setting_says(int days, string read)
    {
        _bench.Settings(historyDays: 120, restatementDays: days);
        _bench.Accounts.SetDays(Day.AddDays(-119), Day);
        await _bench.StageAsync();

        await _bench.StageAsync();

        Assert.Equal(read, string.Join(", ", _bench.Accounts.Read));
    }

    [Fact]
    public async Task A_day_that_vanishes_loses_its_rows_within_the_window_and_keeps_them_before_it()
    {
        await _bench.StageAsync();
        _bench.Accounts.Remove(Day.AddDays(-2));
        _bench.Accounts.Remove(Day.AddDays(-45));

        var result = await _bench.StageAsync();

        Assert.Equal(new Restatement { Date = Day.AddDays(-2), Currency = "EUR", CostBefore = 1, ClicksBefore = 1 }, Assert.Single(result.Restatements));
        Assert.Equal(["2026-05-01 | 1 | 1", "2026-06-13 | 0 | 0"], await _bench.ShowAsync("SELECT ledger.date, staged_rows, (SELECT COUNT(*) FROM stg_acme_google_ads_cost AS cost WHERE cost.date = ledger.date) FROM pipeline_ledger AS ledger WHERE ledger.date IN (DATE '2026-05-01', DATE '2026-06-13') ORDER BY 1"));
        Assert.Equal(TableStatus.UpToDate, (await _bench.StageAsync()).Status);

        await _bench.StageAsync(new() { From = Day.AddDays(-45), To = Day.AddDays(-45) });
        Assert.Equal(["58"], await _bench.ShowAsync("SELECT COUNT(*) FROM stg_acme_google_ads_cost"));
        await _bench.AssertAsAFullRefreshAsync();
    }

    [Fact]
    public async Task A_renamed_campaign_shows_its_new_name_on_final_dates_too_and_no_figure_is_restated()
    {
        _bench.Accounts.SetDays(Day.AddDays(-59), Day.AddDays(-50), campaign: "8", name: "Ended");
        await _bench.StageAsync();
        _bench.Accounts.Change(row => row.CampaignId == "7" ? row with { CampaignName = "Brand 2026" } : row);

        var result = await _bench.StageAsync();

        Assert.Equal("incremental: 0 new, 30 changed of 30 days", result.Message);
        Assert.Empty(result.Restatements);
        Assert.Equal(["7 | Brand 2026 | 60", "8 | Ended | 10"], await _bench.ShowAsync("SELECT campaign_id, campaign_name, COUNT(*) FROM stg_acme_google_ads_cost GROUP BY ALL ORDER BY ALL"));
    }

    [Fact]
    public async Task An_account_that_changes_its_currency_keeps_the_old_one_on_final_dates_and_neither_is_added_to_the_other()
    {
        await _bench.StageAsync();
        _bench.Accounts.Change(row => row with { Currency = "THB", CostMicros = 40 * row.CostMicros });

        var result = await _bench.StageAsync();
        await _bench.BuildAsync();

        Assert.Equal(["EUR | 2026-04-17 | 2026-05-16 | 30", "THB | 2026-05-17 | 2026-06-15 | 1200"], await _bench.ShowAsync("SELECT currency, MIN(date), MAX(date), SUM(cost) FROM stg_acme_google_ads_cost GROUP BY currency ORDER BY currency"));
        Assert.Equal(["EUR | 30", "THB | 1200"], await _bench.ShowAsync("SELECT currency, SUM(cost) FROM mart_acme_campaign_performance WHERE cost <> 0 GROUP BY currency ORDER BY currency"));
        Assert.EndsWith("cost restated on 30 dates by -30.00 EUR and +1200.00 THB", result.Message, StringComparison.Ordinal);
        var findings = await _bench.Pipeline.TestDataAsync(_bench.Bench.Find("acme"), default);
        Assert.Contains("Cost in THB: 1200", Assert.Single(findings, finding => finding.Check == "other_currencies" && finding.Target == "stg_acme_google_ads_cost").Message, StringComparison.Ordinal);
        Assert.All(findings.Where(finding => finding.Check.StartsWith("reconcile", StringComparison.Ordinal)), finding => Assert.True(finding.Passed, finding.Message));
    }

    [Fact]
    public async Task A_new_day_is_read_with_the_window_and_incremental_runs_end_as_one_full_refresh()
    {
        for (var ago = 40; ago >= 0; ago -= 8)
        {
            _bench.Accounts.Set(Day.AddDays(-ago - 5), 1_000_000 + ago, conversions: ago / 4m);
            await _bench.StageAsync(asOf: Day.AddDays(-ago));
        }

        // The first run was as of 40 days ago, and fixed the history then.
        Assert.Equal("2026-03-08 | 2026-06-15", (await _bench.ShowAsync("SELECT MIN(date), MAX(date) FROM pipeline_ledger")).Single());
        Assert.Equal(await _bench.ShowAsync(Rows), await FullAsync());
    }

    [Fact]
    public async Task Ad_groups_and_residual_are_the_campaign_report_on_every_date_and_a_campaign_that_it_lacks_is_counted()
    {
        _bench.Accounts
            .Set(Day, 1_000_000, "9", clicks: 9).Set(Day, 600_000, "9", "91", clicks: 5).Set(Day, 300_000, "9", "92", clicks: 3)
            .Set(Day.AddDays(-1), 500_000, "9", clicks: 2).Set(Day.AddDays(-1), 500_000, "9", "91", clicks: 2)
            .Set(Day.AddDays(-2), 400_000, "8", "81", clicks: 2);
        await _bench.StageAsync();
        await _bench.BuildAsync();

        Assert.Equal(
            ["2026-06-13 | 8 | 81 | ad_group | 400000 | 2", "2026-06-14 | 9 | 91 | ad_group | 500000 | 2", "2026-06-15 | 9 | 91 | ad_group | 600000 | 5", "2026-06-15 | 9 | 92 | ad_group | 300000 | 3", "2026-06-15 | 9 | NULL | campaign_residual | 100000 | 1"],
            await _bench.ShowAsync("SELECT date, campaign_id, ad_group_id, row_kind, cost_micros, clicks FROM stg_acme_google_ads_cost WHERE campaign_id <> '7' ORDER BY 1, 2, 3 NULLS LAST"));
        Assert.Equal(["1900000 | 13"], await _bench.ShowAsync("SELECT SUM(cost_micros), SUM(clicks) FROM stg_acme_google_ads_cost WHERE campaign_id <> '7'"));
        Assert.Equal(1, Assert.Single(await _bench.Pipeline.TestDataAsync(_bench.Bench.Find("acme"), default), finding => finding.Check == "no_campaign_row").Rows);
    }

    [Fact]
    public async Task A_plan_reads_no_report_and_says_which_days_a_run_would_read()
    {
        var first = await _bench.PlanAsync();
        Assert.Equal((TableStatus.Planned, "would read 60 days, 60 of them new"), (first.Status, first.Message));
        await _bench.StageAsync();
        var next = await _bench.PlanAsync(new() { From = Day.AddDays(-40), To = Day.AddDays(-39) });

        Assert.Equal((TableStatus.Planned, "would read 32 days, 0 of them new", 32, Day.AddDays(-40)), (next.Status, next.Message, next.Dates, next.From));
        Assert.Empty(_bench.Accounts.Read);
    }

    private const string Rows = "SELECT COLUMNS(c -> c <> 'loaded_at') FROM stg_acme_google_ads_cost ORDER BY date, campaign_id";

    private async Task<string[]> FullAsync()
    {
        await _bench.StageAsync(new() { FullRefresh = true });
        return await _bench.ShowAsync(Rows);
    }
}
