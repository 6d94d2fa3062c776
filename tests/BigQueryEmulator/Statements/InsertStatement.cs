using MarketingPipeline.BigQueryEmulator.Engine;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>INSERT: its VALUES or its query evaluated, and the rows appended.</summary>
public static class InsertStatement
{
    public static async Task<StatementResult> RunAsync(StatementServices services, BoundStatement statement, CancellationToken cancellation)
    {
        var insert = (ASTInsertStatementProto)ResolvedTree.Unwrap(statement.Parsed)!;
        var resolved = (ResolvedInsertStmtProto)ResolvedTree.Unwrap(statement.Analysis.Statement)!;
        var table = DmlTarget.Of(statement, resolved.TableScan);
        StoredField[] columns = [.. resolved.InsertColumnList.Select(column => table.Schema.First(field => field.Name.Equals(column.Name, StringComparison.OrdinalIgnoreCase)))];
        var sql = insert.Query is { } query
            ? await FittingAsync(services, statement, columns, statement.Rewritten(ResolvedTree.Base<ASTNodeProto>(query)!.ParseLocationRange), cancellation)
            : Values(statement, insert.Rows.Rows, columns);
        var answer = await services.Evaluator.EvaluateAsync(sql, statement, null, cancellation);
        int[] places = [.. table.Schema.Select(field => Array.IndexOf(columns, field))];
        var rows = answer.Rows.Select(row => StoredRows.Of(table.Schema, [.. places.Select(at => at < 0 ? new ValueProto() : row.Cell[at])])).ToArray();
        StoredRows.Checked(table.Schema, rows);
        statement.Scope.Session.Change(table.Id, stored => (stored ?? throw statement.Scope.NotFound(table.Id)) with { Rows = stored.Rows.AddRange(rows) });
        statement.Scope.Session.RowCount = rows.Length;
        return new StatementResult("INSERT", [], []) { BytesProcessed = answer.BytesProcessed, RowsAffected = rows.Length, ReferencedTables = answer.Read, Target = table.Id };
    }

    /// <summary>The query itself where its types are the columns'; more around a deep one can end the engine.</summary>
    private static async Task<string> FittingAsync(StatementServices services, BoundStatement statement, StoredField[] columns, string query, CancellationToken cancellation)
    {
        var output = await services.Evaluator.OutputAsync(query, statement, cancellation);
        return output.Select(column => column.Type).SequenceEqual(columns.Select(SqlTypes.TypeOf)) ? query : Coerced(columns, query);
    }

    /// <summary>A query's rows as columns of other types take them: it is a SELECT's second part, whose first names the columns and has no rows.</summary>
    public static string Coerced(IReadOnlyList<StoredField> columns, string query)
    {
        var names = columns.Select((_, at) => $"column_{at}").ToArray();
        var types = columns.Select(column => SqlTypes.SqlName(SqlTypes.TypeOf(column))).ToArray();
        return $"SELECT {string.Join(", ", names.Zip(types, (name, type) => $"CAST({name} AS {type}) AS {name}"))} FROM ("
            + $"SELECT {string.Join(", ", names.Zip(types, (name, type) => $"CAST(NULL AS {type}) AS {name}"))} FROM UNNEST(CAST([] AS ARRAY<INT64>)) UNION ALL ({query}\n))";
    }

    private static string Values(BoundStatement statement, IEnumerable<ASTInsertValuesRowProto> rows, StoredField[] columns)
    {
        var types = columns.Select(column => SqlTypes.SqlName(SqlTypes.TypeOf(column))).ToArray();
        return string.Join(" UNION ALL ", rows.Select(row =>
            $"SELECT {string.Join(", ", row.Values.Select((value, at) => $"CAST({DmlTarget.ValueText(statement, value)} AS {types[at]}) AS column_{at}"))}"));
    }
}
