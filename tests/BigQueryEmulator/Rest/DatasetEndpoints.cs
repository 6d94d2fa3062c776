using System.Text.Json.Nodes;
using MarketingPipeline.BigQueryEmulator.Statements;
using MarketingPipeline.BigQueryEmulator.Storage;

namespace MarketingPipeline.BigQueryEmulator.Rest;

/// <summary>datasets.*</summary>
public static class DatasetEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, RestContext rest)
    {
        routes.MapPost("/projects/{project}/datasets", async (HttpContext http, string project) =>
        {
            var dataset = DatasetJson.Read(await Json.ReadAsync(http, "Dataset"), project, rest.Location, rest.Now);
            rest.Store.Change(state => state.Datasets.ContainsKey((project, dataset.Dataset))
                ? throw new SqlException("duplicate", $"Already Exists: Dataset {project}:{dataset.Dataset}")
                : state with { Datasets = state.Datasets.Add((project, dataset.Dataset), dataset) });
            await Json.WriteAsync(http, DatasetJson.Of(dataset, RestContext.AddressOf(http.Request)));
        });

        routes.MapGet("/projects/{project}/datasets", async (HttpContext http, string project) =>
        {
            var all = rest.Store.Current.Datasets.Values
                .Where(dataset => dataset.Project == project && (http.Request.Query["all"] == "true" || !dataset.Dataset.StartsWith('_')))
                .OrderBy(dataset => dataset.Dataset, StringComparer.Ordinal).ToList();
            var (items, next) = Paging.Page(all, http.Request);
            await Json.WriteAsync(http, Json.Object(
                ("kind", "bigquery#datasetList"),
                ("datasets", items.Count == 0 ? null : new JsonArray([.. items.Select(dataset => (JsonNode)DatasetJson.Item(dataset))])),
                ("nextPageToken", next)));
        });

        routes.MapGet("/projects/{project}/datasets/{dataset}", async (HttpContext http, string project, string dataset) =>
            await Json.WriteAsync(http, DatasetJson.Of(RestContext.Dataset(rest.Store.Current, project, dataset), RestContext.AddressOf(http.Request))));

        routes.MapPatch("/projects/{project}/datasets/{dataset}", (HttpContext http, string project, string dataset) => ChangeAsync(http, rest, project, dataset, replaces: false));
        routes.MapPut("/projects/{project}/datasets/{dataset}", (HttpContext http, string project, string dataset) => ChangeAsync(http, rest, project, dataset, replaces: true));

        routes.MapDelete("/projects/{project}/datasets/{dataset}", (HttpContext http, string project, string dataset) =>
        {
            rest.Store.Change(state =>
            {
                RestContext.CheckMatch(http.Request, RestContext.Dataset(state, project, dataset).ETag);
                var tables = state.Tables.Keys.Where(id => id.Project == project && id.Dataset == dataset).ToArray();
                if (tables.Length > 0 && http.Request.Query["deleteContents"] != "true")
                {
                    throw new SqlException("resourceInUse", $"Dataset {project}:{dataset} is still in use");
                }

                return new(state.Datasets.Remove((project, dataset)), state.Tables.RemoveRange(tables));
            });
            http.Response.StatusCode = StatusCodes.Status204NoContent;
        });
    }

    private static async Task ChangeAsync(HttpContext http, RestContext rest, string project, string name, bool replaces)
    {
        var body = await Json.ReadAsync(http, "Dataset");
        var now = rest.Now;
        var state = rest.Store.Change(state =>
        {
            var dataset = RestContext.Dataset(state, project, name);
            RestContext.CheckMatch(http.Request, dataset.ETag);
            if (Json.Text(body, "location") is { } location && !location.Equals(dataset.Location, StringComparison.OrdinalIgnoreCase))
            {
                throw new SqlException("invalid", "Dataset location cannot be changed.");
            }

            var known = replaces ? new StoredDataset(dataset.Project, dataset.Dataset, dataset.Location, dataset.CreatedAt) : dataset;
            return state with { Datasets = state.Datasets.SetItem((project, name), DatasetJson.Changed(known, body, now)) };
        });
        await Json.WriteAsync(http, DatasetJson.Of(state.Datasets[(project, name)], RestContext.AddressOf(http.Request)));
    }
}
