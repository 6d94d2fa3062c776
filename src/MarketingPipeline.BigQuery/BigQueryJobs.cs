using System.Globalization;
using System.Runtime.CompilerServices;
using MarketingPipeline.BigQuery.Rest;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.BigQuery;

/// <summary>
/// A run's jobs on one client: marked as the run's, added up, held to the budget, and their errors told in the product's way.
/// </summary>
internal sealed class BigQueryJobs(BigQueryClient bigQuery, BigQuerySettings settings, Client client, string runId)
{
    private readonly object _adding = new();
    private WarehouseCost _cost = new();

    public WarehouseCost Cost
    {
        get
        {
            lock (_adding)
            {
                return _cost;
            }
        }
    }

    public IReadOnlyDictionary<string, string> Labels { get; } = new Dictionary<string, string> { ["client"] = client.Name.Value, ["run"] = runId };

    /// <summary>Bytes that this run may bill; the client's own limit before the workspace's.</summary>
    private long? Budget => client.MaximumBytesBilled ?? settings.MaximumBytesBilled;

    /// <summary>Runs a statement or a script to its end.</summary>
    public async Task<JobStatistics> RunAsync(SqlStatement sql, string step, CancellationToken cancellation)
    {
        var job = await GuardAsync(() => bigQuery.RunAsync(Request(sql, step), cancellation), cancellation).ConfigureAwait(false);
        Add(cost => cost with
        {
            BytesProcessed = cost.BytesProcessed + job.BytesProcessed,
            BytesBilled = cost.BytesBilled + job.BytesBilled,
            SlotMilliseconds = cost.SlotMilliseconds + job.SlotMilliseconds,
        });
        return job;
    }

    /// <summary>Runs a query and streams its rows.</summary>
    public async IAsyncEnumerable<Row> QueryAsync(SqlStatement sql, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var job = await RunAsync(sql, "query", cancellation).ConfigureAwait(false);
        await foreach (var row in GuardedAsync(bigQuery.ReadAsync(job, cancellation), cancellation).ConfigureAwait(false))
        {
            yield return row;
        }
    }

    /// <summary>What a statement would read; null where its tables are not there yet.</summary>
    public Task<StatementEstimate?> EstimateAsync(SqlStatement sql, CancellationToken cancellation) => GuardAsync(
        async () =>
        {
            try
            {
                // Without the budget: an estimate that exceeds it is what its user has to see.
                var dry = await bigQuery.DryRunAsync(Request(sql, "estimate") with { MaximumBytesBilled = null }, cancellation).ConfigureAwait(false);
                return new StatementEstimate(dry.BytesProcessed, [.. dry.ReferencedTables.Select(table => table.ToString())]);
            }
            catch (BigQueryException e) when (e.Reason == ErrorReasons.NotFound)
            {
                return null;
            }
        },
        cancellation);

    /// <summary>Notes what statements are going to read, and refuses it where it exceeds what is left of the budget.</summary>
    public void Spend(long estimated)
    {
        Add(cost => cost with { BytesEstimated = cost.BytesEstimated + estimated });
        if (Budget is { } budget && Cost.BytesBilled + estimated > budget)
        {
            throw OverBudget($"The next step on client '{client.Name}' would read {Bytes(estimated)}; with {Bytes(Cost.BytesBilled)} billed so far that exceeds the budget of {Bytes(budget)} a run.");
        }
    }

    /// <summary>Does something on BigQuery; its errors become the product's.</summary>
    public async Task<T> GuardAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (BigQueryException e)
        {
            cancellation.ThrowIfCancellationRequested();
            throw Refused(e);
        }
    }

    /// <inheritdoc cref="GuardAsync{T}"/>
    public Task GuardAsync(Func<Task> work, CancellationToken cancellation) => GuardAsync(
        async () =>
        {
            await work().ConfigureAwait(false);
            return true;
        },
        cancellation);

    /// <summary>The same for rows that are still being read.</summary>
    public async IAsyncEnumerable<Row> GuardedAsync(IAsyncEnumerable<Row> rows, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var row = rows.GetAsyncEnumerator(cancellation);
        while (await GuardAsync(() => row.MoveNextAsync().AsTask(), cancellation).ConfigureAwait(false))
        {
            yield return row.Current;
        }
    }

    private QueryRequest Request(SqlStatement sql, string step) => new()
    {
        Sql = sql.Text,
        Parameters = sql.Parameters,
        Dataset = client.OutputDataset,
        Labels = new Dictionary<string, string>(Labels) { ["step"] = step },
        MaximumBytesBilled = Budget is { } budget ? Math.Max(1, budget - Cost.BytesBilled) : null,
        Prefix = $"mp_{client.Name}_",
    };

    private void Add(Func<WarehouseCost, WarehouseCost> add)
    {
        lock (_adding)
        {
            _cost = add(_cost);
        }
    }

    private PipelineException Refused(BigQueryException e) => e.Reason == "bytesBilledLimitExceeded"
        ? OverBudget(bigQuery.Shown($"BigQuery refused a step on client '{client.Name}' before it ran: {e.Message}"))
        : new PipelineException(KindOf(e.Failure), bigQuery.Shown($"BigQuery {What(e.Failure)} a step on client '{client.Name}' ({e.Reason}): {e.Message}"), bigQuery.Shown(Advice(e)), $"{settings.Project}.{client.OutputDataset}");

    // What BigQuery says of a statement is the warehouse's; the rest is told as of any of Google's services.
    private static PipelineErrorKind KindOf(GoogleFailure failure) =>
        failure is GoogleFailure.Refused or GoogleFailure.TooLarge ? PipelineErrorKind.WarehouseFailed : failure.Kind();

    private static string What(GoogleFailure failure) => failure.Kind() == PipelineErrorKind.SourceUnavailable ? "did not answer" : "refused";

    private PipelineException OverBudget(string message) => new(
        PipelineErrorKind.BudgetExceeded,
        message + " Nothing was read and nothing changed.",
        "See with -WhatIf what a run reads. Raise maximumBytesBilled in the client's settings or bigQuery.maximumBytesBilled in pipeline.json, or refresh fewer days at a time with -From and -To.",
        client.Name.Value);

    private string Advice(BigQueryException e) => e.Reason switch
    {
        _ when e.Info is { } info => info.Advice("BigQuery API", GoogleCredentials.Scope),
        _ when e.Failure == GoogleFailure.RefusedSilently => $"See that the BigQuery API is turned on in project {settings.Project}, that no policy or network rule of the organisation (VPC Service Controls) stops it, and that the account may use the project. If it stays, name the request id to Google's support.",
        _ when e.Failure == GoogleFailure.SignIn => $"Check who signs in: a token of {GoogleCredentials.TokenVariable} is good for an hour, a key until it is taken back. Then run again.",
        "accessDenied" or "forbidden" => $"Give the account BigQuery Job User on project {settings.Project}, BigQuery Data Editor on dataset {client.OutputDataset} and BigQuery Data Viewer on the export's dataset.",
        "billingNotEnabled" => $"Enable billing for project {settings.Project}.",
        "quotaExceeded" => "A daily quota is used up. It refills over the day: run again later.",
        ErrorReasons.NotFound => "Check the project, the location and the datasets in the settings. A dataset of another location is not found, either.",
        ErrorReasons.Connection or ErrorReasons.NotTheApi or ErrorReasons.Untrusted => "Check the network, its proxy and bigQuery.endpoint; then run again. What was begun is finished or undone by the next run.",
        "proxyAuthenticationRequired" => "Check who signs in at the network's proxy; then run again.",
        "billingTierLimitExceeded" or "resourcesExceeded" or "responseTooLarge" => "The step is too large for BigQuery. Refresh fewer days at a time with -From and -To.",
        "blocked" => $"Google has blocked the project {settings.Project} for this. Contact Google Cloud support.",
        "stopped" => "Somebody cancelled the job. Run again.",
        _ => "Nothing was changed by it. Run again; if it stays, report it with this message" + (e.JobId is { } job ? $" and the job's id, {job}." : "."),
    };

    private static string Bytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes");
}
