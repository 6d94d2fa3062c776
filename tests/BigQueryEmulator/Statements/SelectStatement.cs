using System.Collections.Immutable;
using System.Globalization;
using MarketingPipeline.BigQueryEmulator.Engine;
using MarketingPipeline.BigQueryEmulator.Statements.Rules;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>SELECT: its rows are the result, or those of a destination.</summary>
public static class SelectStatement
{
    public static async Task<StatementResult> RunAsync(StatementServices services, BoundStatement statement, bool single, CancellationToken cancellation)
    {
        var session = statement.Scope.Session;
        var schema = SchemaOf(statement.Analysis.Output);
        var query = (ASTQueryStatementProto)ResolvedTree.Unwrap(statement.Parsed)!;
        var answer = await services.Evaluator.EvaluateAsync(statement.Rewritten(ResolvedTree.Base<ASTNodeProto>(query)!.ParseLocationRange), statement, null, cancellation);
        ValueProto[] rows = [.. answer.Rows.Select(row => StoredRows.Of(schema, row.Cell))];
        var destination = single ? session.Request.Destination : null;
        if (destination is { } id)
        {
            statement.Scope.Existing((id.Project, id.Dataset));
            session.Change(id, table => Written(session, id, table, schema, rows));
        }

        return new StatementResult("SELECT", schema, rows) { BytesProcessed = answer.BytesProcessed, ReferencedTables = answer.Read, Target = destination };
    }

    /// <summary>A result's columns; those without a name are numbered.</summary>
    public static ImmutableArray<StoredField> SchemaOf(IReadOnlyList<OutputColumn> output)
    {
        DuplicateColumns.Check(output.Select(column => column.Name));
        var unnamed = 0;
        return [.. output.Select(column => SqlTypes.FieldOf(column.Name.StartsWith('$') || column.Name.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"f{unnamed++}_") : column.Name, column.Type))];
    }

    private static StoredTable Written(ScriptSession session, TableId id, StoredTable? table, ImmutableArray<StoredField> schema, ValueProto[] rows)
    {
        if (table is null)
        {
            return new StoredTable(id, schema, [.. rows], session.Clock.GetUtcNow());
        }

        switch (session.Request.WriteDisposition)
        {
            case "WRITE_TRUNCATE":
                return table with { Schema = schema, Rows = [.. rows] };
            case "WRITE_APPEND":
                foreach (var field in schema.Where(field => !table.Schema.Any(known => Same(known, field))))
                {
                    throw new SqlException("invalid", $"Provided Schema does not match Table {id.Project}:{id.Dataset}.{id.Table}. Cannot add fields (field: {field.Name})");
                }

                int[] places = [.. table.Schema.Select(known => schema.IndexOf(schema.FirstOrDefault(field => Same(known, field))!))];
                var added = rows.Select(row => StoredRows.Of(table.Schema, [.. places.Select(at => at < 0 ? new ValueProto() : row.StructValue.Field[at])])).ToArray();
                return table with { Rows = table.Rows.AddRange(StoredRows.Checked(table.Schema, added)) };
            default:
                return table.Rows.Count == 0 ? table with { Schema = schema, Rows = [.. rows] } : throw new SqlException("duplicate", $"Already Exists: Table {id.Project}:{id.Dataset}.{id.Table}");
        }
    }

    private static bool Same(StoredField left, StoredField right) => left.Name.Equals(right.Name, StringComparison.OrdinalIgnoreCase);
}
