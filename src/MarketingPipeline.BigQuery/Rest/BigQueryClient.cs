using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>
/// BigQuery's REST API (v2), as far as the pipeline needs it. What passes is tried again; every method throws
/// <see cref="BigQueryException"/> for what does not.
/// </summary>
internal sealed class BigQueryClient : IDisposable
{
    private readonly BigQueryEndpoint _endpoint;
    private readonly RestTransport _transport;
    private readonly JobRuns _jobs;
    private readonly Datasets _datasets;
    private readonly Tables _tables;

    /// <summary>Creates the client; nothing is sent yet.</summary>
    /// <param name="endpoint">Where the API is, and whose project runs the jobs.</param>
    /// <param name="tokens">Signs requests; null for an emulator without sign-in.</param>
    /// <param name="retrying">When to try again; null for the usual.</param>
    /// <param name="secrets">What must not be seen; null for the tokens alone.</param>
    public BigQueryClient(BigQueryEndpoint endpoint, IAccessTokens? tokens = null, Retrying? retrying = null, Secrets? secrets = null)
    {
        _endpoint = endpoint;
        _transport = new RestTransport(endpoint, tokens, retrying ?? new Retrying(TimeProvider.System), secrets ?? new Secrets());
        _jobs = new JobRuns(endpoint, _transport);
        _datasets = new Datasets(endpoint, _transport);
        _tables = new Tables(endpoint, _transport);
    }

    /// <summary>A server's words as a message may show them.</summary>
    public string Shown(string text) => _transport.Shown(text);

    /// <summary>Runs a statement to its end. Cancelling cancels the job, too.</summary>
    public Task<JobStatistics> RunAsync(QueryRequest request, CancellationToken cancellation) =>
        _jobs.RunAsync(JobJson.Query(_endpoint.Project, request), request.Prefix, request.MayRestart, send: null, cancellation);

    /// <summary>The rows of a job that has run, streamed.</summary>
    public IAsyncEnumerable<Row> ReadAsync(JobStatistics job, CancellationToken cancellation) =>
        new QueryResults(_endpoint, _transport).ReadAsync(job, cancellation);

    /// <summary>The rows of a small table, in no order, without a job and without charge.</summary>
    public IAsyncEnumerable<Row> ReadAsync(TableInfo table, CancellationToken cancellation) => new TableRows(_endpoint, _transport).ReadAsync(table, cancellation);

    /// <summary>Checks a statement and estimates it, without charge.</summary>
    public async Task<DryRun> DryRunAsync(QueryRequest request, CancellationToken cancellation)
    {
        var job = JobJson.Job(new JobAddress(_endpoint.Project, JobId: null, _endpoint.Location), JobJson.Query(_endpoint.Project, request, dryRun: true));
        var answer = await _transport.ReadAsync(RestRequest.Post(_endpoint.Method("jobs"), job), cancellation).ConfigureAwait(false);
        return ErrorJson.OfJob(answer) is { } failure ? throw failure : DryRun.Of(answer);
    }

    /// <summary>The statements that a script ran, oldest first.</summary>
    public Task<IReadOnlyList<JobStatistics>> ChildJobsAsync(string parentJobId, CancellationToken cancellation) =>
        new JobLists(_endpoint, _transport).ChildrenAsync(parentJobId, cancellation);

    /// <summary>Loads rows of this process into a table, all of them or none. Values are in the order of the schema.</summary>
    public Task<JobStatistics> LoadAsync(LoadRequest request, IAsyncEnumerable<object?[]> rows, CancellationToken cancellation) =>
        new Loads(_endpoint, _transport, _jobs).RunAsync(request, rows, cancellation);

    /// <summary>A dataset of the project; null where there is none.</summary>
    public Task<DatasetInfo?> GetDatasetAsync(string name, CancellationToken cancellation) => _datasets.GetAsync(name, cancellation);

    /// <summary>Creates a dataset; false where it exists, also where it does because an earlier answer was lost.</summary>
    public Task<bool> CreateDatasetAsync(string name, string? location, string? description, IReadOnlyDictionary<string, string> labels, CancellationToken cancellation) =>
        _datasets.CreateAsync(name, location, description, labels, cancellation);

    /// <summary>The tables of a dataset of the project, or of another one.</summary>
    public Task<IReadOnlyList<TableListing>> ListTablesAsync(string dataset, CancellationToken cancellation, string? project = null) =>
        _tables.ListAsync(project ?? _endpoint.Project, dataset, cancellation);

    /// <summary>A table; null where there is none.</summary>
    public Task<TableInfo?> GetTableAsync(TableName name, CancellationToken cancellation) => _tables.GetAsync(name, cancellation);

    /// <summary>Creates a table; false where it exists, also where it does because an earlier answer was lost.</summary>
    public Task<bool> CreateTableAsync(TableDefinition table, CancellationToken cancellation) => _tables.CreateAsync(table, cancellation);

    /// <summary>Changes a table; with an ETag only while that still is the table's (else reason conditionNotMet).</summary>
    public Task<TableInfo> PatchTableAsync(TableName name, TablePatch patch, string? etag, CancellationToken cancellation) => _tables.PatchAsync(name, patch, etag, cancellation);

    /// <summary>Deletes a table; false where there is none, also where an earlier answer was lost. With an ETag only while that still is the table's.</summary>
    public Task<bool> DeleteTableAsync(TableName name, CancellationToken cancellation, string? etag = null) => _tables.DeleteAsync(name, etag, cancellation);

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();
}
