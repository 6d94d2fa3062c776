using System.Collections.Immutable;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Engine;

/// <summary>The types of columns as the engine and as the REST API spell them.</summary>
public static class SqlTypes
{
    private static readonly Dictionary<string, TypeKind> _kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["STRING"] = TypeKind.TypeString,
        ["BYTES"] = TypeKind.TypeBytes,
        ["INTEGER"] = TypeKind.TypeInt64,
        ["INT64"] = TypeKind.TypeInt64,
        ["FLOAT"] = TypeKind.TypeDouble,
        ["FLOAT64"] = TypeKind.TypeDouble,
        ["BOOLEAN"] = TypeKind.TypeBool,
        ["BOOL"] = TypeKind.TypeBool,
        ["NUMERIC"] = TypeKind.TypeNumeric,
        ["BIGNUMERIC"] = TypeKind.TypeBignumeric,
        ["DATE"] = TypeKind.TypeDate,
        ["DATETIME"] = TypeKind.TypeDatetime,
        ["TIME"] = TypeKind.TypeTime,
        ["TIMESTAMP"] = TypeKind.TypeTimestamp,
        ["JSON"] = TypeKind.TypeJson,
        ["GEOGRAPHY"] = TypeKind.TypeGeography,
        ["INTERVAL"] = TypeKind.TypeInterval,
    };

    /// <summary>A column's type: an array where it is repeated.</summary>
    public static TypeProto TypeOf(StoredField field) =>
        field.Mode == "REPEATED" ? new TypeProto { TypeKind = TypeKind.TypeArray, ArrayType = new ArrayTypeProto { ElementType = ElementType(field) } } : ElementType(field);

    /// <summary>A column's type: its element's where it is repeated.</summary>
    public static TypeProto ElementType(StoredField field)
    {
        if (field.Type is not ("RECORD" or "STRUCT"))
        {
            return new TypeProto { TypeKind = _kinds.TryGetValue(field.Type, out var kind) ? kind : throw new ArgumentException($"Invalid type '{field.Type}' of field '{field.Name}'.") };
        }

        var type = new StructTypeProto();
        type.Field.AddRange(field.Fields.Select(child => new StructFieldProto { FieldName = child.Name, FieldType = TypeOf(child) }));
        return new TypeProto { TypeKind = TypeKind.TypeStruct, StructType = type };
    }

    /// <summary>A column as the REST API tells it.</summary>
    public static StoredField FieldOf(string name, TypeProto type) => type.TypeKind switch
    {
        TypeKind.TypeArray => FieldOf(name, type.ArrayType.ElementType) with { Mode = "REPEATED" },
        TypeKind.TypeStruct => new StoredField(name, "RECORD", "NULLABLE", [.. type.StructType.Field.Select((field, i) => FieldOf(field.FieldName is { Length: > 0 } given ? given : $"_field_{i + 1}", field.FieldType))]),
        _ => new StoredField(name, RestName(type.TypeKind), "NULLABLE", ImmutableArray<StoredField>.Empty),
    };

    /// <summary>A type as SQL spells it.</summary>
    public static string SqlName(TypeProto type) => type.TypeKind switch
    {
        TypeKind.TypeArray => $"ARRAY<{SqlName(type.ArrayType.ElementType)}>",
        TypeKind.TypeStruct => $"STRUCT<{string.Join(", ", type.StructType.Field.Select(field => field.FieldName is { Length: > 0 } name ? $"`{name}` {SqlName(field.FieldType)}" : SqlName(field.FieldType)))}>",
        TypeKind.TypeInt64 => "INT64",
        TypeKind.TypeDouble => "FLOAT64",
        TypeKind.TypeBool => "BOOL",
        _ => RestName(type.TypeKind),
    };

    private static string RestName(TypeKind kind) => kind switch
    {
        TypeKind.TypeInt64 or TypeKind.TypeInt32 => "INTEGER",
        TypeKind.TypeDouble or TypeKind.TypeFloat => "FLOAT",
        TypeKind.TypeBool => "BOOLEAN",
        _ => _kinds.FirstOrDefault(pair => pair.Value == kind).Key ?? throw new NotSupportedException($"The type {kind} is not one of BigQuery's columns."),
    };
}
