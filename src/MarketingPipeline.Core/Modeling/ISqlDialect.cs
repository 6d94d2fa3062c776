namespace MarketingPipeline.Core.Modeling;

/// <summary>What an engine spells its own way: literals, types, table names, and the vocabulary of helpers that models use.</summary>
public interface ISqlDialect
{
    /// <summary>The engine's name, as settings and -Engine spell it.</summary>
    string Name { get; }

    /// <summary>The type's name in DDL and casts.</summary>
    string TypeName(ColumnType type);

    /// <summary>A value as a literal that the engine reads back as the same value: string, bool, long, int, decimal, DateOnly, DateTimeOffset or null.</summary>
    string Literal(object? value);

    /// <summary>
    /// A parameter of a statement as its text names it: a value, or for <see cref="LiteralRows"/> a relation. Neither the value
    /// nor the rows are in the text.
    /// </summary>
    string Parameter(string name, object value);

    /// <summary>A name as an identifier.</summary>
    string Identifier(string name);

    /// <summary>
    /// A value as text that is the same on every engine: times in microseconds, dates YYYYMMDD, numbers without trailing zeros.
    /// </summary>
    string Text(string value, ColumnType type);

    /// <summary>A statement that empties a table within a transaction.</summary>
    string EmptyTable(string table, IReadOnlyList<ModelColumn> columns);

    /// <summary>
    /// True to end every line of rendered SQL with a comment that names the .sql file and line that it comes from: for tools
    /// that tell an engine's "at [line:column]" in the template's own terms.
    /// </summary>
    bool MarksLines => false;

    /// <summary>Registers the helpers. See README, "Writing a model", for their list.</summary>
    void Register(SqlVocabulary vocabulary);
}
