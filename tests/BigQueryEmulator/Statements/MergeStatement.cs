using System.Globalization;
using MarketingPipeline.BigQueryEmulator.Engine;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;
using ActionType = Zetasql.ASTMergeActionEnums.Types.ActionType;
using MatchType = Zetasql.ASTMergeWhenClauseEnums.Types.MatchType;

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>MERGE: a SELECT over the full join tells for each pair of rows which clause applies, and the values of that clause.</summary>
public static class MergeStatement
{
    private const string Marker = "__source";

    public static async Task<StatementResult> RunAsync(StatementServices services, BoundStatement statement, CancellationToken cancellation)
    {
        var merge = (ASTMergeStatementProto)ResolvedTree.Unwrap(statement.Parsed)!;
        var resolved = (ResolvedMergeStmtProto)ResolvedTree.Unwrap(statement.Analysis.Statement)!;
        var table = DmlTarget.Of(statement, resolved.TableScan);
        var clauses = merge.WhenClauses.ClauseList.Zip(resolved.WhenClauseList, (written, typed) => new Clause(written, typed, table)).ToArray();
        var answer = await services.Evaluator.EvaluateAsync(Select(statement, merge, table, clauses), statement, table.Id, cancellation);
        var changed = new Dictionary<int, ValueProto>();
        var gone = new HashSet<int>();
        var added = new List<ValueProto>();
        foreach (var row in answer.Rows)
        {
            var at = (int)row.Cell[1].Int64Value;
            var first = 2 + clauses.Take(at).Sum(clause => clause.Count);
            clauses[at].Apply(table, (int)row.Cell[0].Int64Value, [.. row.Cell.Skip(first).Take(clauses[at].Count)], changed, gone, added);
        }

        StoredRows.Checked(table.Schema, [.. changed.Values, .. added]);
        DmlTarget.Replace(statement.Scope.Session, table, stored => stored with { Rows = UpdateStatement.Replaced(stored, changed, gone).AddRange(added) });
        return UpdateStatement.Result("MERGE", statement, table, answer, changed.Count + gone.Count + added.Count);
    }

    private static string Select(BoundStatement statement, ASTMergeStatementProto merge, StoredTable table, Clause[] clauses)
    {
        var source = ResolvedTree.Unwrap(merge.TableExpression)!;
        var named = source switch { ASTTablePathExpressionProto path => path.Alias, ASTTableSubqueryProto query => query.Alias, _ => null };
        var name = named?.Identifier.IdString ?? (source as ASTTablePathExpressionProto)?.PathExpr?.Names[^1].IdString;
        var from = $"{DmlTarget.From(statement, table, merge.Alias)} FULL JOIN (SELECT TRUE AS {Marker}, * FROM {statement.Rewritten(ResolvedTree.Base<ASTNodeProto>(source)!.ParseLocationRange)}\n){(name is null ? "" : $" AS `{name}`")} ON {DmlTarget.Expression(statement, merge.MergeCondition)}";
        var row = $"{DmlTarget.Alias(table, merge.Alias)}.{RowNumber.Name}";
        var action = $"CASE {string.Join(' ', clauses.Select((clause, at) => $"WHEN {clause.Condition(statement, row)} THEN {at.ToString(CultureInfo.InvariantCulture)}"))} END";
        var values = clauses.SelectMany((clause, at) => clause.Values(statement, name).Select(value => $", IF(({action}) = {at.ToString(CultureInfo.InvariantCulture)}, {value}, NULL)"));
        return $"SELECT {row}, {action}{string.Concat(values)} FROM {from} WHERE ({action}) IS NOT NULL";
    }

    private sealed class Clause(ASTMergeWhenClauseProto written, ResolvedMergeWhenProto typed, StoredTable table)
    {
        private readonly IReadOnlyList<ColumnAssignment> _items = written.Action.ActionType == ActionType.Update ? ColumnAssignment.Of(table, typed.UpdateItemList, written.Action.UpdateItemList.UpdateItems) : [];
        private readonly StoredField[] _columns = [.. typed.InsertColumnList.Select(column => table.Schema.First(field => field.Name.Equals(column.Name, StringComparison.OrdinalIgnoreCase)))];

        public int Count => written.Action.ActionType switch { ActionType.Update => _items.Count, ActionType.Insert => _columns.Length, _ => 0 };

        public string Condition(BoundStatement statement, string row) => (written.MatchType switch
        {
            MatchType.Matched => $"{row} IS NOT NULL AND {Marker} IS NOT NULL",
            MatchType.NotMatchedBySource => $"{row} IS NOT NULL AND {Marker} IS NULL",
            _ => $"{row} IS NULL",
        }) + (written.SearchCondition is { } condition ? $" AND {DmlTarget.Expression(statement, condition)}" : "");

        public IEnumerable<string> Values(BoundStatement statement, string? source) => written.Action.ActionType switch
        {
            ActionType.Update => _items.Select(item => $"CAST({DmlTarget.ValueText(statement, item.Value)} AS {SqlTypes.SqlName(item.Type)})"),
            // INSERT ROW names no values: they are the source's columns.
            ActionType.Insert when written.Action.InsertRow is not { Values.Count: > 0 } row => _columns.Select(column => $"CAST({(source is null ? "" : $"`{source}`.")}`{column.Name}` AS {SqlTypes.SqlName(SqlTypes.TypeOf(column))})"),
            ActionType.Insert => _columns.Zip(written.Action.InsertRow.Values, (column, value) => $"CAST({DmlTarget.ValueText(statement, value)} AS {SqlTypes.SqlName(SqlTypes.TypeOf(column))})"),
            _ => [],
        };

        public void Apply(StoredTable target, int number, ValueProto[] values, Dictionary<int, ValueProto> changed, HashSet<int> gone, List<ValueProto> added)
        {
            if (written.Action.ActionType == ActionType.Insert)
            {
                added.Add(StoredRows.Of(target.Schema, [.. target.Schema.Select(field => Array.IndexOf(_columns, field) is >= 0 and var at ? values[at] : new ValueProto())]));
                return;
            }

            if (changed.ContainsKey(number) || gone.Contains(number))
            {
                throw new SqlException("invalidQuery", "UPDATE/MERGE must match at most one source row for each target row");
            }

            if (written.Action.ActionType == ActionType.Delete)
            {
                gone.Add(number);
                return;
            }

            var copy = target.Rows[number].Clone();
            foreach (var (item, value) in _items.Zip(values))
            {
                item.Apply(copy, value);
            }

            changed[number] = StoredRows.Of(target.Schema, copy.StructValue.Field);
        }
    }
}
