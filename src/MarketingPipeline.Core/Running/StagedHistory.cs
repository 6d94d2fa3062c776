using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Modeling;

namespace MarketingPipeline.Core.Running;

/// <summary>Keeps staging from the first staged date on.</summary>
internal static class StagedHistory
{
    /// <summary>Drops what was staged before the first staged date: historyDays has been lowered since.</summary>
    public static async Task ForgetBeforeAsync(ClientRun run, DateOnly from, CancellationToken cancellation)
    {
        foreach (var (model, source, column) in new[] { ("stg_ga4_events", LedgerSources.Ga4, "event_date"), ("stg_google_ads_cost", LedgerSources.GoogleAds, "date") })
        {
            var ledger = await run.Ledger.ReadAsync(source, cancellation).ConfigureAwait(false);
            if (ledger.Count > 0 && ledger.Keys.First() < from)
            {
                await run.Warehouse.ExecuteAsync(
                    [
                        $"DELETE FROM {run.Dialect.Identifier(ModelGraph.Load()[model].TableFor(run.Client.Name))} WHERE {column} < {run.Dialect.Literal(from)}",
                        $"DELETE FROM {LedgerTables.Ledger} WHERE source = {run.Dialect.Literal(source)} AND date < {run.Dialect.Literal(from)}",
                    ],
                    null,
                    cancellation).ConfigureAwait(false);
            }
        }
    }
}
