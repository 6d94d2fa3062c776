using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Marts;

/// <summary>definitions.md, mart_&lt;client&gt;_campaign_periods.</summary>
public sealed class CampaignPeriodsTests : IDisposable
{
    private static readonly DateOnly Day = Bench.Yesterday;

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Each_period_ends_with_the_as_of_date_and_is_compared_with_the_one_just_before()
    {
        await AsOfAsync(Day, Days(Day, 75));

        // As of 15 June: 7 of 14 days, 30 of 60, 1 to 15 June against 1 to 15 May.
        Assert.Equal(
            ["last_30d | 30 | 30 | 0 | 0", "last_7d | 7 | 7 | 0 | 0", "month_to_date | 15 | 15 | 0 | 0"],
            await ShowAsync("period, sessions, sessions_prev, sessions_diff, sessions_change"));
    }

    [Fact]
    public async Task On_the_31st_the_month_to_date_is_compared_with_the_whole_of_a_shorter_month()
    {
        var asOf = new DateOnly(2026, 5, 31);
        await AsOfAsync(asOf, Days(asOf, 61));

        Assert.Equal(["31 | 30"], await ShowAsync("sessions, sessions_prev", "period = 'month_to_date'"));
    }

    [Fact]
    public async Task On_the_last_of_February_the_month_to_date_is_compared_with_as_many_days_of_January()
    {
        var asOf = new DateOnly(2026, 2, 28);
        await AsOfAsync(asOf, Days(asOf, 61));

        Assert.Equal(["28 | 28"], await ShowAsync("sessions, sessions_prev", "period = 'month_to_date'"));
    }

    [Fact]
    public async Task Users_are_counted_from_sessions_and_never_added_up()
    {
        var everyDay = Days(Day, 60).ToArray();
        await AsOfAsync(Day, [.. everyDay, new Ga4Event(Day, user: "b").Param("ga_session_number", 1), new Ga4Event(Day.AddDays(-1), user: "b", session: 99), new Ga4Event(Day, "purchase", user: "b", minute: 5).Purchase("T", 1), new Ga4Event(Day.AddDays(-1), "purchase", user: "b", session: 99, minute: 5).Purchase("U", 1)]);

        Assert.Equal(["2 | 1 | 1 | 1 | 9 | 7 | 1 | 0"], await ShowAsync("users, users_prev, users_diff, users_change, sessions, sessions_prev, converting_users, converting_users_prev", "period = 'last_7d'"));
    }

    [Fact]
    public async Task A_group_that_one_period_lacks_has_0_there_and_no_relative_change()
    {
        await AsOfAsync(Day, [.. Days(Day, 60), new Ga4Event(Day, user: "m").Collected("mail", "email", "June"), new Ga4Event(Day.AddDays(-10), user: "s").Collected("bot.example", "referral")]);

        Assert.Equal(
            ["Email | 1 | 0 | 1 | NULL | 0 | 0", "Referral | 0 | 1 | -1 | -1 | 0 | 0"],
            await ShowAsync("channel_grouping, sessions, sessions_prev, sessions_diff, sessions_change, revenue, revenue_prev", "period = 'last_7d' AND channel_grouping <> 'Direct'"));
        Assert.Equal(["NULL | NULL | NULL"], await ShowAsync("cost, clicks, roas", "period = 'last_7d' AND channel_grouping = 'Email'"));
    }

    [Fact]
    public async Task A_period_without_a_staged_date_is_NULL_and_not_0()
    {
        await AsOfAsync(Day, Days(Day, 30));

        Assert.Equal(
            ["last_30d | 30 | NULL | NULL | NULL | NULL", "last_7d | 7 | 7 | 0 | 0 | 1", "month_to_date | 15 | NULL | NULL | NULL | NULL"],
            await ShowAsync("period, sessions, sessions_prev, sessions_diff, sessions_change, users_prev"));
    }

    [Theory]
    [InlineData(3, "30 | 27 | 3")]
    [InlineData(4, "30 | 26 | NULL")]
    public async Task More_than_a_tenth_of_a_period_without_source_leaves_no_difference(int missing, string expected)
    {
        await AsOfAsync(Day, Days(Day, 60).Where(e => e.Date > Day.AddDays(missing - 60)));

        Assert.Equal([expected], await ShowAsync("sessions, sessions_prev, sessions_diff", "period = 'last_30d'"));
    }

    [Fact]
    public async Task One_missing_day_of_seven_is_more_than_a_tenth()
    {
        await AsOfAsync(Day, Days(Day, 60).Where(e => e.Date != Day.AddDays(-3)));

        Assert.Equal(["last_30d | 29 | -1", "last_7d | 6 | NULL"], await ShowAsync("period, sessions, sessions_diff", "period <> 'month_to_date'"));
    }

    [Fact]
    public async Task Ratios_come_from_sums_and_roas_from_rows_that_can_carry_cost()
    {
        _bench
            .Client("acme", googleAds: true)
            .Events("acme", [.. new[] { 0, 1 }.SelectMany(ago => (Ga4Event[])
            [
                new Ga4Event(Day.AddDays(-ago), user: "a", session: ago).LastClick("google", "cpc", "Brand", "7", isGoogleAds: true),
                new Ga4Event(Day.AddDays(-ago), "purchase", "a", ago, minute: 1).Purchase("T" + ago, 10 + (10 * ago)),
            ])])
            .GoogleAds("acme", "c.json", new AdsRow(Day, 7, 4_000_000, "Brand", clicks: 1, impressions: 10), new AdsRow(Day.AddDays(-1), 7, 2_000_000, "Brand", clicks: 3, impressions: 30));

        await _bench.RunAsync("acme");

        Assert.Equal(["30 | 6 | 5 | 1.5 | 0.1 | 3 | 1 | 15"], await ShowAsync("revenue, cost, roas, cpc, ctr, cpa, conversion_rate, aov", "period = 'last_7d'"));
    }

    private static IEnumerable<Ga4Event> Days(DateOnly last, int days) => Enumerable.Range(0, days).Select(ago => new Ga4Event(last.AddDays(-ago), user: "a", session: ago + 1));

    private async Task AsOfAsync(DateOnly asOf, IEnumerable<Ga4Event> events)
    {
        _bench.Client("acme").Events("acme", [.. events]);
        await _bench.RunAsync("acme", asOf);
    }

    private Task<string[]> ShowAsync(string columns, string filter = "TRUE") => _bench.ShowAsync("acme", $"SELECT {columns} FROM mart_acme_campaign_periods WHERE {filter} ORDER BY period, channel_grouping");
}
