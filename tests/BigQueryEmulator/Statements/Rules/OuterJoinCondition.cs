using MarketingPipeline.BigQueryEmulator.Engine;
using Google.Protobuf;
using Zetasql;
using JoinType = Zetasql.ResolvedJoinScanEnums.Types.JoinType;

namespace MarketingPipeline.BigQueryEmulator.Statements.Rules;

/// <summary>
/// An outer join is a hash join: some part of its condition must compare both sides for equality.
/// https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#join_types
/// </summary>
public static class OuterJoinCondition
{
    public static string? Find(ResolvedJoinScanProto join)
    {
        if (join.JoinType == JoinType.Inner)
        {
            return null;
        }

        var left = ColumnsOf(join.LeftScan);
        var right = ColumnsOf(join.RightScan);
        if (Conjuncts(join.JoinExpr).Any(part => IsEquality(part, left, right) || IsConstant(part)))
        {
            return null;
        }

        var name = join.JoinType switch { JoinType.Left => "LEFT", JoinType.Right => "RIGHT", _ => "FULL" };
        return $"{name} OUTER JOIN cannot be used without a condition that is an equality of fields from both sides of the join.";
    }

    private static HashSet<long> ColumnsOf(IMessage scan) =>
        ResolvedTree.Base<ResolvedScanProto>(ResolvedTree.Unwrap(scan)!)!.ColumnList.Select(column => column.ColumnId).ToHashSet();

    private static IEnumerable<IMessage> Conjuncts(IMessage? condition) => ResolvedTree.Unwrap(condition) switch
    {
        null => [],
        ResolvedFunctionCallProto { Parent.Function.Name: "ZetaSQL:$and" } call => call.Parent.ArgumentList.SelectMany(Conjuncts),
        var node => [node],
    };

    private static bool IsEquality(IMessage part, HashSet<long> left, HashSet<long> right) =>
        part is ResolvedFunctionCallProto { Parent: { Function.Name: "ZetaSQL:$equal" or "ZetaSQL:$is_not_distinct_from", ArgumentList: [var one, var other] } }
        && ((IsOf(one, left) && IsOf(other, right)) || (IsOf(one, right) && IsOf(other, left)));

    private static bool IsOf(IMessage expression, HashSet<long> columns)
    {
        var used = ResolvedTree.All<ResolvedColumnRefProto>(expression).Where(column => !column.IsCorrelated).ToArray();
        return used.Length > 0 && used.All(column => columns.Contains(column.Column.ColumnId));
    }

    // ON TRUE and ON FALSE are no comparison at all, and are allowed.
    private static bool IsConstant(IMessage part) => part is ResolvedLiteralProto;
}
