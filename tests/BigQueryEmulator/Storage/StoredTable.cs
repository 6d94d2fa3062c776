using System.Collections.Immutable;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Storage;

/// <summary>A table's name, whole.</summary>
public sealed record TableId(string Project, string Dataset, string Table);

/// <summary>A column or a record's field, as BigQuery's REST API spells it: STRING, INTEGER, …, RECORD; NULLABLE, REQUIRED, REPEATED.</summary>
public sealed record StoredField(string Name, string Type, string Mode, ImmutableArray<StoredField> Fields)
{
    public string? Description { get; init; }
}

/// <summary>A table with its rows; never changed, only replaced.</summary>
public sealed record StoredTable(TableId Id, ImmutableArray<StoredField> Schema, ImmutableList<ValueProto> Rows, DateTimeOffset CreatedAt)
{
    /// <summary>Set where it is a view: then it has no rows of its own.</summary>
    public string? ViewSql { get; init; }

    public string? Description { get; init; }

    public string? FriendlyName { get; init; }

    public ImmutableDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The DATE or TIMESTAMP column by which it is partitioned, by day.</summary>
    public string? PartitionField { get; init; }

    /// <summary>How long a partition is where it is partitioned: DAY, HOUR, MONTH or YEAR.</summary>
    public string PartitionType { get; init; } = "DAY";

    public bool RequirePartitionFilter { get; init; }

    public TimeSpan? PartitionExpiration { get; init; }

    public ImmutableArray<string> Clustering { get; init; } = [];

    public DateTimeOffset ModifiedAt { get; init; } = CreatedAt;

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Changes with every change of the table.</summary>
    public string ETag { get; init; } = Guid.NewGuid().ToString("N");
}

/// <summary>A dataset's own properties.</summary>
public sealed record StoredDataset(string Project, string Dataset, string Location, DateTimeOffset CreatedAt)
{
    public string? Description { get; init; }

    public ImmutableDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    public TimeSpan? DefaultTableExpiration { get; init; }

    public TimeSpan? DefaultPartitionExpiration { get; init; }

    public string? FriendlyName { get; init; }

    public DateTimeOffset ModifiedAt { get; init; } = CreatedAt;

    /// <summary>Changes with every change of the dataset's own properties.</summary>
    public string ETag { get; init; } = Guid.NewGuid().ToString("N");
}

/// <summary>Everything stored at one moment; never changed, only replaced.</summary>
public sealed record StoreState(ImmutableDictionary<(string Project, string Dataset), StoredDataset> Datasets, ImmutableDictionary<TableId, StoredTable> Tables)
{
    public static StoreState Empty { get; } = new(ImmutableDictionary<(string, string), StoredDataset>.Empty, ImmutableDictionary<TableId, StoredTable>.Empty);
}

/// <summary>What is stored now. A change is made on a copy and takes effect whole.</summary>
public sealed class Store(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private StoreState _state = StoreState.Empty;

    public TimeProvider Clock => clock;

    public StoreState Current
    {
        get
        {
            lock (_lock)
            {
                return _state = WithoutExpired(_state, clock.GetUtcNow());
            }
        }
    }

    /// <summary>Applies a change to what is stored now, as one step.</summary>
    public StoreState Change(Func<StoreState, StoreState> change)
    {
        lock (_lock)
        {
            return _state = change(WithoutExpired(_state, clock.GetUtcNow()));
        }
    }

    private static StoreState WithoutExpired(StoreState state, DateTimeOffset now)
    {
        var expired = state.Tables.Values.Where(table => table.ExpiresAt <= now).Select(table => table.Id).ToArray();
        return expired.Length == 0 ? state : state with { Tables = state.Tables.RemoveRange(expired) };
    }
}
