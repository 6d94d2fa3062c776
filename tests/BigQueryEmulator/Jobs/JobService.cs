using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MarketingPipeline.BigQueryEmulator.Statements;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Jobs;

/// <summary>All jobs, and the anonymous tables that queries without a destination leave.</summary>
public sealed class JobService(Store store)
{
    /// <summary>BigQuery keeps an anonymous result for about a day.</summary>
    private static readonly TimeSpan AnonymousLifetime = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<(string Project, string Id), Job> _jobs = new();
    private readonly ConcurrentDictionary<TableId, StoredTable> _anonymous = new();
    private readonly ConcurrentDictionary<Job, bool> _hidden = new();
    private long _sequence;

    public static string NewId(string prefix = "job_") => prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(21)).Replace('+', '-').Replace('/', '_');

    /// <exception cref="SqlException">The id is taken.</exception>
    public Job Add(string project, string id, string location, JsonObject configuration, bool isScript = false, string? parentId = null)
    {
        var job = new Job(project, id, location, configuration, store.Clock.GetUtcNow(), Interlocked.Increment(ref _sequence)) { IsScript = isScript, ParentId = parentId };
        return _jobs.TryAdd((project, id), job) ? job : throw new SqlException("duplicate", $"Already Exists: Job {project}:{location}.{id}");
    }

    /// <exception cref="SqlException">There is none in that location; without a location, none in the multi-regions.</exception>
    public Job Get(string project, string id, string? location)
    {
        var found = _jobs.GetValueOrDefault((project, id));
        var fits = found is not null && (string.IsNullOrEmpty(location) ? found.Location.ToUpperInvariant() is "US" or "EU" : found.Location.Equals(location, StringComparison.OrdinalIgnoreCase));
        return fits ? found! : throw new SqlException("notFound", string.IsNullOrEmpty(location) ? $"Not found: Job {project}:{id}" : $"Not found: Job {project}:{location}.{id}");
    }

    /// <summary>Newest first, as BigQuery lists jobs, a script's children too.</summary>
    public IReadOnlyList<Job> List(string project, string? parentId)
    {
        return [.. _jobs.Values.Where(job => job.Project == project && job.ParentId == parentId && !_hidden.ContainsKey(job)).OrderByDescending(job => job.Sequence)];
    }

    public int ChildrenOf(Job job) => job.IsScript ? _jobs.Values.Count(child => child.Project == job.Project && child.ParentId == job.Id) : 0;

    /// <summary>A query that its caller let run without a job is not listed.</summary>
    public void Hide(Job job) => _hidden[job] = true;

    /// <summary>Runs the job's work in the background, through its states.</summary>
    public void Start(Job job, JobFault? fault, TimeSpan? timeout, Func<CancellationToken, Task> work) =>
        job.Completion = Task.Run(() => RunAsync(job, fault, timeout, work));

    public static void Cancel(Job job)
    {
        if (!job.Progress.IsDone)
        {
            job.Cancellation.Cancel();
        }
    }

    public void CancelAll()
    {
        foreach (var job in _jobs.Values)
        {
            Cancel(job);
        }
    }

    /// <summary>A stored table, or a query's anonymous one.</summary>
    /// <exception cref="SqlException">There is none.</exception>
    public StoredTable Find(TableId id)
    {
        if (_anonymous.TryGetValue(id, out var anonymous) && anonymous.ExpiresAt > store.Clock.GetUtcNow())
        {
            return anonymous;
        }

        return Rest.RestContext.Table(store.Current, id);
    }

    public TableId KeepAnonymous(Job job, IReadOnlyList<StoredField> schema, IReadOnlyList<ValueProto> rows)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(job.FullId)));
        var id = new TableId(job.Project, "_" + hash[..40], "anon" + hash);
        var now = store.Clock.GetUtcNow();
        _anonymous[id] = new(id, [.. schema], rows.ToImmutableList(), now) { ExpiresAt = now + AnonymousLifetime };
        return id;
    }

    private async Task RunAsync(Job job, JobFault? fault, TimeSpan? timeout, Func<CancellationToken, Task> work)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(job.Cancellation.Token);
        if (timeout is { } span)
        {
            limit.CancelAfter(span);
        }

        try
        {
            if (fault is { Delay.Ticks: > 0 })
            {
                await Task.Delay(fault.Delay / 2, limit.Token);
            }

            job.Progress = job.Progress with { State = "RUNNING", StartedAt = store.Clock.GetUtcNow() };
            if (fault is { Delay.Ticks: > 0 })
            {
                await Task.Delay(fault.Delay / 2, limit.Token);
            }

            if (fault is { Error: not null, AfterWork: false })
            {
                throw new JobFailedException(fault.Error, [fault.Error]);
            }

            await work(limit.Token);
            if (fault is { Error: not null })
            {
                throw new JobFailedException(fault.Error, [fault.Error]);
            }

            End(job, null, job.Progress.Errors);
        }
        catch (OperationCanceledException) when (job.Cancellation.IsCancellationRequested)
        {
            Fail(job, new("stopped", "Job execution was cancelled: User requested cancellation"));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            Fail(job, new("timeout", $"Job timed out after {timeout!.Value.TotalMilliseconds} ms."));
        }
        catch (JobFailedException error)
        {
            End(job, error.Result, error.Errors);
        }
        catch (SqlException error)
        {
            Fail(job, new(error.Reason, error.Message, error.Reason == "invalidQuery" ? "query" : null));
        }
        catch (Exception error)
        {
            // A fault of the emulator itself must not leave a job that never ends.
            Fail(job, new("internalError", $"{error.GetType().Name}: {error.Message}", "emulator"));
        }
    }

    private void Fail(Job job, JobError error) => End(job, error, [error]);

    private void End(Job job, JobError? result, IReadOnlyList<JobError> errors)
    {
        var now = store.Clock.GetUtcNow();
        job.Progress = job.Progress with { State = "DONE", StartedAt = job.Progress.StartedAt ?? now, EndedAt = now, ErrorResult = result, Errors = errors };
    }
}
