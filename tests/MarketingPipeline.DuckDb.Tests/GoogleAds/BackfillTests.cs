using MarketingPipeline.Core.Running;

namespace MarketingPipeline.DuckDb.Tests.GoogleAds;

/// <summary>A long history is read in pieces; what interrupts it leaves whole pieces, and the next run reads the rest.</summary>
public sealed class BackfillTests : IDisposable
{
    private static readonly DateOnly Day = AccountsBench.Day;

    private readonly AccountsBench _bench = new(historyDays: 90);

    public BackfillTests() => _bench.Accounts.SetDays(Day.AddDays(-89), Day);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task The_pieces_are_contiguous_at_most_a_month_oldest_first_and_progress_says_how_far_they_are()
    {
        var progress = new Said();

        await _bench.StageAsync(progress: progress);

        Assert.Equal(["03-18 to 03-24", "03-25 to 04-24", "04-25 to 05-25", "05-26 to 06-15"], _bench.Accounts.Read);
        Assert.Contains("stg_acme_google_ads_cost 2026-03-25 to 2026-04-24, days 8 to 38 of 90", progress.Activities);
        Assert.Contains("stg_acme_google_ads_cost 2026-03-25 to 2026-04-24, days 8 to 38 of 90: waiting a moment", progress.Activities);
        Assert.Equal(progress.Percents.Order(), progress.Percents);
    }

    [Fact]
    public async Task A_stream_that_throws_keeps_the_pieces_before_it_and_the_next_run_reads_what_is_missing()
    {
        _bench.Accounts.BeforeRow = (from, given) =>
        {
            if (from == new DateOnly(2026, 4, 25) && given == 5)
            {
                throw new IOException("The connection was closed.");
            }
        };

        await Assert.ThrowsAsync<IOException>(() => _bench.StageAsync());

        Assert.Equal(["2026-03-18 | 2026-04-24 | 38 | 38"], await _bench.ShowAsync("SELECT MIN(date), MAX(date), COUNT(*), (SELECT COUNT(*) FROM stg_acme_google_ads_cost) FROM pipeline_ledger"));
        Assert.Equal(["first_as_of | 2026-06-15"], await _bench.ShowAsync("SELECT key, value FROM pipeline_state"));
        var failed = (await _bench.Pipeline.GetRunsAsync(_bench.Bench.Find("acme"), null, 1, default)).Single();
        Assert.Equal(("failed", "first load: 38 days; ended after 38 of 90 days, the next run reads the others"), (failed.Status, failed.Tables.Single().Message));

        _bench.Accounts.BeforeRow = null;
        await _bench.StageAsync();

        Assert.Equal(["04-25 to 05-25", "05-26 to 06-15"], _bench.Accounts.Read);
        await _bench.AssertAsAFullRefreshAsync();
    }

    [Fact]
    public async Task A_cancelled_piece_is_not_there_and_the_ones_before_it_are()
    {
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.StageAsync(progress: new Cancelling(stop, "days 8 to 38 of 90"), cancellation: stop.Token));

        Assert.Equal(["7 | 7"], await _bench.ShowAsync("SELECT COUNT(*), (SELECT COUNT(*) FROM stg_acme_google_ads_cost) FROM pipeline_ledger"));
        Assert.Equal("cancelled", (await _bench.Pipeline.GetRunsAsync(_bench.Bench.Find("acme"), null, 1, default)).Single().Status);
        await _bench.StageAsync();
        await _bench.AssertAsAFullRefreshAsync();
    }

    [Fact]
    public async Task A_stream_that_throws_while_dates_are_read_again_leaves_them_as_they_were()
    {
        await _bench.StageAsync();
        var before = await _bench.ContentsAsync();
        _bench.Accounts.SetDays(Day.AddDays(-10), Day, 5);
        _bench.Accounts.BeforeRow = (_, given) =>
        {
            if (given == 29)
            {
                throw new IOException("The connection was closed.");
            }
        };

        await Assert.ThrowsAsync<IOException>(() => _bench.StageAsync());
        Assert.Equal(before, await _bench.ContentsAsync());

        _bench.Accounts.BeforeRow = null;
        Assert.Equal(11, (await _bench.StageAsync()).Dates);
        await _bench.AssertAsAFullRefreshAsync();
    }

    [Fact]
    public async Task An_account_with_many_rows_a_day_is_read_in_shorter_pieces()
    {
        for (var date = Day.AddDays(-2); date <= Day; date = date.AddDays(1))
        {
            for (var campaign = 0; campaign < 20_000; campaign++)
            {
                _bench.Accounts.Set(date, 1, campaign.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        await _bench.StageAsync();
        await _bench.StageAsync();

        Assert.Equal(10, _bench.Accounts.Read.Count);
        Assert.Equal("05-17 to 05-19", _bench.Accounts.Read[0]);
    }

    private sealed class Said : IProgress<RunProgress>
    {
        public List<string> Activities { get; } = [];

        public List<int> Percents { get; } = [];

        public void Report(RunProgress value)
        {
            Activities.Add(value.Activity);
            Percents.Add(value.Percent);
        }
    }

    /// <summary>Cancels as soon as the run says that it has come to something.</summary>
    private sealed class Cancelling(CancellationTokenSource stop, string at) : IProgress<RunProgress>
    {
        public void Report(RunProgress value)
        {
            if (value.Activity.EndsWith(at, StringComparison.Ordinal))
            {
                stop.Cancel();
            }
        }
    }
}
