using System.Management.Automation;

namespace MarketingPipeline.PowerShell;

/// <summary>Works on several clients at once. One client's failure is one error record; the others go on.</summary>
/// <param name="width">How many clients at once.</param>
/// <param name="inOrder">Whether results wait for those of the clients before.</param>
/// <param name="work">The work on one client; what it returns is emitted.</param>
/// <param name="onFailed">What is emitted for a client that has failed.</param>
/// <param name="objection">An error to write after the results of work that has succeeded.</param>
internal sealed class SideBySideWork(
    int width,
    bool inOrder,
    Func<ClientWork, CancellationToken, Task<IReadOnlyList<object>>> work,
    Func<ClientWork, Exception, IReadOnlyList<object>> onFailed,
    Func<ClientWork, IReadOnlyList<object>, Exception?> objection)
{
    internal async Task RunAsync(IReadOnlyList<ClientWork> clients, PipelineStreams streams, CancellationToken cancellation)
    {
        var results = new Results(clients.Count, inOrder, streams);
        await Parallel.ForEachAsync(
            clients.Select((client, index) => (index, client)),
            new ParallelOptions { MaxDegreeOfParallelism = width, CancellationToken = cancellation },
            async (numbered, stop) =>
            {
                var (index, client) = numbered;
                try
                {
                    results.Add(index, await OneAsync(client, stop));
                }
                finally
                {
                    (client.Progress as ClientProgress)?.Complete();
                }
            });
    }

    private async Task<Result> OneAsync(ClientWork client, CancellationToken cancellation)
    {
        try
        {
            var values = await work(client, cancellation);
            return new Result(client, values, objection(client, values));
        }
        catch (Exception failure) when (failure is not PipelineStoppedException && !cancellation.IsCancellationRequested)
        {
            client.Streams.WriteError(ErrorTable.Record(failure, client.Name));
            return new Result(client, onFailed(client, failure), null);
        }
    }

    private sealed record Result(ClientWork Client, IReadOnlyList<object> Values, Exception? Objection);

    private sealed class Results(int count, bool inOrder, PipelineStreams streams)
    {
        private readonly Result?[] _ready = new Result?[count];
        private int _next;

        internal void Add(int index, Result result)
        {
            lock (_ready)
            {
                if (!inOrder)
                {
                    Emit(result);
                    return;
                }

                _ready[index] = result;
                while (_next < _ready.Length && _ready[_next] is { } ready)
                {
                    Emit(ready);
                    _next++;
                }
            }
        }

        private void Emit(Result result)
        {
            foreach (var value in result.Values)
            {
                streams.WriteObject(WorkspaceOutput.In(value, result.Client.Chosen.Workspace.Root));
            }

            if (result.Objection is { } error)
            {
                streams.WriteError(ErrorTable.Record(error, result.Client.Name));
            }
        }
    }
}
