using System.Text.Json.Nodes;
using MarketingPipeline.BigQueryEmulator.Jobs;
using MarketingPipeline.BigQueryEmulator.Statements;

namespace MarketingPipeline.BigQueryEmulator.Rest;

/// <summary>A job as the API writes it.</summary>
public static class JobJson
{
    private const string User = "emulator@example.com";

    public static JsonObject Of(Job job, JobService jobs, Uri address)
    {
        var progress = job.Progress;
        return Json.Object(
            ("kind", "bigquery#job"),
            ("etag", job.ETag),
            ("id", job.FullId),
            ("selfLink", new Uri(address, $"/bigquery/v2/projects/{job.Project}/jobs/{job.Id}?location={job.Location}").ToString()),
            ("user_email", User),
            ("configuration", Configuration(job, progress)),
            ("jobReference", Reference(job)),
            ("statistics", Statistics(job, progress, jobs)),
            ("status", Status(progress)));
    }

    public static JsonObject Item(Job job, JobService jobs, bool full)
    {
        var progress = job.Progress;
        return Json.Object(
            ("kind", "bigquery#job"),
            ("id", job.FullId),
            ("user_email", User),
            ("configuration", full ? Configuration(job, progress) : null),
            ("jobReference", Reference(job)),
            ("state", progress.State),
            ("errorResult", progress.ErrorResult is { } error ? Error(error) : null),
            ("statistics", Statistics(job, progress, jobs)),
            ("status", Status(progress)));
    }

    public static JsonObject Reference(Job job) => Json.Object(("projectId", job.Project), ("jobId", job.Id), ("location", job.Location));

    public static JsonArray? Errors(IReadOnlyList<JobError> errors) => errors.Count == 0 ? null : new([.. errors.Select(error => (JsonNode)Error(error))]);

    /// <summary>A dry run's answer: a job that is done at once and has no id.</summary>
    public static JsonObject OfDryRun(string project, string location, JsonObject configuration, IReadOnlyList<StatementResult> results, DateTimeOffset now)
    {
        var query = QueryStatistics(results, isScript: results.Count > 1);
        query["totalBytesProcessedAccuracy"] = "PRECISE";
        query.Remove("totalSlotMs");
        query["totalBytesBilled"] = "0";
        return Json.Object(
            ("kind", "bigquery#job"),
            ("id", $"{project}:{location}."),
            ("user_email", User),
            ("configuration", configuration.DeepClone()),
            ("jobReference", Json.Object(("projectId", project), ("location", location))),
            ("statistics", Json.Object(("creationTime", Json.Millis(now)), ("totalBytesProcessed", Json.Int64(results.Sum(result => result.BytesProcessed))), ("query", query))),
            ("status", Json.Object(("state", "DONE"))));
    }

    private static JsonObject Configuration(Job job, JobProgress progress)
    {
        var configuration = (JsonObject)job.Configuration.DeepClone();
        if (configuration["query"] is JsonObject query && !query.ContainsKey("destinationTable") && progress.Destination is { } table)
        {
            query["destinationTable"] = TableJson.Reference(table);
        }

        return configuration;
    }

    private static JsonObject Status(JobProgress progress) => Json.Object(
        ("state", progress.State),
        ("errorResult", progress.ErrorResult is { } error ? Error(error) : null),
        ("errors", Errors(progress.Errors)));

    private static JsonObject Error(JobError error) => Json.Object(("reason", error.Reason), ("location", error.Location), ("message", error.Message));

    private static JsonObject Statistics(Job job, JobProgress progress, JobService jobs)
    {
        var children = jobs.ChildrenOf(job);
        var isQuery = job.Kind == "QUERY" && progress.IsDone;
        return Json.Object(
            ("creationTime", Json.Millis(job.CreatedAt)),
            ("startTime", Json.Millis(progress.StartedAt)),
            ("endTime", Json.Millis(progress.EndedAt)),
            ("totalBytesProcessed", isQuery ? Json.Int64(progress.Results.Sum(result => result.BytesProcessed)) : null),
            ("totalSlotMs", isQuery ? Json.Int64(SlotMs(progress)) : null),
            ("numChildJobs", children == 0 ? null : Json.Int64(children)),
            ("parentJobId", job.ParentId),
            ("scriptStatistics", job.ParentId is null ? null : Json.Object(("evaluationKind", "STATEMENT"))),
            ("query", isQuery && (progress.Results.Count > 0 || job.IsScript) ? WithSlots(QueryStatistics(progress.Results, job.IsScript), progress) : null),
            ("load", progress.Load is not { } load ? null : Json.Object(
                ("inputFiles", "1"),
                ("inputFileBytes", Json.Int64(load.InputFileBytes)),
                ("outputRows", Json.Int64(load.OutputRows)),
                ("outputBytes", Json.Int64(load.OutputBytes)),
                ("badRecords", Json.Int64(load.BadRecords)))));
    }

    private static JsonObject WithSlots(JsonObject query, JobProgress progress)
    {
        query["totalSlotMs"] = Json.Int64(SlotMs(progress));
        return query;
    }

    public static long SlotMs(JobProgress progress) => progress is { StartedAt: { } start, EndedAt: { } end } ? (long)(end - start).TotalMilliseconds : 0;

    private static JsonObject QueryStatistics(IReadOnlyList<StatementResult> results, bool isScript)
    {
        var last = results.Count == 0 ? null : results[^1];
        var tables = results.SelectMany(result => result.ReferencedTables).Distinct().Select(table => (JsonNode)TableJson.Reference(table)).ToArray();
        var isDdl = !isScript && last?.StatementType is { } type && (type.StartsWith("CREATE", StringComparison.Ordinal) || type.StartsWith("DROP", StringComparison.Ordinal) || type.StartsWith("ALTER", StringComparison.Ordinal) || type == "TRUNCATE_TABLE");
        return Json.Object(
            ("totalBytesProcessed", Json.Int64(results.Sum(result => result.BytesProcessed))),
            ("totalBytesBilled", Json.Int64(Billing.Of(results))),
            ("cacheHit", false),
            ("statementType", isScript ? "SCRIPT" : last?.StatementType),
            ("referencedTables", tables.Length == 0 ? null : new JsonArray(tables)),
            ("schema", isScript || last is null || last.Schema.Count == 0 ? null : SchemaJson.Of(last.Schema)),
            ("numDmlAffectedRows", isScript ? null : Json.Int64(last?.RowsAffected)),
            ("dmlStats", isScript ? null : DmlJson.Stats(last)),
            ("ddlTargetTable", isDdl && last!.Target is { } target ? TableJson.Reference(target) : null),
            ("ddlOperationPerformed", !isDdl ? null : last!.StatementType.Split('_')[0] switch { "CREATE" => "CREATE", "DROP" => "DROP", "ALTER" => "ALTER", _ => "REPLACE" }));
    }
}
