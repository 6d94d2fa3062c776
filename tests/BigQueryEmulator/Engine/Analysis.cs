using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Engine;

/// <summary>A column of a statement's result.</summary>
public sealed record OutputColumn(string Name, TypeProto Type)
{
    /// <summary>Its type as SQL spells it.</summary>
    public string SqlType => SqlTypes.SqlName(Type);
}

/// <summary>A table that a statement reads, with the columns that it reads of it.</summary>
public sealed record ReferencedTable(TableId Id, IReadOnlySet<string> Columns);

/// <summary>A statement, typed.</summary>
/// <param name="StatementKind">The resolved node's name without Resolved and Stmt, for example Query, CreateTableAsSelect, Insert.</param>
/// <param name="Output">The result's columns; empty where it has none.</param>
/// <param name="Tables">What it reads; a statement's target, too.</param>
/// <param name="Statement">The resolved tree.</param>
public sealed record Analysis(string StatementKind, IReadOnlyList<OutputColumn> Output, IReadOnlyList<ReferencedTable> Tables, AnyResolvedStatementProto Statement);
