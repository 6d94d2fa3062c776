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
    private readonly ConcurrentDictionary<string, Watched> _watched = new();

    /// <summary>Notes from now on; what was noted before is forgotten.</summary>
    /// <param name="dataset">The jobs' default dataset.</param>
    /// <param name="goesOn">True to answer a wrong query without rows, so that those after it come, too: for who judges them all.</param>
    public void Watch(string dataset, bool goesOn = false) => _watched[dataset] = new Watched(goesOn, new());

    /// <summary>The queries that ran, oldest first; failed ones are not among them, unless the watch goes on after them.</summary>
    public IReadOnlyList<RanQuery> Of(string dataset) => [.. _watched[dataset].Queries];

    public async Task<IReadOnlyList<StatementResult>> RunAsync(SqlRequest request, Store store, Action<StatementResult>? finished, CancellationToken cancellation)
    {
        var stored = store.Current;
        _watched.TryGetValue(request.DefaultDataset ?? "", out var watched);
        try
        {
            var results = await runner.RunAsync(request, store, finished, cancellation);
            watched?.Queries.Enqueue(new RanQuery(request, stored, results));
            return results;
        }
        catch (SqlException error) when (watched is { GoesOn: true } && error.Reason == "invalidQuery" && !request.Sql.StartsWith("BEGIN", StringComparison.Ordinal))
        {
            watched.Queries.Enqueue(new RanQuery(request, stored, []));
            return [new StatementResult("SELECT", [], [])];
        }
    }

    public Task<IReadOnlyList<StatementResult>> DryRunAsync(SqlRequest request, Store store, CancellationToken cancellation) => runner.DryRunAsync(request, store, cancellation);

    private sealed record Watched(bool GoesOn, ConcurrentQueue<RanQuery> Queries);
}
