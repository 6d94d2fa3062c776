using System.Runtime.CompilerServices;
using System.Text.Json;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>Reads a finished job's rows page by page; one page is in memory at a time.</summary>
internal sealed class QueryResults(BigQueryEndpoint endpoint, RestTransport transport)
{
    private const string PageRows = "20000";

    public async IAsyncEnumerable<Row> ReadAsync(JobStatistics job, [EnumeratorCancellation] CancellationToken cancellation)
    {
        IReadOnlyList<TableField>? fields = null;
        string[] names = [];
        string? pageToken = null;
        do
        {
            var page = await PageAsync(job, pageToken, cancellation).ConfigureAwait(false);
            if (fields is null)
            {
                fields = SchemaJson.Read(page.At("schema"));
                if (fields.Count == 0)
                {
                    fields = job.Schema;
                }

                names = fields.Select(field => field.Name).ToArray();
            }

            foreach (var row in page.At("rows").Items())
            {
                yield return new Row(names, RowValues.Read(row, fields));
            }

            pageToken = page.Text("pageToken");
        }
        while (!string.IsNullOrEmpty(pageToken));
    }

    // The job is done; that the result says otherwise for a moment is the server catching up.
    private async Task<JsonElement> PageAsync(JobStatistics job, string? pageToken, CancellationToken cancellation)
    {
        var request = RestRequest.Get(endpoint.Method(
            BigQueryEndpoint.Path("queries", job.JobId),
            ("location", job.Location ?? endpoint.Location),
            ("maxResults", PageRows),
            ("formatOptions.useInt64Timestamp", "true"),
            ("pageToken", pageToken)));
        while (true)
        {
            var page = await transport.ReadAsync(request, cancellation).ConfigureAwait(false);
            if (page.Flag("jobComplete") ?? true)
            {
                return page;
            }

            await Task.Delay(TimeSpan.FromSeconds(1), transport.Retrying.Clock, cancellation).ConfigureAwait(false);
        }
    }
}
