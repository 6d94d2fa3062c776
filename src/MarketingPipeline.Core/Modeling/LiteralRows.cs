namespace MarketingPipeline.Core.Modeling;

/// <summary>
/// Rows that a model is given: settings as literals, of which the <c>values</c> helper makes a relation, or beside the text, as
/// data, which the <c>given</c> helper names.
/// </summary>
/// <param name="Columns">The columns' names.</param>
/// <param name="Rows">The rows; text only.</param>
public sealed record LiteralRows(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows)
{
    /// <summary>What the rows are, for people who read SQL that names them.</summary>
    public string Description { get; init; } = "";

    /// <summary>The rows as one text, a row a line, tabs between the columns; of rows that hold neither.</summary>
    public string Lines() => string.Join('\n', Rows.Select(row => string.Join('\t', row)));
}
