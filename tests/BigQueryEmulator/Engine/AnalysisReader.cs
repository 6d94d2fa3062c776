using Google.Protobuf;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Engine;

/// <summary>Reads a resolved statement.</summary>
public static class AnalysisReader
{
    public static Analysis Read(AnyResolvedStatementProto statement, SqlCatalog catalog)
    {
        var node = ResolvedTree.Unwrap(statement)!;
        return new Analysis(KindOf(node), [.. OutputOf(node)], [.. TablesOf(node, catalog)], statement);
    }

    /// <summary>ResolvedCreateTableAsSelectStmtProto is CreateTableAsSelect.</summary>
    public static string KindOf(IMessage node)
    {
        var name = node.Descriptor.Name;
        name = name.EndsWith("StmtProto", StringComparison.Ordinal) ? name[..^"StmtProto".Length] : name;
        return name.StartsWith("Resolved", StringComparison.Ordinal) ? name["Resolved".Length..] : name;
    }

    /// <summary>The table of a scan.</summary>
    public static NamedTable TableOf(ResolvedTableScanProto scan, SqlCatalog catalog) =>
        catalog.Tables.First(table => table.Table.Id is var id && $"{id.Project}.{id.Dataset}.{id.Table}" == scan.Table.Name);

    private static IEnumerable<OutputColumn> OutputOf(IMessage node) => (node switch
    {
        ResolvedQueryStmtProto query => query.OutputColumnList,
        ResolvedCreateTableAsSelectStmtProto create => create.OutputColumnList,
        ResolvedCreateViewStmtProto create => create.Parent.OutputColumnList,
        ResolvedExportDataStmtProto export => export.OutputColumnList,
        _ => Enumerable.Empty<ResolvedOutputColumnProto>(),
    }).Select(column => new OutputColumn(column.Name, column.Column.Type));

    private static IEnumerable<ReferencedTable> TablesOf(IMessage node, SqlCatalog catalog) =>
        from scan in ResolvedTree.All<ResolvedTableScanProto>(node)
        let table = TableOf(scan, catalog)
        from read in scan.ColumnIndexList.Select(index => ColumnAt(table, (int)index)).DefaultIfEmpty()
        group read by table.Table.Id into columns
        select new ReferencedTable(columns.Key, columns.OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase));

    private static string ColumnAt(NamedTable table, int index) =>
        index < table.Table.Schema.Length ? table.Table.Schema[index].Name : table.PseudoColumns[index - table.Table.Schema.Length].Name;
}
