using Google.Protobuf;
using MarketingPipeline.BigQueryEmulator.Engine;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>
/// The columns that a statement's result depends on. The engine's own pruning keeps what a <c>SELECT *</c> below names,
/// BigQuery reads and bills none of that.
/// </summary>
public static class UsedColumns
{
    public static HashSet<long> Of(IMessage statement)
    {
        var nodes = ResolvedTree.All(statement).ToArray();
        var used = nodes.OfType<ResolvedColumnRefProto>().Select(column => column.Column.ColumnId)
            .Concat(nodes.OfType<ResolvedOutputColumnProto>().Select(column => column.Column.ColumnId))
            .Concat(nodes.OfType<ResolvedSubqueryExprProto>().SelectMany(subquery => ColumnsOf(subquery.Subquery)).Select(column => column.ColumnId))
            .ToHashSet();
        // Scans that name columns by their position pass on which of them are used: until nothing changes.
        var entries = nodes.OfType<ResolvedWithEntryProto>().ToLookup(entry => entry.WithQueryName, StringComparer.OrdinalIgnoreCase);
        var unions = nodes.OfType<ResolvedSetOperationScanProto>().ToArray();
        var references = nodes.OfType<ResolvedWithRefScanProto>().ToArray();
        used.UnionWith(nodes.OfType<ResolvedRecursiveScanProto>().SelectMany(scan => scan.NonRecursiveTerm.OutputColumnList.Concat(scan.RecursiveTerm.OutputColumnList)).Select(column => column.ColumnId));
        for (var before = -1; before != used.Count;)
        {
            before = used.Count;
            foreach (var union in unions)
            {
                var all = union.OpType != ResolvedSetOperationScanEnums.Types.SetOperationType.UnionAll;
                foreach (var item in union.InputItemList)
                {
                    Pass(union.Parent.ColumnList, item.OutputColumnList, used, all);
                }
            }

            foreach (var reference in references)
            {
                foreach (var entry in entries[reference.WithQueryName])
                {
                    Pass(reference.Parent.ColumnList, ColumnsOf(entry.WithSubquery), used, false);
                }
            }
        }

        return used;
    }

    private static void Pass(IReadOnlyList<ResolvedColumnProto> from, IReadOnlyList<ResolvedColumnProto> to, HashSet<long> used, bool all)
    {
        for (var at = 0; at < to.Count; at++)
        {
            if (all || from.Count != to.Count || used.Contains(from[at].ColumnId))
            {
                used.Add(to[at].ColumnId);
            }
        }
    }

    private static IReadOnlyList<ResolvedColumnProto> ColumnsOf(IMessage scan) =>
        ResolvedTree.Base<ResolvedScanProto>(ResolvedTree.Unwrap(scan)!)?.ColumnList ?? (IReadOnlyList<ResolvedColumnProto>)[];
}
