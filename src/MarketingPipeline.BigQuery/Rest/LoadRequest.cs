using System.Text.Json.Nodes;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>Rows of this process to load into a table, all of them or none.</summary>
internal sealed record LoadRequest
{
    public required TableName Table { get; init; }

    /// <summary>The columns, in the order of the rows' values.</summary>
    public required IReadOnlyList<TableField> Schema { get; init; }

    /// <summary>WRITE_TRUNCATE, WRITE_TRUNCATE_DATA, WRITE_APPEND or WRITE_EMPTY.</summary>
    public string WriteDisposition { get; init; } = "WRITE_TRUNCATE";

    /// <summary>CREATE_IF_NEEDED or CREATE_NEVER.</summary>
    public string CreateDisposition { get; init; } = "CREATE_IF_NEEDED";

    /// <summary>Labels of the job; made fit for BigQuery before they are sent.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>How long the server lets the job run.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What the job's id begins with.</summary>
    public string Prefix { get; init; } = "mp_load_";

    /// <summary>The job's configuration.</summary>
    public JsonObject ToJson() => JobJson.Common(
        new JsonObject
        {
            ["load"] = new JsonObject
            {
                ["destinationTable"] = JobJson.Reference(Table),
                ["schema"] = SchemaJson.Write(Schema),
                ["sourceFormat"] = "NEWLINE_DELIMITED_JSON",
                ["createDisposition"] = CreateDisposition,
                ["writeDisposition"] = WriteDisposition,
            },
        },
        Labels,
        Timeout);
}
