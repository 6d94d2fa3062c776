using Polly;
using Polly.Retry;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>
/// When to try again, after BigQuery's service agreement: a second or more after the first error, doubling up to 32 seconds,
/// spread a little so that many clients do not return at once.
/// </summary>
internal sealed record Retrying(TimeProvider Clock)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(32);

    /// <summary>How long one call may take with all its repetitions.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long to try where nothing answers at all: a wrong address or no network, rather than a busy server.</summary>
    public TimeSpan UnreachableDeadline { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often a job that the server failed is run again as a new one.</summary>
    public int JobRestarts { get; init; } = 3;

    /// <summary>How soon a job is first asked whether it is done; the wait then doubles.</summary>
    public TimeSpan FirstPoll { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>Runs until there is a result, a final error, or no more time.</summary>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken cancellation)
    {
        var begun = Clock.GetTimestamp();
        var pipeline = new ResiliencePipelineBuilder<T> { TimeProvider = Clock }
            .AddRetry(new RetryStrategyOptions<T>
            {
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = args => ValueTask.FromResult(
                    args.Outcome.Exception is BigQueryException { IsRetryable: true } error
                    && Clock.GetElapsedTime(begun) + Backoff(args.AttemptNumber) <= DeadlineOf(error)),
                DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(Delay(args.AttemptNumber, args.Outcome.Exception as BigQueryException)),
            })
            .Build();
        return await pipeline.ExecuteAsync(async token => await attempt(token).ConfigureAwait(false), cancellation).ConfigureAwait(false);
    }

    /// <summary>The wait after the n-th error, counted from 0.</summary>
    public TimeSpan Delay(int attempt, BigQueryException? error)
    {
        var delay = Backoff(attempt) * (1 + (Random.Shared.NextDouble() / 4));
        return error?.RetryAfter is { } asked && asked > delay && asked <= Deadline ? asked : delay;
    }

    private static TimeSpan Backoff(int attempt) => attempt < 5 ? FirstDelay * (1 << attempt) : LongestDelay;

    private TimeSpan DeadlineOf(BigQueryException error) =>
        error.InnerException is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError }
            ? UnreachableDeadline
            : Deadline;
}
