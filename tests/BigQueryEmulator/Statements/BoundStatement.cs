using MarketingPipeline.BigQueryEmulator.Engine;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>A statement whose names are known: its tree as written, its resolved tree, and how its parts are rewritten to be evaluated.</summary>
public sealed record BoundStatement(SqlText Text, AnyASTStatementProto Parsed, Analysis Analysis, NameScope Scope)
{
    /// <summary>The statement as its author quoted its names; positions are the same.</summary>
    public required SqlText Written { get; init; }

    public required IReadOnlyList<(int Start, int End, string Text)> Edits { get; init; }

    /// <summary>Everything that it reads, views resolved, by the one name that rewritten SQL has for it.</summary>
    public required IReadOnlyDictionary<string, SourceTable> Sources { get; init; }

    /// <summary>A part of the statement, ready to be evaluated.</summary>
    public string Rewritten(ParseLocationRangeProto range) => Text.With(Edits, range.Start, range.End);
}
