using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using DuckDB.NET.Data;
using MarketingPipeline.BigQueryEmulator.Storage;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.DuckDb;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>Export files as BigQuery would hold them: a schema, and rows as JSON lines.</summary>
internal static class ExportFiles
{
    public static (ImmutableArray<StoredField> Schema, string Rows) Read(IReadOnlyList<string> files, string where = "TRUE")
    {
        var list = "[" + string.Join(", ", files.Select(file => "'" + file.Replace("'", "''", StringComparison.Ordinal) + "'")) + "]";
        var reader = files[0].EndsWith(".parquet", StringComparison.Ordinal) ? $"read_parquet({list})" : $"read_json({list}, columns = {Ga4Schema.JsonColumns}, format = 'auto', maximum_object_size = 67108864)";
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        var schema = ImmutableArray.CreateBuilder<StoredField>();
        using (var describe = connection.CreateCommand())
        {
            describe.CommandText = $"DESCRIBE SELECT * FROM {reader}";
            using var columns = describe.ExecuteReader();
            while (columns.Read())
            {
                schema.Add(Field(columns.GetString(0), DuckDbTypes.Parse(columns.GetString(1))));
            }
        }

        var rows = new StringBuilder();
        using var select = connection.CreateCommand();
        select.CommandText = $"SELECT CAST(to_json(exported) AS VARCHAR) FROM {reader} AS exported WHERE {where}";
        using var lines = select.ExecuteReader();
        while (lines.Read())
        {
            rows.Append(CultureInfo.InvariantCulture, $"{lines.GetString(0)}\n");
        }

        return (schema.ToImmutable(), rows.ToString());
    }

    private static StoredField Field(string name, SourceShape shape) => new(name, Type(shape), shape.IsRepeated ? "REPEATED" : "NULLABLE", [.. shape.Fields.Select(field => Field(field.Key, field.Value))]);

    private static string Type(SourceShape shape) => shape switch
    {
        { Fields.Count: > 0 } => "RECORD",
        { Type: "BIGINT" or "INTEGER" or "UBIGINT" or "HUGEINT" } => "INTEGER",
        { Type: "DOUBLE" or "FLOAT" } => "FLOAT",
        { Type: "BOOLEAN" } => "BOOLEAN",
        { Type: "DATE" } => "DATE",
        _ => "STRING",
    };
}
