using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MarketingPipeline.BigQueryEmulator.Statements;
using MarketingPipeline.BigQueryEmulator.Storage;

namespace MarketingPipeline.BigQueryEmulator.Rest;

/// <summary>tables.*</summary>
public static class TableEndpoints
{
    private const string Tables = "/projects/{project}/datasets/{dataset}/tables";
    private const string Table = Tables + "/{table}";

    public static void Map(IEndpointRouteBuilder routes, RestContext rest)
    {
        routes.MapPost(Tables, (HttpContext http, string project, string dataset) => InsertAsync(http, rest, project, dataset));

        routes.MapGet(Tables, async (HttpContext http, string project, string dataset) =>
        {
            var state = rest.Store.Current;
            RestContext.Dataset(state, project, dataset);
            var all = state.Tables.Values.Where(table => table.Id.Project == project && table.Id.Dataset == dataset).OrderBy(table => table.Id.Table, StringComparer.Ordinal).ToList();
            var (items, next) = Paging.Page(all, http.Request);
            await Json.WriteAsync(http, Json.Object(
                ("kind", "bigquery#tableList"),
                ("etag", Guid.NewGuid().ToString("N")),
                ("tables", items.Count == 0 ? null : new JsonArray([.. items.Select(table => (JsonNode)TableJson.Item(table))])),
                ("nextPageToken", next),
                ("totalItems", all.Count)));
        });

        routes.MapGet(Table, async (HttpContext http, string project, string dataset, string table) => await WriteAsync(http, rest, rest.Jobs.Find(new(project, dataset, table))));
        routes.MapPatch(Table, (HttpContext http, string project, string dataset, string table) => ChangeAsync(http, rest, new(project, dataset, table), replaces: false));
        routes.MapPut(Table, (HttpContext http, string project, string dataset, string table) => ChangeAsync(http, rest, new(project, dataset, table), replaces: true));
        routes.MapDelete(Table, (HttpContext http, string project, string dataset, string table) =>
        {
            rest.Store.Change(state => Without(state, http.Request, new(project, dataset, table), rest.Now));
            http.Response.StatusCode = StatusCodes.Status204NoContent;
        });
    }

    private static async Task InsertAsync(HttpContext http, RestContext rest, string project, string dataset)
    {
        var body = await Json.ReadAsync(http, "Table");
        var id = TableJson.ReadReference(body["tableReference"], project, dataset);
        var table = TableJson.Read(body, id with { Project = project, Dataset = dataset }, RestContext.Dataset(rest.Store.Current, project, dataset), rest.Now);
        if (table.ViewSql is { } sql)
        {
            table = table with { Schema = [.. (await rest.Runner.DryRunAsync(new(sql, project), rest.Store, http.RequestAborted))[^1].Schema] };
        }

        rest.Store.Change(state =>
        {
            RestContext.Dataset(state, project, dataset);
            return state.Tables.ContainsKey(table.Id)
                ? throw new SqlException("duplicate", $"Already Exists: Table {project}:{dataset}.{table.Id.Table}")
                : state with { Tables = state.Tables.Add(table.Id, table) };
        });
        await WriteAsync(http, rest, table);
    }

    private static async Task ChangeAsync(HttpContext http, RestContext rest, TableId id, bool replaces)
    {
        var body = await Json.ReadAsync(http, "Table");
        var view = Json.Text(body["view"], "query");
        var viewSchema = view is null ? [] : (await rest.Runner.DryRunAsync(new(view, id.Project), rest.Store, http.RequestAborted))[^1].Schema;
        var now = rest.Now;
        var state = rest.Store.Change(state =>
        {
            var table = RestContext.Table(state, id);
            RestContext.CheckMatch(http.Request, table.ETag);
            if (replaces)
            {
                table = table with { Description = null, FriendlyName = null, Labels = ImmutableDictionary<string, string>.Empty, ExpiresAt = null, RequirePartitionFilter = false, PartitionExpiration = null };
            }

            if (view is not null && table.ViewSql is null)
            {
                throw new SqlException("invalid", $"Cannot turn table {id.Table} into a view.");
            }

            var changed = TableJson.Changed(table, body, now);
            return state with { Tables = state.Tables.SetItem(id, view is null ? changed : changed with { Schema = [.. viewSchema] }) };
        });
        await WriteAsync(http, rest, state.Tables[id]);
    }

    private static StoreState Without(StoreState state, HttpRequest request, TableId decorated, DateTimeOffset now)
    {
        var table = RestContext.Table(state, decorated);
        RestContext.CheckMatch(request, table.ETag);
        if (Partitions.Split(decorated).Partition is not { } partition)
        {
            return state with { Tables = state.Tables.Remove(table.Id) };
        }

        if (table.PartitionField is null || !Partitions.IsValid(table, partition))
        {
            throw new SqlException("invalid", $"Invalid partition {partition} of table {table.Id.Table}.");
        }

        var kept = Partitions.Outside(table, partition).ToImmutableList();
        if (kept.Count == table.Rows.Count)
        {
            throw new SqlException("notFound", $"Not found: Partition {decorated.Project}:{decorated.Dataset}.{decorated.Table}");
        }

        return state with { Tables = state.Tables.SetItem(table.Id, table with { Rows = kept, ModifiedAt = now, ETag = Guid.NewGuid().ToString("N") }) };
    }

    private static Task WriteAsync(HttpContext http, RestContext rest, StoredTable table) =>
        Json.WriteAsync(http, TableJson.Of(table, rest.Store.Current.Datasets.GetValueOrDefault((table.Id.Project, table.Id.Dataset))?.Location ?? rest.Location, RestContext.AddressOf(http.Request)));
}
