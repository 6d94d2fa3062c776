using System.Runtime.CompilerServices;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>Reads a table's rows without a job, which costs nothing; for small tables.</summary>
internal sealed class TableRows(BigQueryEndpoint endpoint, RestTransport transport)
{
    public async IAsyncEnumerable<Row> ReadAsync(TableInfo table, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string[] names = [.. table.Schema.Select(field => field.Name)];
        var home = endpoint with { Project = table.Name.Project };
        string? pageToken = null;
        do
        {
            var page = await transport.ReadAsync(
                RestRequest.Get(home.Method(
                    BigQueryEndpoint.Path("datasets", table.Name.Dataset, "tables", table.Name.Table, "data"),
                    ("maxResults", "10000"),
                    ("formatOptions.useInt64Timestamp", "true"),
                    ("pageToken", pageToken))),
                cancellation).ConfigureAwait(false);
            foreach (var row in page.At("rows").Items())
            {
                yield return new Row(names, RowValues.Read(row, table.Schema));
            }

            pageToken = page.Text("pageToken");
        }
        while (!string.IsNullOrEmpty(pageToken));
    }
}
