using System.Collections.Immutable;
using Google.Protobuf;
using MarketingPipeline.BigQueryEmulator.Engine;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>Columns as CREATE TABLE and ALTER TABLE define them.</summary>
public static class ColumnDefinitions
{
    public static async Task<StoredField> FieldAsync(StatementServices services, BoundStatement statement, ResolvedColumnDefinitionProto definition, CancellationToken cancellation) =>
        await AnnotatedAsync(services, statement, SqlTypes.FieldOf(definition.Name, definition.Type), definition.Annotations, cancellation);

    /// <summary>The column by whose days a table is partitioned.</summary>
    public static string? PartitionField(IReadOnlyList<AnyResolvedExprProto> partitions)
    {
        if (partitions.Count == 0)
        {
            return null;
        }

        var name = ResolvedTree.Unwrap(partitions[0]) switch
        {
            ResolvedColumnRefProto column => column.Column.Name,
            ResolvedFunctionCallProto call when call.Parent.Function.Name.EndsWith(":date", StringComparison.Ordinal) => ColumnIn(call),
            ResolvedFunctionCallProto call when call.Parent.Function.Name.EndsWith("_trunc", StringComparison.Ordinal) && IsDay(call) => ColumnIn(call),
            ResolvedCastProto { Parent.Type.TypeKind: TypeKind.TypeDate } cast => ColumnIn(cast),
            _ => null,
        };
        return partitions.Count == 1 && name is not null ? name : throw new SqlException("notImplemented", "The emulator partitions tables by day only.");
    }

    public static ImmutableArray<string> Clustering(IEnumerable<AnyResolvedExprProto> columns) => [.. columns.Select(column => ColumnIn(ResolvedTree.Unwrap(column)!)).OfType<string>()];

    private static string? ColumnIn(IMessage node) => ResolvedTree.All<ResolvedColumnRefProto>(node).FirstOrDefault()?.Column.Name;

    // DAY is 3 among the engine's parts of dates.
    private static bool IsDay(ResolvedFunctionCallProto call) => call.Parent.ArgumentList.Any(argument => ResolvedTree.Unwrap(argument) is ResolvedLiteralProto { Value.Value: { ValueCase: ValueProto.ValueOneofCase.EnumValue, EnumValue: 3 } });

    private static async Task<StoredField> AnnotatedAsync(StatementServices services, BoundStatement statement, StoredField field, ResolvedColumnAnnotationsProto? annotations, CancellationToken cancellation)
    {
        if (annotations is null)
        {
            return field;
        }

        field = (await SqlOptions.OfAsync(services, statement, annotations.OptionList, cancellation)).On(field);
        if (annotations.NotNull)
        {
            field = field with { Mode = "REQUIRED" };
        }

        // An array's element has annotations of its own between the column's and its fields'.
        var children = field.Mode == "REPEATED" ? annotations.ChildList.FirstOrDefault()?.ChildList ?? [] : annotations.ChildList;
        for (var at = 0; at < children.Count && at < field.Fields.Length; at++)
        {
            field = field with { Fields = field.Fields.SetItem(at, await AnnotatedAsync(services, statement, field.Fields[at], children[at], cancellation)) };
        }

        return field;
    }
}
