using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>Jobs and table references as REST writes them.</summary>
internal static class JobJson
{
    /// <summary>The configuration of a query job.</summary>
    public static JsonObject Query(string project, QueryRequest request, bool dryRun = false)
    {
        var query = new JsonObject { ["query"] = request.Sql, ["useLegacySql"] = false };
        if (request.Dataset is not null)
        {
            query["defaultDataset"] = new JsonObject { ["projectId"] = project, ["datasetId"] = request.Dataset };
        }

        QueryParameters.Write(query, request.Parameters);
        if (request.Destination is not null)
        {
            query["destinationTable"] = Reference(request.Destination);
        }

        if (request.WriteDisposition is not null)
        {
            query["writeDisposition"] = request.WriteDisposition;
        }

        if (request.MaximumBytesBilled is { } bytes)
        {
            query["maximumBytesBilled"] = bytes.ToString(CultureInfo.InvariantCulture);
        }

        var configuration = new JsonObject { ["query"] = query };
        if (dryRun)
        {
            configuration["dryRun"] = true;
        }

        return Common(configuration, request.Labels, request.Timeout);
    }

    /// <summary>What every kind of job's configuration may say.</summary>
    public static JsonObject Common(JsonObject configuration, IReadOnlyDictionary<string, string> labels, TimeSpan? timeout)
    {
        if (timeout is { } limit)
        {
            configuration["jobTimeoutMs"] = ((long)limit.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        }

        if (Labels.Write(labels) is { } fit)
        {
            configuration["labels"] = fit;
        }

        return configuration;
    }

    /// <summary>The body of jobs.insert; without an id for a dry run, which leaves no job behind.</summary>
    public static JsonObject Job(JobAddress address, JsonObject configuration)
    {
        var reference = new JsonObject { ["projectId"] = address.Project };
        if (address.JobId is not null)
        {
            reference["jobId"] = address.JobId;
        }

        if (address.Location is not null)
        {
            reference["location"] = address.Location;
        }

        return new JsonObject { ["jobReference"] = reference, ["configuration"] = configuration.DeepClone() };
    }

    public static JsonObject Reference(TableName table) =>
        new() { ["projectId"] = table.Project, ["datasetId"] = table.Dataset, ["tableId"] = table.Table };

    public static TableName? TableOf(JsonElement reference) =>
        reference.Text("tableId") is { } table ? new TableName(reference.Text("projectId") ?? "", reference.Text("datasetId") ?? "", table) : null;
}
