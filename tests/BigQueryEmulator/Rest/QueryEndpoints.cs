using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using MarketingPipeline.BigQueryEmulator.Jobs;
using MarketingPipeline.BigQueryEmulator.Statements;

namespace MarketingPipeline.BigQueryEmulator.Rest;

/// <summary>jobs.query and jobs.getQueryResults.</summary>
public sealed class QueryEndpoints(RestContext rest, JobSubmission submission)
{
    private const long UsualTimeoutMs = 10_000;
    private const long LongestTimeoutMs = 200_000;

    /// <summary>What belongs to a query job's configuration has the same name there; these belong to the job.</summary>
    private static readonly string[] OfJob = ["labels", "jobTimeoutMs"];
    private static readonly string[] OfQuery = ["query", "defaultDataset", "useLegacySql", "useQueryCache", "maximumBytesBilled", "parameterMode", "queryParameters", "connectionProperties"];

    private readonly ConcurrentDictionary<(string Project, string RequestId), Lazy<Job>> _requests = new();

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/projects/{project}/queries", async (HttpContext http, string project) => await QueryAsync(http, project, await Json.ReadAsync(http, "QueryRequest")));
        routes.MapGet("/projects/{project}/queries/{id}", async (HttpContext http, string project, string id) => await ResultsAsync(http, rest.Jobs.Get(project, id, http.Request.Query["location"])));
    }

    private async Task QueryAsync(HttpContext http, string project, JsonObject body)
    {
        var location = Json.Text(body, "location");
        var configuration = Configuration(body);
        if (Json.Flag(body, "dryRun") ?? false)
        {
            await DryRunAsync(http, project, location, configuration["query"]!);
            return;
        }

        Job Start() => submission.StartQuery(http, project, JobService.NewId(), location, configuration);
        var job = Json.Text(body, "requestId") is { Length: > 0 } request ? _requests.GetOrAdd((project, request), _ => new(Start)).Value : Start();
        var done = await WaitAsync(job, Json.Number(body, "timeoutMs"), http.RequestAborted);
        var format = Paging.Timestamps(Json.Text(body["formatOptions"], "useInt64Timestamp"), Json.Text(body["formatOptions"], "timestampOutputFormat"));
        var answer = Answer(job, "bigquery#queryResponse", done, 0, Json.Number(body, "maxResults"), format);
        if (done)
        {
            var results = job.Progress.Results;
            answer["totalBytesBilled"] = Json.Int64(Billing.Of(results));
            answer["totalSlotMs"] = Json.Int64(JobJson.SlotMs(job.Progress));
            answer["creationTime"] = Json.Millis(job.CreatedAt);
            answer["startTime"] = Json.Millis(job.Progress.StartedAt);
            answer["endTime"] = Json.Millis(job.Progress.EndedAt);
            answer["location"] = job.Location;
            if (DmlJson.Stats(job.Progress.Answer) is { } stats)
            {
                answer["dmlStats"] = stats;
            }
        }

        if (Json.Text(body, "jobCreationMode") == "JOB_CREATION_OPTIONAL")
        {
            answer["queryId"] = job.Id;
            // A short query runs without a job; one that goes on, or has a second page, needs it.
            if (done && answer["pageToken"] is null && !job.IsScript)
            {
                answer.Remove("jobReference");
                rest.Jobs.Hide(job);
            }
        }

        await Json.WriteAsync(http, answer);
    }

    private async Task ResultsAsync(HttpContext http, Job job)
    {
        if (job.Kind != "QUERY")
        {
            throw new SqlException("invalid", $"Job {job.FullId} is not a query job; its results cannot be read.");
        }

        var done = await WaitAsync(job, Paging.Number(http.Request, "timeoutMs"), http.RequestAborted);
        var answer = Answer(job, "bigquery#getQueryResultsResponse", done, Paging.Start(http.Request), Paging.Number(http.Request, "maxResults"), Paging.Timestamps(http.Request));
        answer["etag"] = job.ETag;
        await Json.WriteAsync(http, answer);
    }

    private static JsonObject Answer(Job job, string kind, bool done, long start, long? maximum, TimestampFormat format)
    {
        var progress = job.Progress;
        if (!done)
        {
            return Json.Object(("kind", kind), ("jobReference", JobJson.Reference(job)), ("jobComplete", false));
        }

        if (progress.ErrorResult is { } error)
        {
            throw new SqlException(error.Reason, error.Message);
        }

        var result = progress.Answer;
        var (rows, next) = Paging.Rows(result?.Rows ?? [], result?.Schema ?? [], start, maximum, format);
        return Json.Object(
            ("kind", kind),
            ("schema", result is null || result.Schema.Count == 0 ? null : SchemaJson.Of(result.Schema)),
            ("jobReference", JobJson.Reference(job)),
            ("totalRows", Json.Int64(result?.Rows.Count ?? 0)),
            ("pageToken", next),
            ("rows", rows.Count == 0 ? null : rows),
            ("totalBytesProcessed", Json.Int64(progress.Results.Sum(statement => statement.BytesProcessed))),
            ("jobComplete", true),
            ("cacheHit", false),
            ("errors", JobJson.Errors(progress.Errors)),
            ("numDmlAffectedRows", Json.Int64(result?.RowsAffected)));
    }

    private async Task DryRunAsync(HttpContext http, string project, string? location, JsonNode query)
    {
        var spec = ConfigurationReader.Query(query, project);
        var results = await rest.Runner.DryRunAsync(spec.Request, rest.Store, http.RequestAborted);
        var state = rest.Store.Current;
        await Json.WriteAsync(http, Json.Object(
            ("kind", "bigquery#queryResponse"),
            ("schema", results.Count == 0 || results[^1].Schema.Count == 0 ? null : SchemaJson.Of(results[^1].Schema)),
            ("jobReference", Json.Object(("projectId", project), ("location", JobLocation.Of(location, JobLocation.DatasetsOf(spec, state), state, rest.Location)))),
            ("totalBytesProcessed", Json.Int64(results.Sum(result => result.BytesProcessed))),
            ("jobComplete", true),
            ("cacheHit", false)));
    }

    private static JsonObject Configuration(JsonObject body)
    {
        var query = new JsonObject();
        foreach (var name in OfQuery.Where(name => body[name] is not null))
        {
            query[name] = Json.WithoutNulls(body[name]);
        }

        var configuration = new JsonObject { ["query"] = query };
        foreach (var name in OfJob.Where(name => body[name] is not null))
        {
            configuration[name] = Json.WithoutNulls(body[name]);
        }

        return configuration;
    }

    private static async Task<bool> WaitAsync(Job job, long? timeoutMs, CancellationToken cancellation)
    {
        var wait = TimeSpan.FromMilliseconds(Math.Min(timeoutMs ?? UsualTimeoutMs, LongestTimeoutMs));
        await Task.WhenAny(job.Completion, Task.Delay(wait, cancellation));
        return job.Progress.IsDone;
    }
}
