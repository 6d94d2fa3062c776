using MarketingPipeline.BigQueryEmulator.Engine;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>UPDATE and DELETE: a SELECT tells which rows, by their numbers, and their new values.</summary>
public static class UpdateStatement
{
    public static async Task<StatementResult> UpdateAsync(StatementServices services, BoundStatement statement, CancellationToken cancellation)
    {
        var update = (ASTUpdateStatementProto)ResolvedTree.Unwrap(statement.Parsed)!;
        var resolved = (ResolvedUpdateStmtProto)ResolvedTree.Unwrap(statement.Analysis.Statement)!;
        var table = DmlTarget.Of(statement, resolved.TableScan);
        var items = ColumnAssignment.Of(table, resolved.UpdateItemList, update.UpdateItemList.UpdateItems);
        var values = items.Select(item => $"CAST({DmlTarget.ValueText(statement, item.Value)} AS {SqlTypes.SqlName(item.Type)})");
        var from = update.FromClause is { } clause ? $", {statement.Rewritten(ResolvedTree.Base<ASTNodeProto>(ResolvedTree.Unwrap(clause.TableExpression)!)!.ParseLocationRange)}" : "";
        var sql = $"SELECT {DmlTarget.Alias(table, update.Alias)}.{RowNumber.Name}, {string.Join(", ", values)} FROM {DmlTarget.From(statement, table, update.Alias)}{from}\nWHERE {DmlTarget.Expression(statement, update.Where)}";
        var answer = await services.Evaluator.EvaluateAsync(sql, statement, table.Id, cancellation);
        var changed = new Dictionary<int, ValueProto>();
        foreach (var row in answer.Rows)
        {
            var number = (int)row.Cell[0].Int64Value;
            var copy = table.Rows[number].Clone();
            foreach (var (item, value) in items.Zip(row.Cell.Skip(1)))
            {
                item.Apply(copy, value);
            }

            if (!changed.TryAdd(number, StoredRows.Of(table.Schema, copy.StructValue.Field)))
            {
                throw new SqlException("invalidQuery", "UPDATE/MERGE must match at most one source row for each target row");
            }
        }

        StoredRows.Checked(table.Schema, [.. changed.Values]);
        DmlTarget.Replace(statement.Scope.Session, table, stored => stored with { Rows = Replaced(stored, changed, []) });
        return Result("UPDATE", statement, table, answer, changed.Count);
    }

    public static async Task<StatementResult> DeleteAsync(StatementServices services, BoundStatement statement, CancellationToken cancellation)
    {
        var delete = (ASTDeleteStatementProto)ResolvedTree.Unwrap(statement.Parsed)!;
        var table = DmlTarget.Of(statement, ((ResolvedDeleteStmtProto)ResolvedTree.Unwrap(statement.Analysis.Statement)!).TableScan);
        var sql = $"SELECT {DmlTarget.Alias(table, delete.Alias)}.{RowNumber.Name} FROM {DmlTarget.From(statement, table, delete.Alias)}\nWHERE {DmlTarget.Expression(statement, delete.Where)}";
        var answer = await services.Evaluator.EvaluateAsync(sql, statement, table.Id, cancellation);
        var gone = answer.Rows.Select(row => (int)row.Cell[0].Int64Value).ToHashSet();
        DmlTarget.Replace(statement.Scope.Session, table, stored => stored with { Rows = Replaced(stored, [], gone) });
        return Result("DELETE", statement, table, answer, gone.Count);
    }

    public static StatementResult Truncate(BoundStatement statement)
    {
        var table = DmlTarget.Of(statement, ((ResolvedTruncateStmtProto)ResolvedTree.Unwrap(statement.Analysis.Statement)!).TableScan);
        statement.Scope.Session.Change(table.Id, stored => (stored ?? throw statement.Scope.NotFound(table.Id)) with { Rows = [] });
        return Result("TRUNCATE_TABLE", statement, table, new QueryAnswer([], 0, []), table.Rows.Count);
    }

    /// <summary>A table's rows with some changed and some left out, by their numbers.</summary>
    public static System.Collections.Immutable.ImmutableList<ValueProto> Replaced(StoredTable table, Dictionary<int, ValueProto> changed, HashSet<int> gone)
    {
        if (changed.Count + gone.Count == 0)
        {
            return table.Rows;
        }

        return [.. table.Rows.Select((row, at) => (row, at)).Where(pair => !gone.Contains(pair.at)).Select(pair => changed.GetValueOrDefault(pair.at, pair.row))];
    }

    public static StatementResult Result(string type, BoundStatement statement, StoredTable table, QueryAnswer answer, long affected)
    {
        statement.Scope.Session.RowCount = affected;
        return new StatementResult(type, [], []) { BytesProcessed = answer.BytesProcessed, RowsAffected = affected, ReferencedTables = answer.Read, Target = table.Id };
    }
}
