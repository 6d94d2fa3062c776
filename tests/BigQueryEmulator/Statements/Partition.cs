using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>A table's partitions, by day.</summary>
public static class Partition
{
    /// <summary>1970-01-01 in days of <see cref="DateOnly"/>.</summary>
    public static readonly int Epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    private const long DaySeconds = 86400;

    /// <summary>A row's partition, in days since 1970; null for rows without.</summary>
    public static int? Day(StoredTable table, ValueProto row)
    {
        if (table.PartitionField is not { } name)
        {
            return null;
        }

        for (var i = 0; i < table.Schema.Length; i++)
        {
            if (table.Schema[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return i < row.StructValue.Field.Count ? Day(row.StructValue.Field[i]) : null;
            }
        }

        return null;
    }

    public static int? Day(ValueProto value) => value.ValueCase switch
    {
        ValueProto.ValueOneofCase.DateValue => value.DateValue,
        ValueProto.ValueOneofCase.TimestampValue => (int)Math.Floor((double)value.TimestampValue.Seconds / DaySeconds),
        ValueProto.ValueOneofCase.DatetimeValue => DatetimeDay(value.DatetimeValue.BitFieldDatetimeSeconds),
        _ => null,
    };

    // The engine packs year, month, day, hour, minute and second into bits.
    private static int DatetimeDay(long bits) =>
        new DateOnly((int)(bits >> 26), (int)((bits >> 22) & 0xF), (int)((bits >> 17) & 0x1F)).DayNumber - Epoch;
}
