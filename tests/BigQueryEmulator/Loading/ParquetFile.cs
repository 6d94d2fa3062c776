using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using Google.Protobuf;
using MarketingPipeline.BigQueryEmulator.Storage;
using Parquet.Schema;
using Parquet.Serialization;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Loading;

/// <summary>A Parquet file: its schema in BigQuery's types, its rows as values, lists as repeated columns.</summary>
public static class ParquetFile
{
    public static async Task<ImmutableArray<StoredField>> SchemaAsync(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return [.. (await global::Parquet.ParquetReader.ReadSchemaAsync(stream)).Fields.Select(Column)];
    }

    /// <exception cref="BadValueException">A value does not fit its column.</exception>
    public static async Task<ReadRows> ReadAsync(byte[] file, IReadOnlyList<StoredField> schema, CancellationToken cancellation)
    {
        using var stream = new MemoryStream(file);
        var read = await ParquetSerializer.DeserializeUntypedAsync(stream, cancellationToken: cancellation);
        return new([.. read.Data.Select(row => Record(schema, (IDictionary)row, ""))], []);
    }

    private static StoredField Column(Field field) => field switch
    {
        StructField record => new(record.Name, "RECORD", "NULLABLE", [.. record.Fields.Select(Column)]),
        ListField list => Column(list.Item) with { Name = list.Name, Mode = "REPEATED" },
        MapField map => new(map.Name, "RECORD", "REPEATED", [Column(map.Key) with { Name = "key" }, Column(map.Value) with { Name = "value" }]),
        DataField data => new(data.Name, TypeOf(data), data.IsArray ? "REPEATED" : "NULLABLE", []),
        _ => throw new BadValueException(field.Name, $"Unsupported Parquet column {field.Name}."),
    };

    private static string TypeOf(DataField field) => field switch
    {
        DateTimeDataField { DateTimeFormat: DateTimeFormat.Date } => "DATE",
        DateTimeDataField { IsAdjustedToUTC: false } => "DATETIME",
        DecimalDataField { Scale: > 9 } => "BIGNUMERIC",
        _ => field.ClrType switch
        {
            var type when type == typeof(string) || type == typeof(ReadOnlyMemory<char>) || type == typeof(Guid) => "STRING",
            var type when type == typeof(bool) => "BOOLEAN",
            var type when type == typeof(float) || type == typeof(double) => "FLOAT",
            var type when type == typeof(decimal) => "NUMERIC",
            var type when type == typeof(DateOnly) => "DATE",
            var type when type == typeof(DateTime) => "TIMESTAMP",
            var type when type == typeof(TimeSpan) || type == typeof(TimeOnly) => "TIME",
            var type when type == typeof(byte[]) || type == typeof(ReadOnlyMemory<byte>) => "BYTES",
            var type when type.IsPrimitive => "INTEGER",
            var type => field.ClrType.Name.Contains("Decimal", StringComparison.Ordinal) ? "BIGNUMERIC" : throw new BadValueException(field.Name, $"Unsupported Parquet type {type.Name} of column {field.Name}."),
        },
    };

    private static ValueProto Record(IReadOnlyList<StoredField> fields, IDictionary values, string path)
    {
        var record = new ValueProto { StructValue = new() };
        foreach (var field in fields)
        {
            var value = values.Contains(field.Name) ? values[field.Name] : null;
            record.StructValue.Field.Add(value is null ? JsonRow.Missing(field, path + field.Name) : Value(field, value, path + field.Name));
        }

        return record;
    }

    private static ValueProto Value(StoredField field, object value, string path)
    {
        if (field.Mode != "REPEATED")
        {
            return Single(field, value, path);
        }

        var array = new ValueProto { ArrayValue = new() };
        if (value is IDictionary map && field.Type == "RECORD")
        {
            // A Parquet map is a repeated record of key and value.
            foreach (DictionaryEntry entry in map)
            {
                array.ArrayValue.Element.Add(Record(field.Fields, new Hashtable { ["key"] = entry.Key, ["value"] = entry.Value }, path + "."));
            }

            return array;
        }

        foreach (var element in (IEnumerable)value)
        {
            array.ArrayValue.Element.Add(Single(field, element ?? throw new BadValueException(path, $"Only optional fields can be set to NULL. Field: {path}; Value: NULL"), path));
        }

        return array;
    }

    private static ValueProto Single(StoredField field, object value, string path) => (field.Type, value) switch
    {
        ("RECORD", IDictionary record) => Record(field.Fields, record, path + "."),
        ("BYTES", byte[] bytes) => new() { BytesValue = ByteString.CopyFrom(bytes) },
        ("BYTES", ReadOnlyMemory<byte> bytes) => new() { BytesValue = ByteString.CopyFrom(bytes.Span) },
        ("STRING", byte[] bytes) => new() { StringValue = System.Text.Encoding.UTF8.GetString(bytes) },
        (not "BYTES", ReadOnlyMemory<char> text) => Single(field, text.ToString(), path),
        ("FLOAT", float or double or sbyte or short or int or long) => new() { DoubleValue = Convert.ToDouble(value, CultureInfo.InvariantCulture) },
        ("DATE", DateTime date) => new() { DateValue = (int)Math.Floor((date - DateTime.UnixEpoch).TotalDays) },
        ("DATE", DateOnly date) => new() { DateValue = date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber },
        ("TIMESTAMP", DateTime at) => new() { TimestampValue = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTime(DateTime.SpecifyKind(at, DateTimeKind.Utc)) },
        ("DATETIME", DateTime at) => new() { DatetimeValue = CivilTime.Datetime(at) },
        ("TIME", TimeSpan time) => new() { TimeValue = CivilTime.Time(time) },
        ("TIME", TimeOnly time) => new() { TimeValue = CivilTime.Time(time.ToTimeSpan()) },
        (_, IFormattable or string or bool) when ScalarText.Parse(field.Type, Text(value)) is { } parsed => parsed,
        _ => throw new BadValueException(path, $"Parquet column '{path}' has type {value.GetType().Name} which does not match the target type {field.Type}."),
    };

    private static string Text(object value) => value switch
    {
        bool boolean => boolean ? "true" : "false",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
