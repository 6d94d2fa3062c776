using System.Collections.Immutable;
using System.Globalization;
using MarketingPipeline.BigQueryEmulator.Engine;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>Tables that tell about a dataset's tables.</summary>
public static class MetadataTables
{
    /// <summary><c>dataset.__TABLES__</c>.</summary>
    public static StoredTable Tables(StoreState state, StoredDataset dataset) => Made(dataset, "__TABLES__",
        "project_id STRING, dataset_id STRING, table_id STRING, creation_time INTEGER, last_modified_time INTEGER, row_count INTEGER, size_bytes INTEGER, type INTEGER",
        TablesOf(state, dataset).Select(table => Row(
            Text(table.Id.Project), Text(table.Id.Dataset), Text(table.Id.Table), Number(table.CreatedAt.ToUnixTimeMilliseconds()), Number(table.ModifiedAt.ToUnixTimeMilliseconds()),
            Number(table.Rows.Count), Number(LogicalSize.Of(table)), Number(table.ViewSql is null ? 1 : 2))));

    /// <summary>Views of <c>dataset.INFORMATION_SCHEMA</c>.</summary>
    public static StoredTable InformationSchema(StoreState state, StoredDataset dataset, string view) => view switch
    {
        "TABLES" => Made(dataset, "INFORMATION_SCHEMA.TABLES",
            "table_catalog STRING, table_schema STRING, table_name STRING, table_type STRING, is_insertable_into STRING, creation_time TIMESTAMP",
            TablesOf(state, dataset).Select(table => Row(
                Text(table.Id.Project), Text(table.Id.Dataset), Text(table.Id.Table), Text(table.ViewSql is null ? "BASE TABLE" : "VIEW"), Text(table.ViewSql is null ? "YES" : "NO"), Time(table.CreatedAt)))),
        "COLUMNS" => Made(dataset, "INFORMATION_SCHEMA.COLUMNS",
            "table_catalog STRING, table_schema STRING, table_name STRING, column_name STRING, ordinal_position INTEGER, is_nullable STRING, data_type STRING, is_partitioning_column STRING, clustering_ordinal_position INTEGER",
            TablesOf(state, dataset).SelectMany(table => table.Schema.Select((field, at) => Row(
                Text(table.Id.Project), Text(table.Id.Dataset), Text(table.Id.Table), Text(field.Name), Number(at + 1), Text(field.Mode == "REQUIRED" ? "NO" : "YES"),
                Text(SqlTypes.SqlName(SqlTypes.TypeOf(field)).Replace("`", "", StringComparison.Ordinal)), Text(field.Name == table.PartitionField ? "YES" : "NO"),
                table.Clustering.IndexOf(field.Name) is >= 0 and var clustered ? Number(clustered + 1) : new ValueProto())))),
        "PARTITIONS" => Made(dataset, "INFORMATION_SCHEMA.PARTITIONS",
            "table_catalog STRING, table_schema STRING, table_name STRING, partition_id STRING, total_rows INTEGER, total_logical_bytes INTEGER, last_modified_time TIMESTAMP",
            TablesOf(state, dataset).Where(table => table.ViewSql is null).SelectMany(Partitions)),
        _ => throw new SqlException("notFound", $"Not found: Table {dataset.Project}:{dataset.Dataset}.INFORMATION_SCHEMA.{view} was not found in location {dataset.Location}"),
    };

    private static IEnumerable<ValueProto> Partitions(StoredTable table) =>
        table.Rows.GroupBy(row => Partition.Day(table, row)).OrderBy(group => group.Key).DefaultIfEmpty().Select(group => Row(
            Text(table.Id.Project), Text(table.Id.Dataset), Text(table.Id.Table),
            table.PartitionField is null ? new ValueProto() : Text(group?.Key is { } day ? DateOnly.FromDayNumber(day + Partition.Epoch).ToString("yyyyMMdd", CultureInfo.InvariantCulture) : "__NULL__"),
            Number(group?.Count() ?? 0), Number(group?.Sum(row => LogicalSize.Of(table.Schema, row)) ?? 0), Time(table.ModifiedAt)));

    private static IEnumerable<StoredTable> TablesOf(StoreState state, StoredDataset dataset) =>
        state.Tables.Values.Where(table => table.Id.Project == dataset.Project && table.Id.Dataset == dataset.Dataset).OrderBy(table => table.Id.Table, StringComparer.Ordinal);

    private static StoredTable Made(StoredDataset dataset, string name, string columns, IEnumerable<ValueProto> rows) => new(
        new TableId(dataset.Project, dataset.Dataset, name),
        [.. columns.Split(", ").Select(column => column.Split(' ')).Select(column => new StoredField(column[0], column[1], "NULLABLE", ImmutableArray<StoredField>.Empty))],
        [.. rows], DateTimeOffset.UnixEpoch);

    private static ValueProto Row(params ValueProto[] cells)
    {
        var row = new ValueProto.Types.Struct();
        row.Field.AddRange(cells);
        return new ValueProto { StructValue = row };
    }

    private static ValueProto Text(string value) => new() { StringValue = value };

    private static ValueProto Number(long value) => new() { Int64Value = value };

    private static ValueProto Time(DateTimeOffset value) => new() { TimestampValue = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(value) };
}
