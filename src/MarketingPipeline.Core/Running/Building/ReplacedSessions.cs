using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Core.Running.Building;

/// <summary>
/// Sessions that have events on dates which are about to be staged again or dropped: what becomes of them, nobody can tell from
/// the new events. Staging keeps their keys, in its transaction, until the int_ tables are built.
/// </summary>
internal static class ReplacedSessions
{
    /// <summary>The statements that keep them; none where the int_ tables are not there, and will be built whole.</summary>
    /// <param name="run">The run.</param>
    /// <param name="condition">Which staged events are about to go, for example <c>event_date IN (…)</c>.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<IReadOnlyList<SqlStatement>> KeepAsync(ClientRun run, SqlStatement condition, CancellationToken cancellation)
    {
        var models = ModelGraph.Load();
        return (await run.Warehouse.TablesAsync(cancellation).ConfigureAwait(false)).Contains(models["int_sessions_enriched"].TableFor(run.Client.Name))
            ?
            [
                condition with { Text = $"""
                INSERT INTO {LedgerTables.ReplacedSessions} (session_key)
                SELECT DISTINCT session_key FROM {run.Dialect.Identifier(models["stg_ga4_events"].TableFor(run.Client.Name))}
                WHERE {condition.Text} AND session_key IS NOT NULL AND session_key NOT IN (SELECT session_key FROM {LedgerTables.ReplacedSessions})
                """ },
            ]
            : [];
    }

    /// <summary>Forgets them: the int_ tables are built.</summary>
    public static string Forget => $"DELETE FROM {LedgerTables.ReplacedSessions} WHERE TRUE";
}
