using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>What one scan of a table demands of its rows.</summary>
public sealed class ScanConstraints
{
    private readonly ColumnConstraint[] _suffix;
    private readonly ColumnConstraint[] _partition;
    private readonly (int Column, ColumnConstraint Constraint)[] _columns;

    public ScanConstraints(StoredTable table, IReadOnlyList<StoredField> pseudo, IReadOnlyList<(int Column, ColumnConstraint Constraint)> constraints)
    {
        string Name(int column) => column < table.Schema.Length ? table.Schema[column].Name : pseudo[column - table.Schema.Length].Name;
        _suffix = [.. constraints.Where(pair => Name(pair.Column) == "_TABLE_SUFFIX").Select(pair => pair.Constraint)];
        _partition = [.. constraints.Where(pair => Name(pair.Column).Equals(table.PartitionField, StringComparison.OrdinalIgnoreCase)).Select(pair => pair.Constraint)];
        _columns = [.. constraints.Where(pair => pair.Column < table.Schema.Length)];
    }

    public bool HasPartitionFilter => _partition.Length > 0;

    public bool AllowsSuffix(string? suffix) => suffix is null || _suffix.All(constraint => constraint.Allows(new ValueProto { StringValue = suffix }));

    public bool AllowsPartition(StoredTable part, ValueProto row) => _partition.Length == 0 || Partition.Day(part, row) is var day && _partition.All(constraint => constraint.AllowsDay(day));

    public bool Allows(TablePart part, int[] places, IReadOnlyList<ValueProto> cells) => AllowsSuffix(part.Suffix) && _columns.All(pair =>
        places[pair.Column] is var at && (at < 0 || at >= cells.Count ? !pair.Constraint.IsKnown : pair.Constraint.Allows(cells[at])));
}
