using Google.Protobuf;
using MarketingPipeline.BigQueryEmulator.Engine;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Statements.Rules;

/// <summary>
/// A subquery that reads a table and refers to the outer row must turn into a join: one of its references must be an equality, and it has no LIMIT.
/// https://cloud.google.com/bigquery/docs/reference/standard-sql/subqueries#correlated_subquery_concepts
/// </summary>
public static class CorrelatedSubquery
{
    public const string Message = "Correlated subqueries that reference other tables are not supported unless they can be de-correlated, such as by transforming them into an efficient JOIN.";

    public static string? Find(ResolvedSubqueryExprProto subquery)
    {
        var outer = subquery.ParameterList.Select(column => column.Column.ColumnId).ToHashSet();
        if (outer.Count == 0 || !ResolvedTree.All(subquery.Subquery).Any(node => node is ResolvedTableScanProto or ResolvedWithRefScanProto))
        {
            return null;
        }

        return IsJoin(subquery.Subquery, outer, limited: false) ? null : Message;
    }

    // Whether the references to the outer row make a condition of a join: one that compares for equality, and below no LIMIT.
    private static bool IsJoin(IMessage? wrapped, HashSet<long> outer, bool limited)
    {
        switch (ResolvedTree.Unwrap(wrapped))
        {
            case null:
                return true;
            case ResolvedLimitOffsetScanProto limit:
                return IsJoin(limit.InputScan, outer, limited: true);
            case ResolvedFilterScanProto filter:
                var correlated = Conjuncts(filter.FilterExpr).Where(part => Refers(part, outer)).ToArray();
                return (correlated.Length == 0 || (!limited && correlated.Any(part => IsEquality(part, outer)))) && IsJoin(filter.InputScan, outer, limited);
            case ResolvedProjectScanProto project:
                return (!limited || !project.ExprList.Any(column => Refers(column, outer))) && IsJoin(project.InputScan, outer, limited);
            case ResolvedAggregateScanProto aggregate:
                return !aggregate.Parent.AggregateList.Concat(aggregate.Parent.GroupByList).Any(column => Refers(column, outer)) && IsJoin(aggregate.Parent.InputScan, outer, limited);
            case ResolvedOrderByScanProto order:
                return IsJoin(order.InputScan, outer, limited);
            case ResolvedJoinScanProto join:
                return !Refers(join.JoinExpr, outer) && IsJoin(join.LeftScan, outer, limited) && IsJoin(join.RightScan, outer, limited);
            case ResolvedArrayScanProto array:
                return IsJoin(array.InputScan, outer, limited);
            case var scan:
                return !Refers(scan, outer);
        }
    }

    private static IEnumerable<IMessage> Conjuncts(IMessage? condition) => ResolvedTree.Unwrap(condition) switch
    {
        null => [],
        ResolvedFunctionCallProto { Parent.Function.Name: "ZetaSQL:$and" } call => call.Parent.ArgumentList.SelectMany(Conjuncts),
        var node => [node],
    };

    private static bool Refers(IMessage? node, HashSet<long> outer) =>
        ResolvedTree.All<ResolvedColumnRefProto>(node).Any(column => outer.Contains(column.Column.ColumnId));

    private static bool IsEquality(IMessage part, HashSet<long> outer) =>
        part is ResolvedFunctionCallProto { Parent: { Function.Name: "ZetaSQL:$equal", ArgumentList: [var one, var other] } } && Refers(one, outer) != Refers(other, outer)
        && (HasInner(one, outer) != HasInner(other, outer));

    private static bool HasInner(IMessage node, HashSet<long> outer) => ResolvedTree.All<ResolvedColumnRefProto>(node).Any(column => !outer.Contains(column.Column.ColumnId));
}
