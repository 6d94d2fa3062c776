using System.Globalization;
using Polly;
using Polly.Retry;

namespace MarketingPipeline.GoogleAds.Api;

/// <summary>
/// When to ask again: a second after the first error, doubling up to 32, spread a little so that many clients do not return
/// at once; where Google says how long to wait, that long, if it is not a matter of hours.
/// </summary>
internal sealed record ApiRetrying(TimeProvider Clock)
{
    /// <summary>The longest delay of Google's that a run waits for; longer ones end it.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(32);
    private static readonly TimeSpan LongestBackoffOfConsumption = TimeSpan.FromMinutes(5);

    /// <summary>How long one request may take with all its repetitions, beside what Google itself asks to wait.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long to try where nothing answers at all.</summary>
    public TimeSpan UnreachableDeadline { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long to wait for Google's patience with what was read in a short time.</summary>
    public TimeSpan ConsumptionDeadline { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>Runs until there is a result, a final error, or no more time.</summary>
    /// <param name="attempt">What is tried.</param>
    /// <param name="waiting">Told what is waited for.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> attempt, IProgress<string>? waiting, CancellationToken cancellation)
    {
        var begun = Clock.GetTimestamp();
        var pipeline = new ResiliencePipelineBuilder<T> { TimeProvider = Clock }
            .AddRetry(new RetryStrategyOptions<T>
            {
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = args => ValueTask.FromResult(
                    args.Outcome.Exception is ApiException error
                    && DeadlineOf(error.Problem) is { } deadline
                    && Clock.GetElapsedTime(begun) + Delay(args.AttemptNumber, error) <= deadline),
                DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(Spread(Delay(args.AttemptNumber, (ApiException)args.Outcome.Exception!))),
                OnRetry = args =>
                {
                    waiting?.Report(Sentence((ApiException)args.Outcome.Exception!, args.RetryDelay));
                    return default;
                },
            })
            .Build();
        return await pipeline.ExecuteAsync(async token => await attempt(token).ConfigureAwait(false), cancellation).ConfigureAwait(false);
    }

    private static TimeSpan Delay(int attempt, ApiException error)
    {
        var delay = error.Problem switch
        {
            ApiProblem.TooMuchAtOnce => Doubled(TimeSpan.FromMinutes(1), attempt, LongestBackoffOfConsumption),
            ApiProblem.Busy => Doubled(TimeSpan.FromSeconds(5), attempt, LongestBackoff),
            _ => Doubled(TimeSpan.FromSeconds(1), attempt, LongestBackoff),
        };
        return error.RetryAfter is { } asked && asked > delay ? asked : delay;
    }

    private static TimeSpan Doubled(TimeSpan first, int attempt, TimeSpan longest)
    {
        var delay = first * Math.Pow(2, Math.Min(attempt, 10));
        return delay < longest ? delay : longest;
    }

    // Never shorter than what was asked for.
    private static TimeSpan Spread(TimeSpan delay) => delay * (1 + (Random.Shared.NextDouble() / 4));

    private TimeSpan? DeadlineOf(ApiProblem problem) => problem switch
    {
        ApiProblem.Passing or ApiProblem.Busy => Deadline,
        ApiProblem.Unreachable => UnreachableDeadline,
        ApiProblem.TooMuchAtOnce => ConsumptionDeadline,
        _ => null,
    };

    private string Sentence(ApiException error, TimeSpan delay)
    {
        var why = error.Problem switch
        {
            ApiProblem.Busy or ApiProblem.TooMuchAtOnce => "Google Ads asks to wait",
            _ => "Google Ads did not answer well",
        };
        var code = error.Codes.Count > 0 ? $" ({error.Codes[0]})" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{why}{code}: asked again in {Math.Ceiling(delay.TotalSeconds)} s, at {Clock.GetUtcNow() + delay:HH:mm:ss} UTC.");
    }
}
