using Google.Protobuf;
using MarketingPipeline.BigQueryEmulator.Engine;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>One item of an UPDATE's SET: a column, or a field in it.</summary>
public sealed record ColumnAssignment(IReadOnlyList<int> Path, TypeProto Type, IMessage Value)
{
    public static IReadOnlyList<ColumnAssignment> Of(StoredTable table, IReadOnlyList<ResolvedUpdateItemProto> resolved, IReadOnlyList<ASTUpdateItemProto> written)
    {
        if (resolved.Count != written.Count || written.Any(item => item.SetValue is null))
        {
            throw new SqlException("notImplemented", "The emulator does not change parts of arrays.");
        }

        return [.. resolved.Zip(written, (item, set) => new ColumnAssignment(PathOf(table, item.Target), ResolvedTree.Base<ResolvedExprProto>(ResolvedTree.Unwrap(item.Target)!)!.Type, set.SetValue.Value))];
    }

    /// <summary>A row with the value in its place.</summary>
    public void Apply(ValueProto row, ValueProto value) => Put(row, 0, value);

    private void Put(ValueProto record, int depth, ValueProto value)
    {
        if (depth == Path.Count - 1)
        {
            record.StructValue.Field[Path[depth]] = value;
            return;
        }

        var field = record.StructValue.Field[Path[depth]];
        if (field.ValueCase != ValueProto.ValueOneofCase.StructValue)
        {
            throw new SqlException("invalidQuery", "Cannot set field of NULL STRUCT");
        }

        Put(field, depth + 1, value);
    }

    private static List<int> PathOf(StoredTable table, IMessage target)
    {
        switch (ResolvedTree.Unwrap(target))
        {
            case ResolvedColumnRefProto column:
                return [table.Schema.IndexOf(table.Schema.First(field => field.Name.Equals(column.Column.Name, StringComparison.OrdinalIgnoreCase)))];
            case ResolvedGetStructFieldProto field:
                var path = PathOf(table, field.Expr);
                path.Add((int)field.FieldIdx);
                return path;
            default:
                throw new SqlException("notImplemented", "The emulator does not assign to this.");
        }
    }
}
