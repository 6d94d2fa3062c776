using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MarketingPipeline.BigQueryEmulator.Faults;
using MarketingPipeline.BigQueryEmulator.Jobs;
using MarketingPipeline.BigQueryEmulator.Statements;

namespace MarketingPipeline.BigQueryEmulator.Rest;

/// <summary>Starts the job that a request describes.</summary>
public sealed partial class JobSubmission(RestContext rest)
{
    private readonly QueryJob _queries = new(rest.Jobs, rest.Runner, rest.Store);

    /// <summary>jobs.insert: the answer is the job as it is right after it was started, or a dry run's figures.</summary>
    /// <exception cref="SqlException">The request is wrong, or its job id taken.</exception>
    public async Task<JsonObject> InsertAsync(HttpContext http, string project, JsonObject body, byte[]? file)
    {
        var configuration = Json.WithoutNulls(body["configuration"]) as JsonObject ?? throw new SqlException("required", "Required parameter is missing: configuration");
        var reference = body["jobReference"];
        if (Json.Text(reference, "projectId") is { } other && other != project)
        {
            throw new SqlException("invalid", $"Invalid project ID '{other}': it differs from the request's project '{project}'.");
        }

        var id = Json.Text(reference, "jobId") ?? JobService.NewId();
        if (!ValidId().IsMatch(id))
        {
            throw new SqlException("invalid", $"Invalid job ID \"{id}\". Job IDs must be alphanumeric (plus underscores and dashes) and must be at most 1024 characters long.");
        }

        var location = Json.Text(reference, "location");
        var address = RestContext.AddressOf(http.Request);
        if (Json.Flag(configuration, "dryRun") ?? false)
        {
            return await DryRunAsync(http, project, location, configuration);
        }

        var job = configuration switch
        {
            { } when configuration["query"] is JsonObject => StartQuery(http, project, id, location, configuration),
            { } when configuration["load"] is JsonObject => StartLoad(http, project, id, location, configuration, file),
            _ => throw new SqlException("notImplemented", "The emulator runs query and load jobs only."),
        };
        return JobJson.Of(job, rest.Jobs, address);
    }

    public Job StartQuery(HttpContext http, string project, string id, string? location, JsonObject configuration)
    {
        var spec = ConfigurationReader.Query(configuration["query"]!, project);
        var state = rest.Store.Current;
        var isScript = ScriptText.IsScript(spec.Request.Sql);
        configuration["jobType"] = "QUERY";
        configuration["query"]!["priority"] ??= "INTERACTIVE";
        if (!isScript)
        {
            configuration["query"]!["writeDisposition"] ??= spec.Destination?.WriteDisposition ?? "WRITE_TRUNCATE";
        }

        var job = rest.Jobs.Add(project, id, JobLocation.Of(location, JobLocation.DatasetsOf(spec, state), state, rest.Location), configuration, isScript);
        rest.Jobs.Start(job, FaultPlan.JobFaultOf(http), ConfigurationReader.Timeout(configuration), cancellation => _queries.RunAsync(job, spec, cancellation));
        return job;
    }

    private Job StartLoad(HttpContext http, string project, string id, string? location, JsonObject configuration, byte[]? file)
    {
        var options = ConfigurationReader.Load(configuration["load"]!, project);
        if (file is null)
        {
            throw new SqlException("required", "Load configuration must specify at least one source URI");
        }

        configuration["jobType"] = "LOAD";
        var target = options.Write.Target;
        var job = rest.Jobs.Add(project, id, JobLocation.Of(location, [(target.Project, target.Dataset)], rest.Store.Current, rest.Location), configuration);
        rest.Jobs.Start(job, FaultPlan.JobFaultOf(http), ConfigurationReader.Timeout(configuration), cancellation => LoadJob.RunAsync(job, options, file, rest.Store, cancellation));
        return job;
    }

    private async Task<JsonObject> DryRunAsync(HttpContext http, string project, string? location, JsonObject configuration)
    {
        if (configuration["query"] is not { } query)
        {
            throw new SqlException("notImplemented", "The emulator runs only queries dry.");
        }

        var spec = ConfigurationReader.Query(query, project);
        var state = rest.Store.Current;
        var results = await rest.Runner.DryRunAsync(spec.Request, rest.Store, http.RequestAborted);
        configuration["jobType"] = "QUERY";
        return JobJson.OfDryRun(project, JobLocation.Of(location, JobLocation.DatasetsOf(spec, state), state, rest.Location), configuration, results, rest.Now);
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,1024}$")]
    private static partial Regex ValidId();
}
