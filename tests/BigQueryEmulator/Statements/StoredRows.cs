using Google.Protobuf.Collections;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>Rows as they are stored.</summary>
public static class StoredRows
{
    /// <summary>A row of the engine's answer; a NULL array is stored as an empty one.</summary>
    public static ValueProto Of(IReadOnlyList<StoredField> schema, IReadOnlyList<ValueProto> cells)
    {
        var row = new ValueProto.Types.Struct();
        for (var at = 0; at < schema.Count; at++)
        {
            row.Field.Add(Normal(schema[at], cells[at]));
        }

        return new ValueProto { StructValue = row };
    }

    /// <summary>Rows as columns of a table take them.</summary>
    /// <exception cref="SqlException">A required column is NULL.</exception>
    public static IReadOnlyList<ValueProto> Checked(IReadOnlyList<StoredField> schema, IReadOnlyList<ValueProto> rows)
    {
        for (var at = 0; at < schema.Count; at++)
        {
            if (schema[at].Mode == "REQUIRED" && rows.Any(row => row.StructValue.Field[at].ValueCase == ValueProto.ValueOneofCase.None))
            {
                throw new SqlException("invalidQuery", $"Required field {schema[at].Name} cannot be null");
            }
        }

        return rows;
    }

    private static ValueProto Normal(StoredField field, ValueProto value)
    {
        if (field.Mode == "REPEATED")
        {
            if (value.ValueCase == ValueProto.ValueOneofCase.None)
            {
                return new ValueProto { ArrayValue = new ValueProto.Types.Array() };
            }

            return field.Fields.Any(HasArray) ? new ValueProto { ArrayValue = With(value.ArrayValue.Element, element => Record(field, element)) } : value;
        }

        return field.Fields.Any(HasArray) ? Record(field, value) : value;
    }

    private static ValueProto Record(StoredField field, ValueProto value) =>
        value.ValueCase == ValueProto.ValueOneofCase.StructValue ? Of(field.Fields, value.StructValue.Field) : value;

    private static bool HasArray(StoredField field) => field.Mode == "REPEATED" || field.Fields.Any(HasArray);

    private static ValueProto.Types.Array With(RepeatedField<ValueProto> elements, Func<ValueProto, ValueProto> change)
    {
        var array = new ValueProto.Types.Array();
        array.Element.AddRange(elements.Select(change));
        return array;
    }
}
