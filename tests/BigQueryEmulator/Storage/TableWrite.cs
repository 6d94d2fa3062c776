using System.Collections.Immutable;
using MarketingPipeline.BigQueryEmulator.Statements;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Storage;

/// <summary>Rows that a load or a query writes to a table, or to the one partition that its name is decorated with.</summary>
public sealed record TableWrite(TableId Target, ImmutableArray<StoredField> Schema, IReadOnlyList<ValueProto> Rows)
{
    public string WriteDisposition { get; init; } = "WRITE_APPEND";

    public string CreateDisposition { get; init; } = "CREATE_IF_NEEDED";

    public bool MayAddFields { get; init; }

    public bool MayRelaxFields { get; init; }

    public string? PartitionField { get; init; }

    public string? PartitionType { get; init; }

    public TimeSpan? PartitionExpiration { get; init; }

    public bool RequirePartitionFilter { get; init; }

    public ImmutableArray<string>? Clustering { get; init; }

    /// <exception cref="SqlException">The dispositions, the schema or the partition forbid it; nothing is written.</exception>
    public StoreState Apply(StoreState state, DateTimeOffset now)
    {
        var (id, partition) = Partitions.Split(Target);
        if (!state.Datasets.TryGetValue((id.Project, id.Dataset), out var dataset))
        {
            throw new SqlException("notFound", $"Not found: Dataset {id.Project}:{id.Dataset}");
        }

        var written = state.Tables.TryGetValue(id, out var table) ? Into(table, partition) : Created(id, dataset, partition, now);
        return state with { Tables = state.Tables.SetItem(id, written with { ModifiedAt = now, ETag = Guid.NewGuid().ToString("N") }) };
    }

    private StoredTable Created(TableId id, StoredDataset dataset, string? partition, DateTimeOffset now)
    {
        if (CreateDisposition == "CREATE_NEVER")
        {
            throw new SqlException("notFound", $"Not found: Table {id.Project}:{id.Dataset}.{id.Table}");
        }

        if (Schema.IsEmpty)
        {
            throw new SqlException("invalid", "No schema specified on job or table.");
        }

        var table = new StoredTable(id, Schema, ImmutableList<ValueProto>.Empty, now)
        {
            PartitionField = PartitionField ?? (partition is null ? null : throw new SqlException("invalid", $"Table {id.Table} is not partitioned; it has no partition {partition}.")),
            PartitionType = PartitionType ?? "DAY",
            PartitionExpiration = PartitionExpiration ?? (PartitionField is null ? null : dataset.DefaultPartitionExpiration),
            RequirePartitionFilter = RequirePartitionFilter,
            Clustering = Clustering ?? [],
            ExpiresAt = now + dataset.DefaultTableExpiration,
        };
        TableRules.Check(table);
        return table with { Rows = [.. InPartition(table, Rows, partition)] };
    }

    private StoredTable Into(StoredTable table, string? partition)
    {
        if (table.ViewSql is not null)
        {
            throw new SqlException("invalid", $"Cannot write to view {table.Id.Project}:{table.Id.Dataset}.{table.Id.Table}.");
        }

        CheckSpec(table);
        var truncates = WriteDisposition is "WRITE_TRUNCATE" or "WRITE_TRUNCATE_DATA";
        if (WriteDisposition == "WRITE_EMPTY" && (partition is null ? !table.Rows.IsEmpty : Partitions.Inside(table, Checked(table, partition)).Any()))
        {
            throw new SqlException("duplicate", $"Already Exists: Table {table.Id.Project}:{table.Id.Dataset}.{table.Id.Table}");
        }

        var replacesSchema = truncates && partition is null && WriteDisposition == "WRITE_TRUNCATE" && !Schema.IsEmpty;
        var schema = replacesSchema ? Schema
            : Schema.IsEmpty ? table.Schema
            : SchemaChange.Merge(table.Id, table.Schema, Schema, MayAddFields, MayRelaxFields, mayOmit: true);
        var changed = table with { Schema = schema };
        var rows = InPartition(changed, SchemaChange.Reshape(Rows, Schema.IsEmpty ? table.Schema : Schema, schema), partition);
        var kept = !truncates ? table.Rows : partition is null ? [] : Partitions.Outside(table, Checked(table, partition)).ToImmutableList();
        changed = changed with { Rows = [.. SchemaChange.Reshape(kept, table.Schema, schema)] };
        if (replacesSchema)
        {
            changed = changed with { Clustering = Clustering ?? table.Clustering };
        }

        TableRules.Check(changed);
        return changed with { Rows = changed.Rows.AddRange(rows) };
    }

    private void CheckSpec(StoredTable table)
    {
        var samePartitioning = PartitionField is null || (PartitionField.Equals(table.PartitionField, StringComparison.OrdinalIgnoreCase) && (PartitionType ?? "DAY") == table.PartitionType);
        var sameClustering = Clustering is null || Clustering.Value.SequenceEqual(table.Clustering, StringComparer.OrdinalIgnoreCase) || WriteDisposition == "WRITE_TRUNCATE";
        if (samePartitioning && sameClustering)
        {
            return;
        }

        static string Spec(string? field, string type, IEnumerable<string> clustering) =>
            (field is null ? "none" : $"interval(type:{type.ToLowerInvariant()},field:{field})") + (clustering.Any() ? $" clustering({string.Join(",", clustering)})" : "");
        throw new SqlException("invalid", $"Incompatible table partitioning specification. Expects partitioning specification {Spec(table.PartitionField, table.PartitionType, table.Clustering)}, but input partitioning specification is {Spec(PartitionField, PartitionType ?? "DAY", Clustering ?? [])}");
    }

    private static string Checked(StoredTable table, string partition) =>
        table.PartitionField is null ? throw new SqlException("invalid", $"Cannot write to partition {partition}: table {table.Id.Table} is not partitioned.")
        : Partitions.IsValid(table, partition) ? partition
        : throw new SqlException("invalid", $"Invalid partition decorator: {partition}.");

    private static IEnumerable<ValueProto> InPartition(StoredTable table, IEnumerable<ValueProto> rows, string? partition)
    {
        if (partition is null)
        {
            return rows;
        }

        Checked(table, partition);
        var partitionOf = Partitions.Of(table);
        return rows.Select(row => partitionOf(row) == partition
            ? row
            : throw new SqlException("invalid", $"Some rows belong to different partitions rather than destination partition {table.Id.Project}:{table.Id.Dataset}.{table.Id.Table}${partition}"));
    }
}
