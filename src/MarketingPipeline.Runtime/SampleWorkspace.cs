namespace MarketingPipeline.Runtime;

/// <summary>The six example clients with generated data (fixed seed, ends yesterday).</summary>
public static class SampleWorkspace
{
    /// <summary>Writes a workspace with the six clients and their sources.</summary>
    /// <param name="root">The workspace's folder.</param>
    /// <param name="lastDate">The last day of data.</param>
    /// <param name="progress">Told what is being written.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static Task CreateAsync(string root, DateOnly lastDate, IProgress<string> progress, CancellationToken cancellation) => throw new NotImplementedException();
}
