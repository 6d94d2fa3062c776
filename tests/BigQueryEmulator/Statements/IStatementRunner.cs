using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>A query parameter: named, or positional where the name is empty.</summary>
public sealed record SqlParameter(string Name, TypeProto Type, ValueProto Value);

/// <summary>One statement, or a script of several, as a job brings it.</summary>
public sealed record SqlRequest(string Sql, string Project)
{
    public string? DefaultDataset { get; init; }

    public IReadOnlyList<SqlParameter> Parameters { get; init; } = [];

    /// <summary>Where a single SELECT's rows go, with its write disposition; null for an anonymous result.</summary>
    public TableId? Destination { get; init; }

    public string WriteDisposition { get; init; } = "WRITE_EMPTY";

    public long? MaximumBytesBilled { get; init; }
}

/// <summary>What one statement did.</summary>
public sealed record StatementResult(string StatementType, IReadOnlyList<StoredField> Schema, IReadOnlyList<ValueProto> Rows)
{
    public string Sql { get; init; } = "";

    public long BytesProcessed { get; init; }

    public long? RowsAffected { get; init; }

    public IReadOnlyList<TableId> ReferencedTables { get; init; } = [];

    /// <summary>The table that a DDL or DML statement or a destination wrote to.</summary>
    public TableId? Target { get; init; }
}

/// <summary>An error of BigQuery: its reason, for example invalidQuery or notFound, and its message.</summary>
public sealed class SqlException(string reason, string message) : Exception(message)
{
    public string Reason { get; } = reason;
}

/// <summary>Runs SQL on what is stored.</summary>
public interface IStatementRunner
{
    /// <summary>
    /// Runs every statement in order; a script's open transaction is rolled back when one fails. Statements that ran before
    /// the failure and outside a transaction stay done; their results are told through <paramref name="finished"/>.
    /// </summary>
    /// <exception cref="SqlException">A statement is wrong.</exception>
    Task<IReadOnlyList<StatementResult>> RunAsync(SqlRequest request, Store store, Action<StatementResult>? finished, CancellationToken cancellation);

    /// <summary>Types the statements and says what they would read, running nothing: results without rows.</summary>
    /// <exception cref="SqlException">A statement is wrong.</exception>
    Task<IReadOnlyList<StatementResult>> DryRunAsync(SqlRequest request, Store store, CancellationToken cancellation);
}
