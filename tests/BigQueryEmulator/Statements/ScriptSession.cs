using System.Collections.Immutable;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>What a script has while it runs: its temporary tables, its variables, its open transaction.</summary>
public sealed class ScriptSession(SqlRequest request, Store store, bool dry)
{
    // A dry run's changes stay its own.
    private readonly StoreState? _dryBase = dry ? store.Current : null;
    private StoreState? _dryState = dry ? store.Current : null;
    private Transaction? _transaction;

    public SqlRequest Request => request;

    public TimeProvider Clock => store.Clock;

    public bool Dry => dry;

    public ImmutableDictionary<string, StoredTable> Temporary { get; private set; } = ImmutableDictionary.Create<string, StoredTable>(StringComparer.Ordinal);

    public Dictionary<string, SimpleConstantProto> Variables { get; } = new(StringComparer.OrdinalIgnoreCase);

    public long RowCount { get; set; }

    public bool InTransaction => _transaction is not null;

    /// <summary>What the next statement sees.</summary>
    public StoreState State => _transaction?.State ?? _dryState ?? store.Current;

    public StoredTable? Find(TableId id) =>
        IsTemporary(id) ? Temporary.GetValueOrDefault(id.Table) : State.Tables.GetValueOrDefault(id);

    public static bool IsTemporary(TableId id) => id.Dataset == "_SESSION";

    /// <summary>Puts a table in its place, or takes it away, as one step with the check of what is there by then.</summary>
    public void Change(TableId id, Func<StoredTable?, StoredTable?> change)
    {
        if (IsTemporary(id))
        {
            Temporary = change(Temporary.GetValueOrDefault(id.Table)) is { } table ? Temporary.SetItem(id.Table, table) : Temporary.Remove(id.Table);
            return;
        }

        Change(state => change(state.Tables.GetValueOrDefault(id)) is { } table
            ? state with { Tables = state.Tables.SetItem(id, table with { ModifiedAt = Clock.GetUtcNow(), ETag = Guid.NewGuid().ToString("N") }) }
            : state with { Tables = state.Tables.Remove(id) });
        _transaction?.Changed.Add(id);
    }

    public void Change(Func<StoreState, StoreState> change)
    {
        if (_transaction is { } transaction)
        {
            transaction.State = change(transaction.State);
        }
        else if (dry)
        {
            _dryState = change(_dryState ?? _dryBase!);
        }
        else
        {
            store.Change(change);
        }
    }

    public void Begin()
    {
        if (InTransaction)
        {
            throw new SqlException("invalidQuery", "Transaction is already in progress.");
        }

        var state = State;
        _transaction = new Transaction(state, Temporary) { State = state };
    }

    public void Commit()
    {
        var transaction = _transaction ?? throw new SqlException("invalidQuery", "There is no transaction in progress.");
        _transaction = null;
        try
        {
            Change(state => Merge(state, transaction));
        }
        catch (SqlException)
        {
            Temporary = transaction.Temporary;
            throw;
        }
    }

    public void Rollback()
    {
        var transaction = _transaction ?? throw new SqlException("invalidQuery", "There is no transaction in progress.");
        _transaction = null;
        Temporary = transaction.Temporary;
    }

    public void RollbackOpen()
    {
        if (InTransaction)
        {
            Rollback();
        }
    }

    private static StoreState Merge(StoreState state, Transaction transaction)
    {
        foreach (var id in transaction.Changed)
        {
            if (state.Tables.GetValueOrDefault(id)?.ETag != transaction.Base.Tables.GetValueOrDefault(id)?.ETag)
            {
                throw new SqlException("invalidQuery", $"Transaction is aborted due to concurrent update against table {id.Project}:{id.Dataset}.{id.Table}.");
            }

            state = state with { Tables = transaction.State.Tables.TryGetValue(id, out var table) ? state.Tables.SetItem(id, table) : state.Tables.Remove(id) };
        }

        return state;
    }

    private sealed record Transaction(StoreState Base, ImmutableDictionary<string, StoredTable> Temporary)
    {
        public required StoreState State { get; set; }

        public HashSet<TableId> Changed { get; } = [];
    }
}
