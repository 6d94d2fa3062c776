using MarketingPipeline.Core.Modeling;

namespace MarketingPipeline.Core.Warehouses;

/// <summary>The few statements that are no model's.</summary>
internal static class SqlStatements
{
    /// <summary>True of every row; said where all of a table is meant that asks every query for its dates.</summary>
    public static string OnAnyDate(string column) => $"({column} >= DATE '0001-01-01' OR {column} IS NULL)";

    /// <summary>The same for a model's whole table: a condition where the table asks for one, else none.</summary>
    public static string? OnAnyDate(Model model, string prefix = "") => model.Layer == ModelLayer.Staging ? OnAnyDate(prefix + model.Partition!) : null;

    public static SqlStatement InsertSelect(ISqlDialect dialect, string table, IReadOnlyList<ModelColumn> columns, SqlStatement select) =>
        select with { Text = $"INSERT INTO {dialect.Identifier(table)} ({Names(dialect, columns)})\n{select.Text}" };

    public static string Insert(ISqlDialect dialect, string table, IReadOnlyList<ModelColumn> columns, IReadOnlyList<object?[]> rows) =>
        $"INSERT INTO {dialect.Identifier(table)} ({Names(dialect, columns)}) VALUES\n{string.Join(",\n", rows.Select(row => "(" + string.Join(", ", row.Select(dialect.Literal)) + ")"))}";

    /// <summary>What follows IN; of no date one that none is.</summary>
    public static string Dates(ISqlDialect dialect, IEnumerable<DateOnly> dates) =>
        string.Join(", ", dates.Select(date => dialect.Literal(date))) is { Length: > 0 } list ? $"({list})" : "(CAST(NULL AS DATE))";

    public static string Names(ISqlDialect dialect, IReadOnlyList<ModelColumn> columns) => string.Join(", ", columns.Select(column => dialect.Identifier(column.Name)));
}
