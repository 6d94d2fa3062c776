using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MarketingPipeline.BigQueryEmulator.Statements;
using MarketingPipeline.BigQueryEmulator.Storage;

namespace MarketingPipeline.BigQueryEmulator.Rest;

/// <summary>A table as the API writes it, and the changes that the API may ask for.</summary>
public static class TableJson
{
    public static JsonObject Of(StoredTable table, string location, Uri address)
    {
        var json = Item(table);
        var bytes = LogicalSize.Of(table);
        json["kind"] = "bigquery#table";
        json["etag"] = table.ETag;
        json["selfLink"] = new Uri(address, $"/bigquery/v2/projects/{table.Id.Project}/datasets/{table.Id.Dataset}/tables/{table.Id.Table}").ToString();
        json["location"] = location;
        json["schema"] = SchemaJson.Of(table.Schema);
        json["lastModifiedTime"] = Json.Millis(table.ModifiedAt);
        json["numRows"] = Json.Int64(table.Rows.Count);
        json["numBytes"] = Json.Int64(bytes);
        json["numLongTermBytes"] = "0";
        json["numTotalLogicalBytes"] = Json.Int64(bytes);
        json["numActiveLogicalBytes"] = Json.Int64(bytes);
        if (table.Description is not null)
        {
            json["description"] = table.Description;
        }

        if (table.ViewSql is not null)
        {
            json["view"] = Json.Object(("query", table.ViewSql), ("useLegacySql", false));
        }

        return json;
    }

    /// <summary>A table as a list has it: without its rows' number, its bytes and when it changed.</summary>
    public static JsonObject Item(StoredTable table) => Json.Object(
        ("kind", "bigquery#table"),
        ("id", $"{table.Id.Project}:{table.Id.Dataset}.{table.Id.Table}"),
        ("tableReference", Reference(table.Id)),
        ("friendlyName", table.FriendlyName),
        ("labels", DatasetJson.Labels(table.Labels)),
        ("type", table.ViewSql is null ? "TABLE" : "VIEW"),
        ("view", table.ViewSql is null ? null : Json.Object(("useLegacySql", false))),
        ("timePartitioning", table.PartitionField is null ? null : Partitioning(table)),
        ("requirePartitionFilter", table.RequirePartitionFilter ? true : null),
        ("clustering", table.Clustering.IsEmpty ? null : Clustering(table.Clustering)),
        ("creationTime", Json.Millis(table.CreatedAt)),
        ("expirationTime", Json.Millis(table.ExpiresAt)));

    public static JsonObject Reference(TableId id) => Json.Object(("projectId", id.Project), ("datasetId", id.Dataset), ("tableId", id.Table));

    /// <exception cref="SqlException">The reference lacks a part.</exception>
    public static TableId ReadReference(JsonNode? json, string project, string? dataset = null) => new(
        Json.Text(json, "projectId") ?? project,
        Json.Text(json, "datasetId") ?? dataset ?? throw new SqlException("required", "Required parameter is missing: datasetId"),
        Json.Text(json, "tableId") ?? throw new SqlException("required", "Required parameter is missing: tableId"));

    /// <summary>A new table of the body; a view's schema is still to be found.</summary>
    public static StoredTable Read(JsonObject body, TableId id, StoredDataset dataset, DateTimeOffset now)
    {
        if (id.Table.Length is 0 or > 1024 || id.Table.AsSpan().ContainsAny("$.`:/\\"))
        {
            throw new SqlException("invalid", $"Invalid table ID \"{id.Table}\".");
        }

        var (field, type) = ReadPartitioning(body["timePartitioning"]);
        var table = new StoredTable(id, SchemaJson.Read(body["schema"]), ImmutableList<Zetasql.ValueProto>.Empty, now)
        {
            ViewSql = Json.Text(body["view"], "query"),
            PartitionField = field,
            PartitionType = type ?? "DAY",
            PartitionExpiration = field is null ? null : dataset.DefaultPartitionExpiration,
            ExpiresAt = now + dataset.DefaultTableExpiration,
        };
        body.Remove("schema");
        return Changed(table, body, now);
    }

    /// <summary>The table with what the body has; what it has not stays.</summary>
    /// <exception cref="SqlException">The change is not one that BigQuery makes.</exception>
    public static StoredTable Changed(StoredTable table, JsonObject body, DateTimeOffset now)
    {
        var partitioning = body["timePartitioning"];
        // A change of the expiration need not name the column again.
        var named = Json.Text(partitioning, "field") is not null || table.PartitionField is null;
        if (partitioning is not null && named && ReadPartitioning(partitioning) != (table.PartitionField, table.PartitionType))
        {
            throw new SqlException("invalid", "Cannot convert non partitioned/clustered table to partitioned/clustered table, or change its partitioning.");
        }

        var schema = body["schema"] is null ? [] : SchemaJson.Read(body["schema"]);
        var changed = table with
        {
            Schema = schema.IsEmpty || table.ViewSql is not null ? table.Schema : SchemaChange.Merge(table.Id, table.Schema, schema, mayAdd: true, mayRelax: true, mayOmit: false),
            ViewSql = Json.Text(body["view"], "query") ?? table.ViewSql,
            Description = body.ContainsKey("description") ? Json.Text(body, "description") : table.Description,
            FriendlyName = body.ContainsKey("friendlyName") ? Json.Text(body, "friendlyName") : table.FriendlyName,
            Labels = DatasetJson.Changed(table.Labels, body),
            ExpiresAt = body.ContainsKey("expirationTime") ? Json.Number(body, "expirationTime") is { } at and not 0 ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null : table.ExpiresAt,
            PartitionExpiration = partitioning is JsonObject spec && spec.ContainsKey("expirationMs") ? DatasetJson.Span(spec, "expirationMs") : table.PartitionExpiration,
            RequirePartitionFilter = body.ContainsKey("requirePartitionFilter") ? Json.Flag(body, "requirePartitionFilter") ?? false : Json.Flag(partitioning, "requirePartitionFilter") ?? table.RequirePartitionFilter,
            Clustering = body.ContainsKey("clustering") ? [.. Json.Texts(body["clustering"], "fields")] : table.Clustering,
            ModifiedAt = now,
            ETag = Guid.NewGuid().ToString("N"),
        };
        TableRules.Check(changed);
        return changed with { Rows = [.. SchemaChange.Reshape(table.Rows, table.Schema, changed.Schema)] };
    }

    public static (string? Field, string? Type) ReadPartitioning(JsonNode? json)
    {
        if (json is null)
        {
            return (null, null);
        }

        var type = Json.Text(json, "type") ?? "DAY";
        if (type is not ("DAY" or "HOUR" or "MONTH" or "YEAR"))
        {
            throw new SqlException("invalid", $"Invalid value for type: {type} is not a valid value");
        }

        return (Json.Text(json, "field") ?? throw new SqlException("notImplemented", "The emulator partitions by a column only, not by the time of ingestion."), type);
    }

    public static JsonObject Clustering(IEnumerable<string> fields) => new() { ["fields"] = new JsonArray([.. fields.Select(field => (JsonNode)field)]) };

    private static JsonObject Partitioning(StoredTable table) => Json.Object(
        ("type", table.PartitionType),
        ("field", table.PartitionField),
        ("expirationMs", Json.Millis(table.PartitionExpiration)),
        ("requirePartitionFilter", table.RequirePartitionFilter ? true : null));
}
