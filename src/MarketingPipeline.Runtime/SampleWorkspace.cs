using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.Runtime.Samples;

namespace MarketingPipeline.Runtime;

/// <summary>The six example clients with generated data (fixed seed, ends yesterday).</summary>
public static class SampleWorkspace
{
    /// <summary>Writes a workspace with the six clients and their sources.</summary>
    /// <param name="root">The workspace's folder.</param>
    /// <param name="lastDate">The last day of data.</param>
    /// <param name="progress">Told what is being written, from several threads.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="Core.PipelineException">The folder already holds a workspace.</exception>
    public static async Task CreateAsync(string root, DateOnly lastDate, IProgress<string> progress, CancellationToken cancellation)
    {
        WorkspaceWriter.Create(root, WarehouseEngine.DuckDb, bigQuery: null);
        await SampleData.WriteAsync(root, lastDate, SampleData.Days, progress, cancellation).ConfigureAwait(false);
        foreach (var client in SampleClients.All)
        {
            WorkspaceFiles.AddClient(root, client);
        }
    }
}
