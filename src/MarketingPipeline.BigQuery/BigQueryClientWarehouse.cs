using System.Globalization;
using System.Runtime.CompilerServices;
using MarketingPipeline.BigQuery.Rest;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Core.Workspaces;
using Definition = MarketingPipeline.Core.Warehouses.TableDefinition;
using RestTable = MarketingPipeline.BigQuery.Rest.TableDefinition;

namespace MarketingPipeline.BigQuery;

/// <summary>One client's dataset, open for one run.</summary>
internal sealed class BigQueryClientWarehouse(BigQueryClient bigQuery, BigQuerySettings settings, Client client, string runId, ClientLease? lease, TimeProvider clock) : IClientWarehouse
{
    /// <summary>How long what a run keeps for itself stays, should the run die.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    private readonly BigQueryJobs _jobs = new(bigQuery, settings, client, runId);
    private readonly BigQueryDialect _dialect = new();
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);
    private readonly HashSet<string> _prepared = new(StringComparer.Ordinal);
    private HashSet<string>? _tables;

    public WarehouseCost? Cost => _jobs.Cost;

    public async Task<IReadOnlySet<string>> TablesAsync(CancellationToken cancellation)
    {
        // Nobody else makes tables while the lease is held, and a reader looks once.
        _tables ??= await _jobs.GuardAsync(
            async () => await bigQuery.GetDatasetAsync(client.OutputDataset, cancellation).ConfigureAwait(false) is null
                ? []
                : (await bigQuery.ListTablesAsync(client.OutputDataset, cancellation).ConfigureAwait(false)).Select(table => table.Table).ToHashSet(StringComparer.Ordinal),
            cancellation).ConfigureAwait(false);
        return _tables;
    }

    public async Task PrepareAsync(IReadOnlyList<Definition> tables, CancellationToken cancellation)
    {
        var there = await TablesAsync(cancellation).ConfigureAwait(false);
        foreach (var table in tables.Where(table => _prepared.Add(table.Name)))
        {
            lease?.EnsureHeld();
            await _jobs.GuardAsync(() => there.Contains(table.Name) ? ExtendAsync(table, cancellation) : CreateAsync(table, cancellation), cancellation).ConfigureAwait(false);
            _tables!.Add(table.Name);
        }
    }

    /// <summary>
    /// One script in one multi-statement transaction, run as one job: BigQuery rolls it back where a statement fails or the
    /// job is cancelled.
    /// </summary>
    public async Task<IReadOnlyList<StatementOutcome>> ExecuteAsync(IReadOnlyList<SqlStatement> statements, Action<int>? begun, CancellationToken cancellation)
    {
        var estimates = await EstimateAsync(statements, cancellation).ConfigureAwait(false);
        _jobs.Spend(estimates.Sum(estimate => estimate?.Bytes ?? 0));
        lease?.EnsureHeld();
        begun?.Invoke(0);
        var script = "BEGIN TRANSACTION;\n" + string.Concat(statements.Select(statement => statement.Text.TrimEnd() + ";\n")) + "COMMIT TRANSACTION;";
        var job = await _jobs.RunAsync(new(script, Together(statements)), "write", cancellation).ConfigureAwait(false);
        begun?.Invoke(statements.Count - 1);

        var children = await _jobs.GuardAsync(() => bigQuery.ChildJobsAsync(job.JobId, cancellation), cancellation).ConfigureAwait(false);
        JobStatistics[] done = [.. children.Where(child => child.StatementType is not ("BEGIN_TRANSACTION" or "COMMIT_TRANSACTION"))];
        return done.Length == statements.Count
            ? [.. done.Select(child => new StatementOutcome(child.RowsAffected, child.Duration))]
            : throw new PipelineException(
                PipelineErrorKind.WarehouseFailed,
                string.Create(CultureInfo.InvariantCulture, $"BigQuery reports {done.Length} statements of job {job.JobId}, which has {statements.Count}."),
                "The tables are whole: the job committed. Report this with the job's id.",
                client.Name.Value);
    }

    public Task AppendAsync(Definition table, IReadOnlyList<object?[]> rows, CancellationToken cancellation) =>
        LoadAsync(table.Name, table.Columns, "WRITE_APPEND", Streamed(rows), cancellation);

    public async IAsyncEnumerable<Row> ScanAsync(string table, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (await _jobs.GuardAsync(() => bigQuery.GetTableAsync(NameOf(table), cancellation), cancellation).ConfigureAwait(false) is { } found)
        {
            await foreach (var row in _jobs.GuardedAsync(bigQuery.ReadAsync(found, cancellation), cancellation).ConfigureAwait(false))
            {
                yield return row;
            }
        }
    }

    public async Task KeepAsync(string table, SqlStatement select, CancellationToken cancellation)
    {
        lease?.EnsureHeld();
        _jobs.Spend((await _jobs.EstimateAsync(select, cancellation).ConfigureAwait(false))?.Bytes ?? 0);
        _kept.Add(table);
        var create = $"CREATE OR REPLACE TABLE {_dialect.Identifier(table)} OPTIONS (expiration_timestamp = {_dialect.Literal(clock.GetUtcNow() + KeptFor)}) AS\n{select.Text}";
        await _jobs.RunAsync(select with { Text = create }, "keep", cancellation).ConfigureAwait(false);
    }

    public IAsyncEnumerable<Row> QueryAsync(SqlStatement sql, CancellationToken cancellation) => _jobs.QueryAsync(sql, cancellation);

    public async Task<long> LoadAsync(string table, IReadOnlyList<ModelColumn> columns, IAsyncEnumerable<object?[]> rows, CancellationToken cancellation)
    {
        lease?.EnsureHeld();
        _kept.Add(table);
        var expires = clock.GetUtcNow() + KeptFor;
        await _jobs.GuardAsync(
            async () =>
            {
                if (!await bigQuery.CreateTableAsync(new RestTable { Name = NameOf(table), Schema = BigQuerySchemas.Of(columns), Labels = _jobs.Labels, ExpiresAt = expires }, cancellation).ConfigureAwait(false))
                {
                    // Left by a run that was killed: it must not expire in the middle of this one.
                    await bigQuery.PatchTableAsync(NameOf(table), new TablePatch { ExpiresAt = expires }, null, cancellation).ConfigureAwait(false);
                }
            },
            cancellation).ConfigureAwait(false);
        return await LoadAsync(table, columns, "WRITE_TRUNCATE", rows, cancellation).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<StatementEstimate?>> EstimateAsync(IReadOnlyList<SqlStatement> statements, CancellationToken cancellation)
    {
        var estimates = new StatementEstimate?[statements.Count];
        await Parallel.ForAsync(0, statements.Count, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellation }, async (index, stop) =>
            estimates[index] = await _jobs.EstimateAsync(statements[index], stop).ConfigureAwait(false)).ConfigureAwait(false);
        return estimates;
    }

    public IGa4Export Ga4Export() => client.Ga4?.Dataset is { } dataset
        ? new Ga4Dataset(client, settings.Project, dataset, bigQuery, _jobs)
        : throw new PipelineException(
            PipelineErrorKind.NotSupported,
            $"Client '{client.Name}' reads GA4 from a folder of files, which the BigQuery engine cannot.",
            "Set ga4.dataset to the export's dataset, or engine to DuckDb in pipeline.json.",
            client.File);

    public IGoogleAdsReports GoogleAdsTransfer() => client.GoogleAds is { Source: GoogleAdsSourceKind.Transfer, Dataset: not null } account
        ? new GoogleAdsTransfer(client, account, settings.Project, bigQuery, _jobs)
        : throw new PipelineException(PipelineErrorKind.NotSupported, $"Client '{client.Name}' reads Google Ads from no transfer.", "Set googleAds.source to Transfer and googleAds.dataset to the transfer's dataset.", client.File);

    public async ValueTask DisposeAsync()
    {
        try
        {
            // They expire by themselves, too.
            await TidyingUp.TryAsync(async patience =>
            {
                foreach (var table in _kept)
                {
                    await bigQuery.DeleteTableAsync(NameOf(table), patience).ConfigureAwait(false);
                }
            }).ConfigureAwait(false);
        }
        finally
        {
            if (lease is not null)
            {
                await lease.DisposeAsync().ConfigureAwait(false);
            }

            bigQuery.Dispose();
        }
    }

    private async Task<bool> CreateAsync(Definition table, CancellationToken cancellation) => await bigQuery.CreateTableAsync(
        new RestTable
        {
            Name = NameOf(table.Name),
            Schema = BigQuerySchemas.Of(table.Columns),
            Description = table.Description,
            Labels = new Dictionary<string, string> { ["client"] = client.Name.Value },
            PartitionField = table.Partition,
            RequirePartitionFilter = table.RequiresPartitionFilter,
            PartitionExpiration = table.Partition is null || settings.PartitionExpirationDays is not { } days ? null : TimeSpan.FromDays(days),
            Clustering = table.Cluster,
        },
        cancellation).ConfigureAwait(false);

    private async Task<bool> ExtendAsync(Definition table, CancellationToken cancellation)
    {
        for (var isSecond = false; ; isSecond = true)
        {
            var found = await bigQuery.GetTableAsync(NameOf(table.Name), cancellation).ConfigureAwait(false);
            if (found is null || BigQuerySchemas.Missing(found, table) is not { } schema)
            {
                return isSecond;
            }

            try
            {
                await bigQuery.PatchTableAsync(found.Name, new TablePatch { Schema = schema }, found.ETag, cancellation).ConfigureAwait(false);
                return true;
            }
            catch (BigQueryException error) when (error.Reason == ErrorReasons.ConditionNotMet && !isSecond)
            {
                // Changed since it was read: by the patch itself, where its answer was lost.
            }
        }
    }

    private async Task<long> LoadAsync(string table, IReadOnlyList<ModelColumn> columns, string disposition, IAsyncEnumerable<object?[]> rows, CancellationToken cancellation)
    {
        var job = await _jobs.GuardAsync(
            () => bigQuery.LoadAsync(
                new LoadRequest { Table = NameOf(table), Schema = BigQuerySchemas.Of(columns), WriteDisposition = disposition, CreateDisposition = "CREATE_NEVER", Labels = _jobs.Labels, Prefix = $"mp_{client.Name}_load_" },
                rows,
                cancellation),
            cancellation).ConfigureAwait(false);
        return job.OutputRows ?? 0;
    }

    /// <summary>The parameters of a script: a name means one value in all its statements.</summary>
    private static Dictionary<string, object> Together(IEnumerable<SqlStatement> statements)
    {
        var parameters = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, value) in statements.SelectMany(statement => statement.Parameters))
        {
            if (!parameters.TryAdd(name, value) && !parameters[name].Equals(value))
            {
                throw new InvalidOperationException($"The statements of one transaction give '{name}' two values.");
            }
        }

        return parameters;
    }

    private TableName NameOf(string table) => new(settings.Project, client.OutputDataset, table);

    private static async IAsyncEnumerable<object?[]> Streamed(IReadOnlyList<object?[]> rows)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var row in rows)
        {
            yield return row;
        }
    }
}
