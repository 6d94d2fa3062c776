using System.Text.Json.Nodes;
using MarketingPipeline.BigQueryEmulator.Jobs;

namespace MarketingPipeline.BigQueryEmulator.Rest;

/// <summary>jobs.insert, get, list and cancel.</summary>
public static class JobEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, RestContext rest, JobSubmission submission)
    {
        routes.MapPost("/projects/{project}/jobs", async (HttpContext http, string project) =>
            await Json.WriteAsync(http, await submission.InsertAsync(http, project, await Json.ReadAsync(http, "Job"), file: null)));

        routes.MapGet("/projects/{project}/jobs/{id}", async (HttpContext http, string project, string id) =>
            await Json.WriteAsync(http, JobJson.Of(rest.Jobs.Get(project, id, http.Request.Query["location"]), rest.Jobs, RestContext.AddressOf(http.Request))));

        routes.MapPost("/projects/{project}/jobs/{id}/cancel", async (HttpContext http, string project, string id) =>
        {
            var job = rest.Jobs.Get(project, id, http.Request.Query["location"]);
            JobService.Cancel(job);
            await Json.WriteAsync(http, Json.Object(("kind", "bigquery#jobCancelResponse"), ("job", JobJson.Of(job, rest.Jobs, RestContext.AddressOf(http.Request)))));
        });

        routes.MapGet("/projects/{project}/jobs", async (HttpContext http, string project) =>
        {
            var query = http.Request.Query;
            var states = query["stateFilter"].Select(state => state!.ToUpperInvariant()).ToHashSet();
            var earliest = Paging.Number(http.Request, "minCreationTime") ?? long.MinValue;
            var latest = Paging.Number(http.Request, "maxCreationTime") ?? long.MaxValue;
            // Every job is the one user's, so allUsers changes nothing.
            var all = rest.Jobs.List(project, query["parentJobId"].ToString() is { Length: > 0 } parent ? parent : null)
                .Where(job => (states.Count == 0 || states.Contains(job.Progress.State)) && job.CreatedAt.ToUnixTimeMilliseconds() >= earliest && job.CreatedAt.ToUnixTimeMilliseconds() <= latest)
                .ToList();
            var (items, next) = Paging.Page(all, http.Request);
            var full = query["projection"].ToString().Equals("full", StringComparison.OrdinalIgnoreCase);
            await Json.WriteAsync(http, Json.Object(
                ("kind", "bigquery#jobList"),
                ("etag", Guid.NewGuid().ToString("N")),
                ("jobs", items.Count == 0 ? null : new JsonArray([.. items.Select(job => (JsonNode)JobJson.Item(job, rest.Jobs, full))])),
                ("nextPageToken", next)));
        });
    }
}
