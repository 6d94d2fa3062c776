using MarketingPipeline.BigQuery.Rest;
using MarketingPipeline.Core;

namespace MarketingPipeline.BigQuery;

/// <summary>
/// What a run does on its way out: nobody waits long for it, and it never hides the run's own outcome. What stays behind
/// expires by itself.
/// </summary>
internal static class TidyingUp
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task TryAsync(Func<CancellationToken, Task> work)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await work(patience.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is BigQueryException or PipelineException or OperationCanceledException)
        {
            // Best effort.
        }
    }
}
