using System.Net;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>Tables of any project that the caller may see.</summary>
internal sealed class Tables(BigQueryEndpoint endpoint, RestTransport transport)
{
    public async Task<IReadOnlyList<TableListing>> ListAsync(string project, string dataset, CancellationToken cancellation)
    {
        var tables = new List<TableListing>();
        var home = endpoint with { Project = project };
        await foreach (var table in transport.PagesAsync(
            pageToken => home.Method(BigQueryEndpoint.Path("datasets", dataset, "tables"), ("maxResults", "1000"), ("pageToken", pageToken)),
            "tables",
            cancellation).ConfigureAwait(false))
        {
            tables.Add(new TableListing(
                table.At("tableReference").Text("tableId") ?? "", table.Text("type") ?? "TABLE", table.Moment("creationTime"), table.Moment("expirationTime")));
        }

        return tables;
    }

    public async Task<TableInfo?> GetAsync(TableName name, CancellationToken cancellation)
    {
        try
        {
            return TableInfo.Of(await transport.ReadAsync(RestRequest.Get(Address(name)), cancellation).ConfigureAwait(false));
        }
        catch (BigQueryException error) when (error.Reason == ErrorReasons.NotFound)
        {
            return null;
        }
    }

    public async Task<bool> CreateAsync(TableDefinition table, CancellationToken cancellation)
    {
        var home = endpoint with { Project = table.Name.Project };
        try
        {
            await transport.SendAsync(RestRequest.Post(home.Method(BigQueryEndpoint.Path("datasets", table.Name.Dataset, "tables")), table.ToJson()), cancellation).ConfigureAwait(false);
            return true;
        }
        catch (BigQueryException error) when (error.HttpStatus == HttpStatusCode.Conflict)
        {
            return false;
        }
    }

    public async Task<TableInfo> PatchAsync(TableName name, TablePatch patch, string? etag, CancellationToken cancellation)
    {
        var request = new RestRequest(HttpMethod.Patch, Address(name))
        {
            Content = RestRequest.Json(patch.ToJson()),
            Headers = Matching(etag),
        };
        return TableInfo.Of(await transport.ReadAsync(request, cancellation).ConfigureAwait(false));
    }

    public async Task<bool> DeleteAsync(TableName name, string? etag, CancellationToken cancellation)
    {
        try
        {
            await transport.SendAsync(new RestRequest(HttpMethod.Delete, Address(name)) { Headers = Matching(etag) }, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (BigQueryException error) when (error.Reason == ErrorReasons.NotFound)
        {
            return false;
        }
    }

    private static Dictionary<string, string> Matching(string? etag) => etag is null ? [] : new() { ["If-Match"] = etag };

    private Uri Address(TableName name) =>
        (endpoint with { Project = name.Project }).Method(BigQueryEndpoint.Path("datasets", name.Dataset, "tables", name.Table));
}
