using System.Globalization;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Storage;

/// <summary>Which partition a row is in, named as in <c>table$20210131</c>.</summary>
public static class Partitions
{
    public const string OfNull = "__NULL__";

    /// <summary>A table's id without its decorator, and the partition that the decorator names.</summary>
    public static (TableId Table, string? Partition) Split(TableId decorated)
    {
        var at = decorated.Table.IndexOf('$', StringComparison.Ordinal);
        return at < 0 ? (decorated, null) : (decorated with { Table = decorated.Table[..at] }, decorated.Table[(at + 1)..]);
    }

    public static Func<ValueProto, string> Of(StoredTable table)
    {
        var index = IndexOf(table);
        var format = FormatOf(table.PartitionType);
        return row => PartitionOf(row.StructValue.Field[index], format);
    }

    /// <summary>The rows that stay when one partition goes.</summary>
    public static IEnumerable<ValueProto> Outside(StoredTable table, string partition)
    {
        var partitionOf = Of(table);
        return table.Rows.Where(row => partitionOf(row) != partition);
    }

    public static IEnumerable<ValueProto> Inside(StoredTable table, string partition)
    {
        var partitionOf = Of(table);
        return table.Rows.Where(row => partitionOf(row) == partition);
    }

    public static bool IsValid(StoredTable table, string partition) =>
        partition == OfNull || DateTime.TryParseExact(partition, FormatOf(table.PartitionType), CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        || (table.PartitionType == "YEAR" && partition.Length == 4 && partition.All(char.IsAsciiDigit));

    private static int IndexOf(StoredTable table)
    {
        var index = table.PartitionField is null ? -1 : table.Schema.ToList().FindIndex(field => field.Name.Equals(table.PartitionField, StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? index : throw new InvalidOperationException($"Table {table.Id.Table} is not partitioned.");
    }

    private static string FormatOf(string type) => type switch
    {
        "HOUR" => "yyyyMMddHH",
        "MONTH" => "yyyyMM",
        "YEAR" => "yyyy",
        _ => "yyyyMMdd",
    };

    private static string PartitionOf(ValueProto value, string format) => value.ValueCase switch
    {
        ValueProto.ValueOneofCase.None => OfNull,
        ValueProto.ValueOneofCase.DateValue => DateTime.UnixEpoch.AddDays(value.DateValue).ToString(format, CultureInfo.InvariantCulture),
        ValueProto.ValueOneofCase.TimestampValue => value.TimestampValue.ToDateTime().ToString(format, CultureInfo.InvariantCulture),
        ValueProto.ValueOneofCase.DatetimeValue => CivilTime.ToDateTime(value.DatetimeValue).ToString(format, CultureInfo.InvariantCulture),
        _ => OfNull,
    };
}
