using MarketingPipeline.Core;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.GoogleAdsEmulator.Faults;
using MarketingPipeline.GoogleAdsEmulator.Rest;

namespace MarketingPipeline.GoogleAds.Tests.Api;

public sealed class TryingAgainTests : ApiStage
{
    public static TheoryData<string> Passing => new(Faults.Keys);

    private static readonly Dictionary<string, Fault> Faults = new()
    {
        ["an internal error"] = Fault.InternalError,
        ["a transient error"] = Fault.TransientError,
        ["a deadline"] = Fault.DeadlineExceeded,
        ["503"] = Fault.Unavailable,
        ["a proxy's 502 page"] = Fault.Html(502),
        ["a lost connection"] = Fault.Drop,
        ["an error after batches"] = Fault.ErrorAfterBatches(2, Fault.TransientError),
        ["a quota in the middle"] = Fault.ErrorAfterBatches(2, Fault.TemporarilyExhausted),
        ["a cut before the first batch"] = Fault.Cut(0),
        ["a cut between batches"] = Fault.Cut(3),
        ["a cut between rows"] = Fault.Cut(2, rows: 4),
        ["a cut in a row"] = Fault.Cut(2, rows: 3, inRow: true),
        ["too many requests"] = Fault.TemporarilyExhausted,
        ["too much read at once"] = Fault.ShortTermConsumption,
        ["a short daily quota"] = Fault.QuotaSpent(TimeSpan.FromSeconds(90)),
        ["an expired token"] = Fault.TokenExpired,
        ["a bare 401"] = Fault.BareUnauthenticated,
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task What_passes_is_asked_again_and_each_row_comes_once(string fault)
    {
        Google.RowsPerBatch = 9;
        var expected = await ReadAsync(Reports());
        Google.Faults.Add(Faults[fault], report: "campaign", nth: 1).Add(Faults[fault], report: "ad_group", nth: 1);
        Google.Log.Clear();

        Assert.Equal(expected, await ReadAsync(Reports()));
        Assert.Equal((2, 2), (Google.Log.Count(report: "campaign"), Google.Log.Count(report: "ad_group")));
    }

    [Fact]
    public async Task A_page_that_fails_is_asked_again_alone()
    {
        Google.RowsPerPage = 20;
        var reports = Settings() with { Method = GoogleAdsMethod.Search };
        var expected = await ReadAsync(Reports(reports));
        Google.Log.Clear();
        Google.Faults.Add(Fault.Cut(0, rows: 7, inRow: true), method: "search", report: "campaign", nth: 2).Add(Fault.Unavailable, method: "search", report: "ad_group", nth: 2);

        Assert.Equal(expected, await ReadAsync(Reports(reports)));
        Assert.Equal((3 + 1, 2 + 1), (Google.Log.Count(report: "campaign"), Google.Log.Count(report: "ad_group")));
    }

    [Fact]
    public async Task An_expired_page_token_begins_the_report_again()
    {
        Google.RowsPerPage = 20;
        var reports = Settings() with { Method = GoogleAdsMethod.Search };
        var expected = await ReadAsync(Reports(reports));
        Google.Faults.Add(Fault.ExpiredPageToken, report: "campaign", nth: 3);

        Assert.Equal(expected, await ReadAsync(Reports(reports)));
    }

    [Fact]
    public async Task A_page_token_that_always_expires_is_an_error_after_a_few_times()
    {
        Google.RowsPerPage = 20;
        Google.Faults.Add(Fault.ExpiredPageToken, when: request => request.HasPageToken);
        var error = await RefusedAsync(Reports(Settings() with { Method = GoogleAdsMethod.Search }));

        Assert.Contains("EXPIRED_PAGE_TOKEN", error.Message, StringComparison.Ordinal);
        Assert.Equal(8, Google.Log.Count(report: "campaign"));
    }

    [Fact]
    public async Task A_report_that_is_too_large_is_asked_for_in_halves()
    {
        var expected = await ReadAsync(Reports());
        Google.Faults.Add(Fault.TooLargeBeyond(days: 4), report: "campaign");
        var rows = await ReadAsync(Reports());

        Assert.Equal(expected.ToHashSet(), rows.ToHashSet());
        Assert.Equal(expected.Count, rows.Count);
        Assert.Equal(rows.Where(row => row.Grain == ReportGrain.Campaign).OrderBy(row => row.Date), rows.Where(row => row.Grain == ReportGrain.Campaign));
    }

    [Fact]
    public async Task A_day_that_is_too_large_cannot_be_halved()
    {
        Google.Faults.Add(Fault.ResponseTooLarge, report: "ad_group");
        var error = await RefusedAsync(Reports());

        Assert.Equal(PipelineErrorKind.SourceRefused, error.Kind);
        Assert.Contains("RESPONSE_SIZE_LIMIT_EXCEEDED", error.Message, StringComparison.Ordinal);
        Assert.Contains("googleAds.method", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waits_double_up_to_half_a_minute_and_end()
    {
        Google.Faults.Add(Fault.Unavailable, report: "campaign");
        var error = await RefusedAsync(Reports());
        var waits = Clock.Waits;

        Assert.Equal(PipelineErrorKind.SourceUnavailable, error.Kind);
        Assert.Equal([1, 2, 4, 8, 16, 32, 32], waits.Take(7).Select(PowerOfTwo));
        Assert.All(waits, wait => Assert.True(wait <= TimeSpan.FromSeconds(40), $"{wait}"));
        Assert.InRange(waits.Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait), TimeSpan.FromMinutes(8), TimeSpan.FromMinutes(13));

        // What a wait is without the up to a quarter that spreads it.
        static int PowerOfTwo(TimeSpan wait) => 1 << (int)Math.Floor(Math.Log2(wait.TotalSeconds));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_given_up_after_a_minute()
    {
        await Google.DisposeAsync();
        var error = await RefusedAsync(Reports());

        Assert.Equal(PipelineErrorKind.SourceUnavailable, error.Kind);
        Assert.InRange(Clock.Waits.Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait), TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(80));
    }

    [Fact]
    public async Task A_stream_that_stops_without_ending_is_asked_again()
    {
        Google.RowsPerBatch = 9;
        var never = new TaskCompletionSource();
        Google.Faults.Add(Fault.Hold(never.Task, batches: 2), report: "campaign", nth: 1);
        var api = new GoogleAdsApi(Root, null, Clock) { Variables = name => Variables.GetValueOrDefault(name), Patience = TimeSpan.FromMilliseconds(300) };

        Assert.Equal(90, (await ReadAsync(api.Reports(Settings()))).Count);
        Assert.Equal(2, Google.Log.Count(report: "campaign"));
    }

    [Fact]
    public async Task Cancelling_ends_it_at_once()
    {
        using var cancellation = new CancellationTokenSource();
        Google.Faults.Add(Fault.Hold(new TaskCompletionSource().Task), report: "ad_group");
        var rows = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var row in Reports().ReadAsync(First, Last, null, cancellation.Token))
            {
                if (++rows == 60)
                {
                    cancellation.CancelAfter(TimeSpan.FromMilliseconds(50));
                }
            }
        });
        Assert.Equal(60, rows);
    }

    [Fact]
    public async Task An_error_without_Googles_details_passes_by_its_status()
    {
        Google.Faults.Add(Fault.Answer(new ApiError("quotaError", "RESOURCE_EXHAUSTED") { IsBare = true }), report: "campaign", times: 2);

        Assert.Equal(90, (await ReadAsync(Reports())).Count);
    }
}
