using System.Runtime.CompilerServices;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Storage;

/// <summary>How many bytes BigQuery counts for values: by type, not as they are stored.</summary>
public static class LogicalSize
{
    private static readonly ConditionalWeakTable<StoredTable, StrongBox<long>> Known = [];

    public static long Of(StoredTable table) => Known.GetValue(table, counted => new(counted.Rows.Sum(Of))).Value;

    public static long Of(ValueProto value) => value.ValueCase switch
    {
        ValueProto.ValueOneofCase.None => 0,
        ValueProto.ValueOneofCase.BoolValue => 1,
        ValueProto.ValueOneofCase.StringValue => 2 + System.Text.Encoding.UTF8.GetByteCount(value.StringValue),
        ValueProto.ValueOneofCase.JsonValue => 2 + System.Text.Encoding.UTF8.GetByteCount(value.JsonValue),
        ValueProto.ValueOneofCase.BytesValue => 2 + value.BytesValue.Length,
        ValueProto.ValueOneofCase.NumericValue => 16,
        ValueProto.ValueOneofCase.BignumericValue => 32,
        ValueProto.ValueOneofCase.ArrayValue => value.ArrayValue.Element.Sum(Of),
        ValueProto.ValueOneofCase.StructValue => value.StructValue.Field.Sum(Of),
        _ => 8,
    };
}
