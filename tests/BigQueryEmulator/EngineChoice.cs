using MarketingPipeline.BigQueryEmulator.Statements;

namespace MarketingPipeline.BigQueryEmulator;

/// <summary>What executes SQL behind the REST API.</summary>
public sealed class EngineChoice(IStatementRunner runner) : IAsyncDisposable
{
    public IStatementRunner Runner => runner;

    public static EngineChoice Start() => new(new NoEngine());

    public ValueTask DisposeAsync() => runner is IAsyncDisposable disposable ? disposable.DisposeAsync() : ValueTask.CompletedTask;

    private sealed class NoEngine : IStatementRunner
    {
        private static readonly SqlException Missing = new("notImplemented", "This build has no SQL engine.");

        public Task<IReadOnlyList<StatementResult>> RunAsync(SqlRequest request, Storage.Store store, Action<StatementResult>? finished, CancellationToken cancellation) => throw Missing;

        public Task<IReadOnlyList<StatementResult>> DryRunAsync(SqlRequest request, Storage.Store store, CancellationToken cancellation) => throw Missing;
    }
}
