using System.Text;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>Bytes as BigQuery counts them. https://cloud.google.com/bigquery/pricing#data</summary>
public static class LogicalSize
{
    public static long Of(StoredTable table) => table.Rows.Sum(row => Of(table.Schema, row));

    public static long Of(IReadOnlyList<StoredField> schema, ValueProto row)
    {
        var size = 0L;
        for (var i = 0; i < schema.Count && i < row.StructValue.Field.Count; i++)
        {
            size += Of(row.StructValue.Field[i]);
        }

        return size;
    }

    public static long Of(ValueProto value) => value.ValueCase switch
    {
        ValueProto.ValueOneofCase.BoolValue => 1,
        ValueProto.ValueOneofCase.StringValue => 2 + Encoding.UTF8.GetByteCount(value.StringValue),
        ValueProto.ValueOneofCase.JsonValue => 2 + Encoding.UTF8.GetByteCount(value.JsonValue),
        ValueProto.ValueOneofCase.BytesValue => 2 + value.BytesValue.Length,
        ValueProto.ValueOneofCase.GeographyValue => 16 + value.GeographyValue.Length,
        ValueProto.ValueOneofCase.NumericValue => 16,
        ValueProto.ValueOneofCase.BignumericValue => 32,
        ValueProto.ValueOneofCase.IntervalValue => 16,
        ValueProto.ValueOneofCase.ArrayValue => value.ArrayValue.Element.Sum(Of),
        ValueProto.ValueOneofCase.StructValue => value.StructValue.Field.Sum(Of),
        ValueProto.ValueOneofCase.None => 0,
        _ => 8,
    };
}
