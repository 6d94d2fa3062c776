using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.Core.Running;

/// <summary>What a date of a GA4 export holds, for the ledger: all of its rows, and those that are not staged here.</summary>
internal sealed record Ga4SourceCount
{
    public long Rows { get; init; }

    public long OtherClients { get; init; }

    public long NoHostname { get; init; }

    public static async Task<Dictionary<DateOnly, Ga4SourceCount>> ReadAsync(ClientRun run, IReadOnlyList<Ga4Relation> relations, Dictionary<string, object?> values, CancellationToken cancellation)
    {
        var counts = new Dictionary<DateOnly, Ga4SourceCount>();
        foreach (var relation in relations)
        {
            await foreach (var row in run.Warehouse.QueryAsync($"SELECT source_date, COUNT(*) AS events FROM {relation.Relation} AS day_tables GROUP BY source_date", cancellation).ConfigureAwait(false))
            {
                var date = row.Get<DateOnly>("source_date");
                var count = counts.GetValueOrDefault(date) ?? new Ga4SourceCount();
                counts[date] = count with { Rows = count.Rows + row.Get<long>("events") };
            }
        }

        if (run.Client.Ga4!.IsShared)
        {
            await foreach (var row in run.Warehouse.QueryAsync(run.Renderer.RenderQuery("ga4_residuals", values), cancellation).ConfigureAwait(false))
            {
                var (date, owner, events) = (row.Get<DateOnly>("date"), row.Get<string>("owner"), row.Get<long>("events"));
                var count = counts[date];
                counts[date] = owner is null ? count with { NoHostname = events }
                    : owner != run.Client.Name.Value ? count with { OtherClients = count.OtherClients + events }
                    : count;
            }
        }

        return counts;
    }
}
