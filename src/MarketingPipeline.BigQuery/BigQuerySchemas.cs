using MarketingPipeline.BigQuery.Rest;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Sources;
using Definition = MarketingPipeline.Core.Warehouses.TableDefinition;

namespace MarketingPipeline.BigQuery;

/// <summary>The product's columns and the export's as BigQuery's schemas.</summary>
internal static class BigQuerySchemas
{
    public static IReadOnlyList<TableField> Of(IEnumerable<ModelColumn> columns) => [.. columns.Select(Of)];

    /// <summary>A table's shape, with types as SQL spells them.</summary>
    public static SourceShape Shape(IReadOnlyList<TableField> fields) => new("", Fields(fields));

    /// <summary>
    /// What has to be added to a table that is there, so that it has the definition's columns; null for nothing.
    /// </summary>
    /// <exception cref="PipelineException">A column is there with another type.</exception>
    public static IReadOnlyList<TableField>? Missing(TableInfo table, Definition definition)
    {
        var there = table.Schema.ToDictionary(field => field.Name, StringComparer.OrdinalIgnoreCase);
        var wanted = Of(definition.Columns);
        var other = wanted.FirstOrDefault(field => there.TryGetValue(field.Name, out var found) && (found.Type != field.Type || found.IsRepeated != field.IsRepeated));
        if (other is not null)
        {
            throw new PipelineException(
                PipelineErrorKind.WarehouseFailed,
                $"Table {table.Name} has its column '{other.Name}' as {there[other.Name].Type}; this version writes {other.Type}.",
                "The table is of another version or not the pipeline's. Rename or delete it, then run Invoke-StagingRefresh and Invoke-MartBuild with -FullRefresh.",
                table.Name.ToString());
        }

        TableField[] missing = [.. wanted.Where(field => !there.ContainsKey(field.Name))];
        return missing.Length == 0 ? null : [.. table.Schema, .. missing];
    }

    private static TableField Of(ModelColumn column)
    {
        var (type, mode, fields) = column.Type switch
        {
            ColumnType.String => ("STRING", "NULLABLE", []),
            ColumnType.Int64 => ("INTEGER", "NULLABLE", []),
            ColumnType.Float64 => ("FLOAT", "NULLABLE", []),
            ColumnType.Numeric => ("NUMERIC", "NULLABLE", []),
            ColumnType.Bool => ("BOOLEAN", "NULLABLE", []),
            ColumnType.Date => ("DATE", "NULLABLE", []),
            ColumnType.Timestamp => ("TIMESTAMP", "NULLABLE", []),
            ColumnType.Items => ("RECORD", "REPEATED", Ga4Items.Schema),
            _ => throw new ArgumentOutOfRangeException(nameof(column), column.Type, null),
        };
        return new TableField(column.Name, type, mode, fields, column.Description);
    }

    private static Dictionary<string, SourceShape> Fields(IReadOnlyList<TableField> fields) => fields.ToDictionary(
        field => field.Name,
        field => new SourceShape(SqlType(field.Type), Fields(field.Fields), field.IsRepeated),
        StringComparer.Ordinal);

    private static string SqlType(string type) => type switch
    {
        "INTEGER" => "INT64",
        "FLOAT" => "FLOAT64",
        "BOOLEAN" => "BOOL",
        "RECORD" => "",
        _ => type,
    };
}
