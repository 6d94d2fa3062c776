namespace MarketingPipeline.BigQuery.Rest;

/// <summary>Loads rows of this process.</summary>
internal sealed class Loads(BigQueryEndpoint endpoint, RestTransport transport, JobRuns jobs)
{
    /// <summary>Below this a file goes with its job in one request.</summary>
    public const int SmallFile = 4 * 1024 * 1024;

    public async Task<JobStatistics> RunAsync(LoadRequest request, IAsyncEnumerable<object?[]> rows, CancellationToken cancellation)
    {
        using var file = new Spool(SmallFile);
        await new NdjsonRows(request.Schema).WriteAsync(rows, file, cancellation).ConfigureAwait(false);

        JobRuns.Sender send = file.Length < SmallFile
            ? new MultipartUpload(endpoint, transport, file).SendAsync
            : new ResumableUpload(endpoint, transport, file).SendAsync;
        return await jobs.RunAsync(request.ToJson(), request.Prefix, mayRestart: true, send, cancellation).ConfigureAwait(false);
    }
}
