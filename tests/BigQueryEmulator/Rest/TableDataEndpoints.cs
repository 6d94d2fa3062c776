using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using MarketingPipeline.BigQueryEmulator.Loading;
using MarketingPipeline.BigQueryEmulator.Statements;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Rest;

/// <summary>tabledata.list and a plain tabledata.insertAll, whose rows can be read at once.</summary>
public static class TableDataEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, RestContext rest)
    {
        routes.MapGet("/projects/{project}/datasets/{dataset}/tables/{table}/data", (HttpContext http, string project, string dataset, string table) => ListAsync(http, rest, new(project, dataset, table)));
        routes.MapPost("/projects/{project}/datasets/{dataset}/tables/{table}/insertAll", (HttpContext http, string project, string dataset, string table) => InsertAsync(http, rest, new(project, dataset, table)));
    }

    private static async Task ListAsync(HttpContext http, RestContext rest, TableId id)
    {
        var table = rest.Jobs.Find(id);
        if (table.ViewSql is not null)
        {
            throw new SqlException("invalid", $"Cannot list a table of type VIEW.");
        }

        IReadOnlyList<ValueProto> rows = Partitions.Split(id).Partition is { } partition ? Partitions.Inside(table, partition).ToList() : table.Rows;
        var schema = table.Schema;
        if (http.Request.Query["selectedFields"].ToString() is { Length: > 0 } selected)
        {
            var narrowed = Selected(schema, [.. selected.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]);
            rows = new ReshapedRows(rows, schema, narrowed);
            schema = narrowed;
        }

        var (page, next) = Paging.Rows(rows, schema, Paging.Start(http.Request), Paging.Number(http.Request, "maxResults"), Paging.Timestamps(http.Request));
        await Json.WriteAsync(http, Json.Object(
            ("kind", "bigquery#tableDataList"),
            ("etag", table.ETag),
            ("totalRows", Json.Int64(rows.Count)),
            ("pageToken", next),
            ("rows", page.Count == 0 ? null : page)));
    }

    private static ImmutableArray<StoredField> Selected(ImmutableArray<StoredField> schema, string[] paths, string prefix = "")
    {
        var fields = new List<StoredField>();
        foreach (var field in schema)
        {
            var path = prefix + field.Name;
            if (paths.Contains(path, StringComparer.OrdinalIgnoreCase))
            {
                fields.Add(field);
            }
            else if (paths.Any(other => other.StartsWith(path + ".", StringComparison.OrdinalIgnoreCase)))
            {
                fields.Add(field with { Fields = Selected(field.Fields, paths, path + ".") });
            }
        }

        if (prefix.Length == 0)
        {
            foreach (var path in paths.Where(path => !schema.Any(field => field.Name.Equals(path.Split('.')[0], StringComparison.OrdinalIgnoreCase))))
            {
                throw new SqlException("invalid", $"No such field: {path}");
            }
        }

        return [.. fields];
    }

    private static async Task InsertAsync(HttpContext http, RestContext rest, TableId id)
    {
        var body = await Json.ReadAsync(http, "TableDataInsertAllRequest");
        var table = RestContext.Table(rest.Store.Current, id);
        var reader = new JsonRow(table.Schema, Json.Flag(body, "ignoreUnknownValues") ?? false);
        var rows = new List<ValueProto>();
        var wrong = new JsonArray();
        var asked = body["rows"] as JsonArray ?? throw new SqlException("required", "Required parameter is missing: rows");
        for (var i = 0; i < asked.Count; i++)
        {
            try
            {
                using var document = JsonDocument.Parse(asked[i]?["json"]?.ToJsonString() ?? "{}");
                rows.Add(reader.Read(document.RootElement));
            }
            catch (BadValueException error)
            {
                wrong.Add((JsonNode)RowError(i, "invalid", error.Field, error.Message));
            }
        }

        var skips = Json.Flag(body, "skipInvalidRows") ?? false;
        if (wrong.Count > 0 && !skips)
        {
            var bad = wrong.Select(error => error!["index"]!.GetValue<int>()).ToHashSet();
            for (var i = 0; i < asked.Count; i++)
            {
                if (!bad.Contains(i))
                {
                    wrong.Add((JsonNode)RowError(i, "stopped", "", ""));
                }
            }
        }
        else
        {
            rest.Store.Change(state => new TableWrite(id, table.Schema, rows) { CreateDisposition = "CREATE_NEVER" }.Apply(state, rest.Now));
        }

        await Json.WriteAsync(http, Json.Object(("kind", "bigquery#tableDataInsertAllResponse"), ("insertErrors", wrong.Count == 0 ? null : wrong)));
    }

    private static JsonObject RowError(int index, string reason, string location, string message) => new()
    {
        ["index"] = index,
        ["errors"] = new JsonArray(Json.Object(("reason", reason), ("location", location), ("debugInfo", ""), ("message", message))),
    };

    /// <summary>Rows narrowed only as they are read, so that a page does not cost the whole table.</summary>
    private sealed class ReshapedRows(IReadOnlyList<ValueProto> rows, ImmutableArray<StoredField> from, ImmutableArray<StoredField> to) : IReadOnlyList<ValueProto>
    {
        public int Count => rows.Count;

        public ValueProto this[int index] => SchemaChange.Reshape([rows[index]], from, to).Single();

        public IEnumerator<ValueProto> GetEnumerator() => SchemaChange.Reshape(rows, from, to).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
