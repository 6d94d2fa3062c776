using System.Text.Json.Nodes;
using MarketingPipeline.BigQueryEmulator.Statements;

namespace MarketingPipeline.BigQueryEmulator.Rest;

/// <summary>How many rows a DML statement changed.</summary>
public static class DmlJson
{
    /// <summary>Null for a statement that is no DML, and for MERGE, of which only the sum is known.</summary>
    public static JsonObject? Stats(StatementResult? result) => result is not { RowsAffected: { } rows } ? null : result.StatementType switch
    {
        "INSERT" => Stats(rows, 0, 0),
        "UPDATE" => Stats(0, rows, 0),
        "DELETE" or "TRUNCATE_TABLE" => Stats(0, 0, rows),
        _ => null,
    };

    private static JsonObject Stats(long inserted, long updated, long deleted) => new()
    {
        ["insertedRowCount"] = Json.Int64(inserted),
        ["updatedRowCount"] = Json.Int64(updated),
        ["deletedRowCount"] = Json.Int64(deleted),
    };
}
