using MarketingPipeline.BigQueryEmulator.Engine;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;
using Zetasql.LocalService;

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>What a statement reads of one table: which columns, which rows at least, and what BigQuery would bill for it.</summary>
public sealed class ReadPlan(SourceTable source)
{
    private readonly HashSet<int> _columns = [];
    private readonly List<ScanConstraints> _scans = [];

    public SourceTable Source => source;

    private StoredTable Table => source.Named.Table;

    public IEnumerable<TableId> Touched => Parts.Select(part => part.Table.Id);

    private IEnumerable<TablePart> Parts => source.Parts.Where(part => part.Suffix is null || _scans.Any(scan => scan.AllowsSuffix(part.Suffix)));

    /// <summary>Takes one more of the statement's scans of the table into account.</summary>
    public void Add(ResolvedTableScanProto scan, IReadOnlyList<(long Column, ColumnConstraint Constraint)> filters, HashSet<long> used)
    {
        _columns.UnionWith(scan.Parent.ColumnList.Zip(scan.ColumnIndexList).Where(pair => used.Contains(pair.First.ColumnId)).Select(pair => (int)pair.Second));
        var places = scan.Parent.ColumnList.Zip(scan.ColumnIndexList).GroupBy(pair => pair.First.ColumnId).ToDictionary(group => group.Key, group => (int)group.First().Second);
        var own = filters.Where(filter => places.ContainsKey(filter.Column)).Select(filter => (Column: places[filter.Column], filter.Constraint)).ToArray();
        var constraints = new ScanConstraints(Table, source.Named.PseudoColumns, own);
        RequireFilter(constraints);
        _scans.Add(constraints);
    }

    /// <summary>BigQuery reads all of what a statement changes.</summary>
    public void AddAllColumns() => _columns.UnionWith(Enumerable.Range(0, Table.Schema.Length));

    public long BytesProcessed()
    {
        var names = _columns.Where(column => column < Table.Schema.Length).Select(column => Table.Schema[column].Name).ToArray();
        return names.Length == 0 ? 0 : Parts.Sum(part =>
        {
            var places = names.Select(name => IndexOf(part.Table, name)).Where(at => at >= 0).ToArray();
            return part.Table.Rows.Where(row => _scans.Any(scan => scan.AllowsSuffix(part.Suffix) && scan.AllowsPartition(part.Table, row)))
                .Sum(row => places.Sum(at => at < row.StructValue.Field.Count ? LogicalSize.Of(row.StructValue.Field[at]) : 0));
        });
    }

    /// <summary>The rows as the engine takes them; what is not read is NULL.</summary>
    public TableData Rows()
    {
        var unread = new ValueProto();
        var data = new TableData();
        foreach (var part in Parts)
        {
            int[] places = [.. Table.Schema.Select((field, at) => _columns.Contains(at) ? part.Table.Schema == Table.Schema ? at : IndexOf(part.Table, field.Name) : -1)];
            var number = -1L;
            foreach (var row in part.Table.Rows)
            {
                number++;
                var cells = row.StructValue.Field;
                if (!_scans.Any(scan => scan.Allows(part, places, cells)))
                {
                    continue;
                }

                var read = new TableData.Types.Row();
                foreach (var at in places)
                {
                    read.Cell.Add(at >= 0 && at < cells.Count ? cells[at] : unread);
                }

                foreach (var pseudo in source.Named.PseudoColumns)
                {
                    read.Cell.Add(pseudo.Name == RowNumber.Name ? new ValueProto { Int64Value = number } : new ValueProto { StringValue = part.Suffix ?? "" });
                }

                data.Row.Add(read);
            }
        }

        return data;
    }

    private void RequireFilter(ScanConstraints constraints)
    {
        if (source.Parts.FirstOrDefault(part => part.Table is { RequirePartitionFilter: true, PartitionField: not null })?.Table is { } strict && !constraints.HasPartitionFilter)
        {
            var id = Table.Id;
            throw new SqlException("invalidQuery", $"Cannot query over table '{id.Project}.{id.Dataset}.{id.Table}' without a filter over column(s) '{strict.PartitionField}' that can be used for partition elimination");
        }
    }

    private static int IndexOf(StoredTable table, string name)
    {
        for (var at = 0; at < table.Schema.Length; at++)
        {
            if (table.Schema[at].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return at;
            }
        }

        return -1;
    }
}

/// <summary>The number of a row in its table, as a column that only rewritten SQL sees.</summary>
public static class RowNumber
{
    public const string Name = "__row";

    public static StoredField Field { get; } = new(Name, "INTEGER", "NULLABLE", []);
}
