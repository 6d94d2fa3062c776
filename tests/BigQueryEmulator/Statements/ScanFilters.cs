using Google.Protobuf;
using MarketingPipeline.BigQueryEmulator.Engine;
using Zetasql;
using Filter = (long Column, MarketingPipeline.BigQueryEmulator.Statements.ColumnConstraint Constraint);

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>
/// Which constants a statement compares the columns of each of its scans with, as far as that is plain. Only comparisons
/// that no row may fail are told, so that rows that fail one need not be read.
/// </summary>
public sealed class ScanFilters
{
    private readonly Dictionary<string, List<(ResolvedWithRefScanProto Scan, Filter[] Filters)>> _references = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(ResolvedTableScanProto Scan, Filter[] Filters)> _scans = [];
    private readonly ConstraintReader _reader;

    private ScanFilters(ConstraintReader reader) => _reader = reader;

    public static IReadOnlyList<(ResolvedTableScanProto Scan, Filter[] Filters)> Of(IMessage statement, ConstraintReader reader)
    {
        var filters = new ScanFilters(reader);
        filters.Visit(ResolvedTree.Unwrap(statement)!, []);
        return filters._scans;
    }

    private void Visit(IMessage? wrapped, Filter[] filters)
    {
        switch (ResolvedTree.Unwrap(wrapped))
        {
            case null:
                return;
            case ResolvedTableScanProto scan:
                _scans.Add((scan, filters));
                return;
            case ResolvedFilterScanProto filter:
                Visit(filter.FilterExpr, []);
                Visit(filter.InputScan, [.. filters, .. _reader.Read(filter.FilterExpr)]);
                return;
            case ResolvedProjectScanProto project:
                VisitAll(project.ExprList);
                Visit(project.InputScan, Renamed(filters, project.ExprList));
                return;
            case ResolvedOrderByScanProto order:
                Visit(order.InputScan, filters);
                return;
            case ResolvedArrayScanProto array:
                Visit(array.ArrayExpr, []);
                Visit(array.JoinExpr, []);
                Visit(array.InputScan, filters);
                return;
            case ResolvedAggregateScanProto aggregate:
                VisitAll(aggregate.Parent.GroupByList);
                VisitAll(aggregate.Parent.AggregateList);
                Visit(aggregate.Parent.InputScan, aggregate.Parent.GroupingSetList.Count > 0 ? [] : OfKeys(filters, aggregate.Parent.GroupByList));
                return;
            case ResolvedJoinScanProto join:
                var on = _reader.Read(join.JoinExpr).ToArray();
                Visit(join.JoinExpr, []);
                var (keepsLeft, keepsRight) = join.JoinType switch
                {
                    ResolvedJoinScanEnums.Types.JoinType.Inner => (false, false),
                    ResolvedJoinScanEnums.Types.JoinType.Left => (true, false),
                    ResolvedJoinScanEnums.Types.JoinType.Right => (false, true),
                    _ => (true, true),
                };
                Visit(join.LeftScan, [.. keepsRight ? OfFound(filters) : filters, .. keepsLeft ? [] : on]);
                Visit(join.RightScan, [.. keepsLeft ? OfFound(filters) : filters, .. keepsRight ? [] : on]);
                return;
            case ResolvedSetOperationScanProto set:
                foreach (var item in set.InputItemList)
                {
                    Visit(item.Scan, Mapped(filters, set.Parent.ColumnList, item.OutputColumnList));
                }

                return;
            case ResolvedWithRefScanProto reference:
                if (!_references.TryGetValue(reference.WithQueryName, out var known))
                {
                    _references[reference.WithQueryName] = known = [];
                }

                known.Add((reference, filters));
                return;
            case ResolvedWithScanProto with:
                Visit(with.Query, filters);
                // An entry is read by those after it: the last one first.
                foreach (var entry in with.WithEntryList.Reverse())
                {
                    var columns = (ResolvedTree.Base<ResolvedScanProto>(ResolvedTree.Unwrap(entry.WithSubquery)!) ?? new ResolvedScanProto()).ColumnList;
                    Visit(entry.WithSubquery, !with.Recursive && _references.GetValueOrDefault(entry.WithQueryName) is [var only] ? Mapped(only.Filters, only.Scan.Parent.ColumnList, columns) : []);
                }

                return;
            case var node:
                VisitAll(ResolvedTree.Children(node));
                return;
        }
    }

    private void VisitAll(IEnumerable<IMessage> nodes)
    {
        foreach (var node in nodes)
        {
            Visit(node, []);
        }
    }

    /// <summary>What holds for the rows of a side that the join completes with NULLs: not what is said of those NULLs.</summary>
    private static Filter[] OfFound(Filter[] filters) => [.. filters.Where(filter => !filter.Constraint.IsKnown || !filter.Constraint.Allows(new ValueProto()))];

    private static Filter[] Renamed(Filter[] filters, IEnumerable<ResolvedComputedColumnProto> computed)
    {
        var sources = SourcesOf(computed);
        return [.. filters.Select(filter => sources.TryGetValue(filter.Column, out var source) ? filter with { Column = source } : filter)];
    }

    private static Filter[] OfKeys(Filter[] filters, IEnumerable<ResolvedComputedColumnProto> keys)
    {
        var sources = SourcesOf(keys);
        return [.. filters.Where(filter => sources.ContainsKey(filter.Column)).Select(filter => filter with { Column = sources[filter.Column] })];
    }

    private static Dictionary<long, long> SourcesOf(IEnumerable<ResolvedComputedColumnProto> computed) => computed
        .Where(column => ResolvedTree.Unwrap(column.Expr) is ResolvedColumnRefProto)
        .ToDictionary(column => column.Column.ColumnId, column => ((ResolvedColumnRefProto)ResolvedTree.Unwrap(column.Expr)!).Column.ColumnId);

    private static Filter[] Mapped(Filter[] filters, IReadOnlyList<ResolvedColumnProto> from, IReadOnlyList<ResolvedColumnProto> to)
    {
        var places = from.Take(to.Count).Select((column, at) => (column.ColumnId, at)).GroupBy(pair => pair.ColumnId).ToDictionary(group => group.Key, group => group.First().at);
        return [.. filters.Where(filter => places.ContainsKey(filter.Column)).Select(filter => filter with { Column = to[places[filter.Column]].ColumnId })];
    }
}
