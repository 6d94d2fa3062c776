using System.Text.Json.Nodes;
using MarketingPipeline.BigQueryEmulator.Jobs;
using MarketingPipeline.BigQueryEmulator.Loading;
using MarketingPipeline.BigQueryEmulator.Statements;
using MarketingPipeline.BigQueryEmulator.Storage;

namespace MarketingPipeline.BigQueryEmulator.Rest;

/// <summary>Job configurations as what the jobs run on.</summary>
public static class ConfigurationReader
{
    private static readonly string[] WriteDispositions = ["WRITE_TRUNCATE", "WRITE_TRUNCATE_DATA", "WRITE_APPEND", "WRITE_EMPTY"];

    /// <exception cref="SqlException">The configuration lacks something, or wants what the emulator has not.</exception>
    public static QuerySpec Query(JsonNode query, string project)
    {
        var sql = Json.Text(query, "query");
        if (string.IsNullOrWhiteSpace(sql))
        {
            throw new SqlException("required", "Required parameter is missing: query");
        }

        if (Json.Flag(query, "useLegacySql") ?? true)
        {
            throw new SqlException("notImplemented", "The emulator has no legacy SQL, which is the API's default: set useLegacySql to false.");
        }

        var request = new SqlRequest(sql, Json.Text(query["defaultDataset"], "projectId") ?? project)
        {
            DefaultDataset = Json.Text(query["defaultDataset"], "datasetId"),
            Parameters = ParameterReader.Read(query["queryParameters"], Json.Text(query, "parameterMode")),
            MaximumBytesBilled = Json.Number(query, "maximumBytesBilled"),
        };
        return new(request, query["destinationTable"] is { } table ? Write(query, TableJson.ReadReference(table, project), "WRITE_EMPTY") : null);
    }

    /// <exception cref="SqlException">The configuration lacks something, or wants what the emulator has not.</exception>
    public static LoadOptions Load(JsonNode load, string project)
    {
        var target = TableJson.ReadReference(load["destinationTable"] ?? throw new SqlException("required", "Required parameter is missing: destinationTable"), project);
        if (load["sourceUris"] is JsonArray { Count: > 0 })
        {
            throw new SqlException("notImplemented", "The emulator loads uploaded files only, no sourceUris.");
        }

        if (load["hivePartitioningOptions"] is not null || load["rangePartitioning"] is not null)
        {
            throw new SqlException("notImplemented", "The emulator has no hive or range partitioning.");
        }

        var format = Json.Text(load, "sourceFormat")?.ToUpperInvariant() ?? "CSV";
        if (format is not ("CSV" or "NEWLINE_DELIMITED_JSON" or "PARQUET"))
        {
            throw new SqlException("notImplemented", $"The emulator does not load {format}.");
        }

        var encoding = Json.Text(load, "encoding") ?? "UTF-8";
        if (encoding is not ("UTF-8" or "UTF8"))
        {
            throw new SqlException("notImplemented", $"The emulator reads no {encoding}.");
        }

        return new(Write(load, target, "WRITE_APPEND") with { Schema = SchemaJson.Read(load["schema"]) }, format)
        {
            Autodetect = Json.Flag(load, "autodetect"),
            IgnoreUnknownValues = Json.Flag(load, "ignoreUnknownValues") ?? false,
            MaxBadRecords = (int)(Json.Number(load, "maxBadRecords") ?? 0),
            Csv = Csv(load),
        };
    }

    public static TimeSpan? Timeout(JsonNode configuration) => Json.Number(configuration, "jobTimeoutMs") is { } millis and > 0 ? TimeSpan.FromMilliseconds(millis) : null;

    private static TableWrite Write(JsonNode json, TableId target, string usualDisposition)
    {
        var disposition = Json.Text(json, "writeDisposition")?.ToUpperInvariant() ?? usualDisposition;
        if (!WriteDispositions.Contains(disposition))
        {
            throw new SqlException("invalid", $"Invalid value for writeDisposition: {disposition} is not a valid value");
        }

        var (field, type) = TableJson.ReadPartitioning(json["timePartitioning"]);
        var updates = Json.Texts(json, "schemaUpdateOptions");
        return new(target, [], [])
        {
            WriteDisposition = disposition,
            CreateDisposition = Json.Text(json, "createDisposition") ?? "CREATE_IF_NEEDED",
            MayAddFields = updates.Contains("ALLOW_FIELD_ADDITION"),
            MayRelaxFields = updates.Contains("ALLOW_FIELD_RELAXATION"),
            PartitionField = field,
            PartitionType = type,
            PartitionExpiration = DatasetJson.Span(json["timePartitioning"], "expirationMs"),
            RequirePartitionFilter = Json.Flag(json["timePartitioning"], "requirePartitionFilter") ?? false,
            Clustering = json["clustering"] is { } clustering ? [.. Json.Texts(clustering, "fields")] : null,
        };
    }

    private static CsvFormat Csv(JsonNode load)
    {
        var delimiter = Json.Text(load, "fieldDelimiter") switch { null or "" => ',', "\\t" or "tab" => '\t', var text => text[0] };
        var quote = Json.Text(load, "quote") switch { null => '"', "" => '\0', var text => text[0] };
        var markers = Json.Texts(load, "nullMarkers");
        return new(
            delimiter,
            quote,
            (int)(Json.Number(load, "skipLeadingRows") ?? 0),
            markers.Count > 0 ? markers : [Json.Text(load, "nullMarker") ?? ""],
            Json.Flag(load, "allowQuotedNewlines") ?? false,
            Json.Flag(load, "allowJaggedRows") ?? false);
    }
}
