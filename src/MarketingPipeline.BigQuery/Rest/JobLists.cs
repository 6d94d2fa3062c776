using System.Text.Json;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>Lists jobs.</summary>
internal sealed class JobLists(BigQueryEndpoint endpoint, RestTransport transport)
{
    /// <summary>The statements of a script, oldest first.</summary>
    public async Task<IReadOnlyList<JobStatistics>> ChildrenAsync(string parentJobId, CancellationToken cancellation)
    {
        var children = new List<JobStatistics>();
        await foreach (var job in transport.PagesAsync(
            pageToken => endpoint.Method("jobs", ("parentJobId", parentJobId), ("projection", "full"), ("maxResults", "1000"), ("pageToken", pageToken)),
            "jobs",
            cancellation).ConfigureAwait(false))
        {
            children.Add(Read(job));
        }

        // The list is newest first; jobs of one millisecond keep its order, turned round.
        children.Reverse();
        return children.OrderBy(job => job.CreatedAt).ToList();
    }

    // An entry of a list has its error beside its status as well as in it.
    private static JobStatistics Read(JsonElement job)
    {
        var statistics = JobStatistics.Of(job);
        return statistics.ErrorReason is not null || job.At("errorResult").Text("reason") is not { } reason
            ? statistics
            : statistics with { ErrorReason = reason, ErrorMessage = job.At("errorResult").Text("message") };
    }
}
