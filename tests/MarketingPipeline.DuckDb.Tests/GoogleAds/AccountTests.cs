using MarketingPipeline.Core.Running;

namespace MarketingPipeline.DuckDb.Tests.GoogleAds;

/// <summary>Accounts under a manager come, fall silent, return and go; none takes another's rows with it.</summary>
public sealed class AccountTests : IDisposable
{
    private const string Second = "2000000002";
    private const string ByAccount = "SELECT customer_id, COUNT(*), MIN(date), SUM(cost_micros) FROM stg_acme_google_ads_cost GROUP BY customer_id ORDER BY customer_id";

    private static readonly DateOnly Day = AccountsBench.Day;

    private readonly AccountsBench _bench = new();

    public AccountTests() => _bench.Accounts.SetDays(Day.AddDays(-59), Day).SetDays(Day.AddDays(-59), Day, 2_000_000, "20", Second, "Second");

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_new_accounts_history_is_fetched_and_the_others_rows_are_not_lost()
    {
        await _bench.StageAsync();
        Assert.Equal(["1234567890 | 60 | 2026-04-17 | 60000000"], await _bench.ShowAsync(ByAccount));
        _bench.Accounts.Link(Second);

        var result = await _bench.StageAsync();

        Assert.Equal(60, result.Dates);
        Assert.Equal(["1234567890 | 60 | 2026-04-17 | 60000000", "2000000002 | 60 | 2026-04-17 | 120000000"], await _bench.ShowAsync(ByAccount));
        Assert.Equal(TableStatus.UpToDate, (await _bench.StageAsync()).Status);
        await _bench.AssertAsAFullRefreshAsync();
    }

    [Fact]
    public async Task A_silent_account_keeps_its_rows_with_a_warning_and_is_read_again_when_it_returns()
    {
        _bench.Accounts.Link(Second);
        await _bench.StageAsync();
        _bench.Accounts.Silence(Second);
        _bench.Accounts.Set(Day.AddDays(-1), 1_500_000).Set(Day.AddDays(-2), 2_500_000, "20", account: Second, name: "Second");

        var silent = await _bench.StageAsync();

        Assert.Equal("incremental: 0 new, 1 changed of 30 days; cost restated on 1 date by +0.50 EUR", silent.Message);
        Assert.Equal("Google Ads account 2000000002 (Second shop) does not answer; what is staged of it stays as it is. The account is suspended. Ask its owner.", Assert.Single(silent.Warnings));
        Assert.Equal((3m, 3.5m), Assert.Single(silent.Restatements.Select(entry => (entry.CostBefore, entry.CostAfter))));
        Assert.Equal(["1234567890 | 60 | 2026-04-17 | 60500000", "2000000002 | 60 | 2026-04-17 | 120000000"], await _bench.ShowAsync(ByAccount));
        await AssertReconciledAsync();
        Assert.Equal((TableStatus.UpToDate, 1), await StatusAndWarningsAsync());

        _bench.Accounts.Link(Second);
        var returned = await _bench.StageAsync();

        Assert.Equal("incremental: 0 new, 1 changed of 30 days; cost restated on 1 date by +0.50 EUR", returned.Message);
        Assert.Empty(returned.Warnings);
        await AssertReconciledAsync();
        await _bench.AssertAsAFullRefreshAsync();
    }

    [Fact]
    public async Task A_full_refresh_keeps_a_silent_accounts_rows_too()
    {
        _bench.Accounts.Link(Second);
        await _bench.StageAsync();
        _bench.Accounts.Silence(Second);

        await _bench.StageAsync(new() { FullRefresh = true });

        Assert.Equal(["1234567890 | 60 | 2026-04-17 | 60000000", "2000000002 | 60 | 2026-04-17 | 120000000"], await _bench.ShowAsync(ByAccount));
    }

    [Fact]
    public async Task What_was_read_while_an_account_was_silent_is_read_again_however_old_when_it_returns()
    {
        _bench.Accounts.Link(Second).Silence(Second);
        await _bench.StageAsync(asOf: Day.AddDays(-40));
        _bench.Accounts.Link(Second);

        await _bench.StageAsync();

        Assert.Equal(["1234567890 | 60 | 2026-04-17 | 60000000", "2000000002 | 60 | 2026-04-17 | 120000000"], await _bench.ShowAsync(ByAccount));
    }

    [Fact]
    public async Task An_account_that_is_the_clients_no_longer_leaves_the_window_and_keeps_its_final_dates_until_they_are_read_again()
    {
        _bench.Accounts.Link(Second);
        await _bench.StageAsync();
        _bench.Accounts.Unlink(Second);

        var result = await _bench.StageAsync();

        Assert.Equal(["1234567890 | 60 | 2026-04-17 | 60000000", "2000000002 | 30 | 2026-04-17 | 60000000"], await _bench.ShowAsync(ByAccount));
        Assert.StartsWith("Google Ads account 2000000002 is the client's no longer: its rows of 30 dates, from 2026-05-17 to 2026-06-15, are gone.", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(-60m, result.Restatements.Sum(entry => entry.CostAfter - entry.CostBefore));
        Assert.Equal((TableStatus.UpToDate, 0), await StatusAndWarningsAsync());

        await _bench.StageAsync(new() { FullRefresh = true });
        await _bench.AssertAsAFullRefreshAsync();
    }

    [Fact]
    public async Task Another_customer_id_reads_every_date_again_and_nothing_of_the_old_account_stays()
    {
        await _bench.StageAsync();
        _bench.Settings(customerId: Second);
        _bench.Accounts.Link(Second).Silence(TestAccounts.Main);

        var result = await _bench.StageAsync();

        Assert.Equal((TableStatus.Refreshed, 60), (result.Status, result.Dates));
        Assert.Equal(["2000000002 | 60 | 2026-04-17 | 120000000"], await _bench.ShowAsync(ByAccount));
    }

    [Fact]
    public async Task An_account_without_any_activity_is_known_to_have_answered_and_staging_stays_untouched()
    {
        await _bench.StageAsync();
        await _bench.BuildAsync();
        _bench.Accounts.Link("3000000003");

        Assert.Equal((TableStatus.UpToDate, 0), await StatusAndWarningsAsync());
        Assert.Equal(["customers/1234567890, customers/3000000003 | 60"], await _bench.ShowAsync("SELECT source_table, COUNT(*) FROM pipeline_ledger GROUP BY ALL"));
        Assert.All(await _bench.BuildAsync(), table => Assert.Equal(TableStatus.UpToDate, table.Status));
        await _bench.StageAsync();
        Assert.Equal(["05-17 to 06-15"], _bench.Accounts.Read);
    }

    private async Task<(TableStatus Status, int Warnings)> StatusAndWarningsAsync()
    {
        var result = await _bench.StageAsync();
        return (result.Status, result.Warnings.Count);
    }

    private async Task AssertReconciledAsync() =>
        Assert.Empty(await _bench.ShowAsync("SELECT date, source_cost_micros FROM pipeline_ledger AS ledger WHERE source_cost_micros <> (SELECT SUM(cost_micros) FROM stg_acme_google_ads_cost AS cost WHERE cost.date = ledger.date)"));
}
