using System.Text.Json.Nodes;
using MarketingPipeline.BigQueryEmulator.Statements;
using MarketingPipeline.BigQueryEmulator.Storage;

namespace MarketingPipeline.BigQueryEmulator.Jobs;

/// <summary>What a query job was asked: the SQL, and where a single SELECT's rows go (a write without rows).</summary>
public sealed record QuerySpec(SqlRequest Request, TableWrite? Destination);

/// <summary>Runs a query job's statements, with a child job for each where they are a script.</summary>
public sealed class QueryJob(JobService jobs, IStatementRunner runner, Store store)
{
    public async Task RunAsync(Job job, QuerySpec spec, CancellationToken cancellation)
    {
        // A destination is written here, not by the runner: it may be one partition of a table, and may add columns.
        var request = spec.Request with { Destination = null };
        if (spec.Destination is { CreateDisposition: "CREATE_NEVER" } write)
        {
            Rest.RestContext.Table(store.Current, write.Target);
        }

        var finished = new List<StatementResult>();
        IReadOnlyList<StatementResult> results;
        try
        {
            results = await runner.RunAsync(request, store, result =>
            {
                finished.Add(result);
                if (job.IsScript)
                {
                    AddChild(job, result, null);
                }
            }, cancellation);
        }
        catch (Exception error) when (job.IsScript && error is (SqlException or OperationCanceledException))
        {
            job.Progress = job.Progress with { Results = finished };
            AddChild(job, null, error is SqlException sql ? new(sql.Reason, sql.Message, sql.Reason == "invalidQuery" ? "query" : null) : new("stopped", "Job execution was cancelled: User requested cancellation"));
            throw;
        }

        job.Progress = job.Progress with { Results = results };
        Keep(job, spec, results);
    }

    private void Keep(Job job, QuerySpec spec, IReadOnlyList<StatementResult> results)
    {
        if (results.Count == 0)
        {
            return;
        }

        var last = results[^1];
        if (spec.Destination is { } destination)
        {
            if (results.Count > 1 || last.StatementType != "SELECT")
            {
                throw new SqlException("invalidQuery", "configuration.query.destinationTable cannot be set for scripts, DDL or DML.");
            }

            var write = destination with { Schema = [.. last.Schema], Rows = last.Rows };
            store.Change(state => write.Apply(state, store.Clock.GetUtcNow()));
            job.Progress = job.Progress with { Destination = write.Target };
        }
        else
        {
            job.Progress = job.Progress with { Destination = last.Target ?? jobs.KeepAnonymous(job, last.Schema, last.Rows) };
        }
    }

    private void AddChild(Job parent, StatementResult? result, JobError? error)
    {
        var query = new JsonObject { ["query"] = result?.Sql ?? "", ["useLegacySql"] = false };
        var child = jobs.Add(parent.Project, JobService.NewId("script_job_"), parent.Location, new() { ["jobType"] = "QUERY", ["query"] = query }, parentId: parent.Id);
        var now = store.Clock.GetUtcNow();
        child.Progress = new()
        {
            State = "DONE",
            StartedAt = child.CreatedAt,
            EndedAt = now,
            Results = result is null ? [] : [result],
            Destination = result is null ? null : result.Target ?? jobs.KeepAnonymous(child, result.Schema, result.Rows),
            ErrorResult = error,
            Errors = error is null ? [] : [error],
        };
    }
}
