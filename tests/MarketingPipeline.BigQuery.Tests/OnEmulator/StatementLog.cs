using System.Collections.Concurrent;
using MarketingPipeline.BigQueryEmulator.Statements;
using MarketingPipeline.BigQueryEmulator.Storage;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>A query that the emulator ran.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Stored">What was stored when it began.</param>
/// <param name="Results">What its statements did.</param>
public sealed record RanQuery(SqlRequest Request, StoreState Stored, IReadOnlyList<StatementResult> Results);

/// <summary>Notes what runs on watched datasets: those that jobs name as their default.</summary>
public sealed class StatementLog(IStatementRunner runner) : IStatementRunner
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<RanQuery>> _watched = new();

    /// <summary>Notes from now on; what was noted before is forgotten.</summary>
    public void Watch(string dataset) => _watched[dataset] = new();

    /// <summary>The queries that ran, oldest first; failed ones are not among them.</summary>
    public IReadOnlyList<RanQuery> Of(string dataset) => [.. _watched[dataset]];

    public async Task<IReadOnlyList<StatementResult>> RunAsync(SqlRequest request, Store store, Action<StatementResult>? finished, CancellationToken cancellation)
    {
        var stored = store.Current;
        var results = await runner.RunAsync(request, store, finished, cancellation);
        if (_watched.TryGetValue(request.DefaultDataset ?? "", out var queries))
        {
            queries.Enqueue(new RanQuery(request, stored, results));
        }

        return results;
    }

    public Task<IReadOnlyList<StatementResult>> DryRunAsync(SqlRequest request, Store store, CancellationToken cancellation) => runner.DryRunAsync(request, store, cancellation);
}
