using Polly;
using Polly.Retry;

namespace MarketingPipeline.Google;

/// <summary>
/// When to ask again: a second or more after the first error, doubling up to 32, spread a little so that many clients do not return
/// at once; where the server says how long to wait, that long, if it is not a matter of hours.
/// </summary>
internal sealed record Retrying(TimeProvider Clock)
{
    /// <summary>The longest delay of the server's that a run waits for where a quota is used up; longer ones end it.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(32);
    private static readonly TimeSpan LongestBackoffOfConsumption = TimeSpan.FromMinutes(5);

    /// <summary>How long one call may take with all its repetitions.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long to try where nothing answers at all: a wrong address or no network, rather than a busy server.</summary>
    public TimeSpan UnreachableDeadline { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long to wait for the server's patience with what was read in a short time.</summary>
    public TimeSpan ConsumptionDeadline { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>How soon what the server does by itself is first asked after; the wait then doubles.</summary>
    public TimeSpan FirstPoll { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>Runs until there is a result, a final error, or no more time.</summary>
    /// <param name="attempt">What is tried.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="waiting">Told what is waited for, and how long.</param>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken cancellation, Action<GoogleException, TimeSpan>? waiting = null)
    {
        var begun = Clock.GetTimestamp();
        var pipeline = new ResiliencePipelineBuilder<T> { TimeProvider = Clock }
            .AddRetry(new RetryStrategyOptions<T>
            {
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = args => ValueTask.FromResult(
                    args.Outcome.Exception is GoogleException { IsRetryable: true } error
                    && Clock.GetElapsedTime(begun) + Wait(args.AttemptNumber, error) <= DeadlineOf(error.Failure)),
                DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(Delay(args.AttemptNumber, (GoogleException)args.Outcome.Exception!)),
                OnRetry = args =>
                {
                    waiting?.Invoke((GoogleException)args.Outcome.Exception!, args.RetryDelay);
                    return default;
                },
            })
            .Build();
        return await pipeline.ExecuteAsync(async token => await attempt(token).ConfigureAwait(false), cancellation).ConfigureAwait(false);
    }

    /// <summary>The wait after the n-th error, counted from 0; never shorter than what was asked for.</summary>
    public TimeSpan Delay(int attempt, GoogleException error) => Wait(attempt, error) * (1 + (Random.Shared.NextDouble() / 4));

    private static TimeSpan Wait(int attempt, GoogleException error)
    {
        var doubled = error.FirstWait * Math.Pow(2, Math.Min(attempt, 10));
        var longest = error.Failure == GoogleFailure.TooMuchAtOnce ? LongestBackoffOfConsumption : LongestBackoff;
        var wait = doubled < longest ? doubled : longest;
        return error.RetryAfter is { } asked && asked > wait ? asked : wait;
    }

    private TimeSpan DeadlineOf(GoogleFailure failure) => failure switch
    {
        GoogleFailure.Unreachable => UnreachableDeadline,
        GoogleFailure.TooMuchAtOnce => ConsumptionDeadline,
        _ => Deadline,
    };
}
