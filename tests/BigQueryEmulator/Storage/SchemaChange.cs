using System.Collections.Immutable;
using MarketingPipeline.BigQueryEmulator.Statements;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Storage;

/// <summary>What BigQuery lets change in a table's schema, and its rows in a changed one.</summary>
public static class SchemaChange
{
    /// <summary>The old columns in their order, with those that are new at their end; an absent old column is an error where none may go.</summary>
    /// <exception cref="SqlException">A column changed its type, went, or was added where none may be.</exception>
    public static ImmutableArray<StoredField> Merge(TableId table, ImmutableArray<StoredField> old, ImmutableArray<StoredField> changed, bool mayAdd, bool mayRelax, bool mayOmit, string path = "")
    {
        SqlException Wrong(string what) => new("invalid", $"Provided Schema does not match Table {table.Project}:{table.Dataset}.{table.Table}. {what}");
        var merged = new List<StoredField>();
        foreach (var field in old)
        {
            var other = Find(changed, field.Name);
            if (other is null)
            {
                merged.Add(mayOmit ? field : throw Wrong($"Field {path}{field.Name} is missing in new schema"));
                continue;
            }

            if (other.Type != field.Type)
            {
                throw Wrong($"Field {path}{field.Name} has changed type from {field.Type} to {other.Type}");
            }

            var relaxed = field.Mode == "REQUIRED" && other.Mode == "NULLABLE";
            var narrowedForLoad = mayOmit && field.Mode == "NULLABLE" && other.Mode == "REQUIRED";
            if (other.Mode != field.Mode && !(relaxed && (mayRelax || mayOmit)) && !narrowedForLoad)
            {
                throw Wrong($"Field {path}{field.Name} has changed mode from {field.Mode} to {other.Mode}");
            }

            merged.Add(field with
            {
                Mode = relaxed && mayRelax ? "NULLABLE" : field.Mode,
                Description = other.Description ?? field.Description,
                Fields = Merge(table, field.Fields, other.Fields, mayAdd, mayRelax, mayOmit, $"{path}{field.Name}."),
            });
        }

        foreach (var added in changed.Where(field => Find(old, field.Name) is null))
        {
            if (!mayAdd)
            {
                throw Wrong($"Cannot add fields (field: {path}{added.Name})");
            }

            if (added.Mode == "REQUIRED")
            {
                throw Wrong($"Cannot add required fields to an existing schema. (field: {path}{added.Name})");
            }

            merged.Add(added);
        }

        return [.. merged];
    }

    /// <summary>Rows of one schema as rows of another: columns by name, those that are absent NULL or empty.</summary>
    public static IEnumerable<ValueProto> Reshape(IEnumerable<ValueProto> rows, ImmutableArray<StoredField> from, ImmutableArray<StoredField> to) =>
        SameShape(from, to) ? rows : rows.Select(row => Record(row, from, to));

    private static ValueProto Record(ValueProto row, ImmutableArray<StoredField> from, ImmutableArray<StoredField> to)
    {
        if (row.ValueCase != ValueProto.ValueOneofCase.StructValue)
        {
            return row;
        }

        var record = new ValueProto { StructValue = new() };
        foreach (var field in to)
        {
            var index = IndexOf(from, field.Name);
            record.StructValue.Field.Add(index < 0 || index >= row.StructValue.Field.Count ? Absent(field) : Value(row.StructValue.Field[index], from[index], field));
        }

        return record;
    }

    private static ValueProto Value(ValueProto value, StoredField from, StoredField to)
    {
        if (to.Type != "RECORD" || SameShape(from.Fields, to.Fields))
        {
            return value;
        }

        if (to.Mode != "REPEATED")
        {
            return Record(value, from.Fields, to.Fields);
        }

        var array = new ValueProto { ArrayValue = new() };
        array.ArrayValue.Element.Add(value.ArrayValue?.Element.Select(element => Record(element, from.Fields, to.Fields)) ?? []);
        return array;
    }

    private static ValueProto Absent(StoredField field) => field.Mode == "REPEATED" ? new() { ArrayValue = new() } : new();

    private static bool SameShape(ImmutableArray<StoredField> left, ImmutableArray<StoredField> right) =>
        left.Length == right.Length && left.Zip(right).All(pair => pair.First.Name.Equals(pair.Second.Name, StringComparison.OrdinalIgnoreCase) && SameShape(pair.First.Fields, pair.Second.Fields));

    private static StoredField? Find(ImmutableArray<StoredField> fields, string name) => IndexOf(fields, name) is var index and >= 0 ? fields[index] : null;

    private static int IndexOf(ImmutableArray<StoredField> fields, string name)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
