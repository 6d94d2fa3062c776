using System.Net;
using System.Text.Json.Nodes;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>The datasets of the project.</summary>
internal sealed class Datasets(BigQueryEndpoint endpoint, RestTransport transport)
{
    public async Task<DatasetInfo?> GetAsync(string name, CancellationToken cancellation)
    {
        try
        {
            return DatasetInfo.Of(await transport.ReadAsync(RestRequest.Get(endpoint.Method(BigQueryEndpoint.Path("datasets", name))), cancellation).ConfigureAwait(false));
        }
        catch (BigQueryException error) when (error.Reason == ErrorReasons.NotFound)
        {
            return null;
        }
    }

    public async Task<bool> CreateAsync(string name, string? location, string? description, IReadOnlyDictionary<string, string> labels, CancellationToken cancellation)
    {
        var dataset = new JsonObject { ["datasetReference"] = new JsonObject { ["projectId"] = endpoint.Project, ["datasetId"] = name } };
        if (location is not null)
        {
            dataset["location"] = location;
        }

        if (description is not null)
        {
            dataset["description"] = description;
        }

        if (Labels.Write(labels) is { } fit)
        {
            dataset["labels"] = fit;
        }

        try
        {
            await transport.SendAsync(RestRequest.Post(endpoint.Method("datasets"), dataset), cancellation).ConfigureAwait(false);
            return true;
        }
        catch (BigQueryException error) when (error.HttpStatus == HttpStatusCode.Conflict)
        {
            return false;
        }
    }
}
