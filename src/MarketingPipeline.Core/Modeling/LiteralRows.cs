namespace MarketingPipeline.Core.Modeling;

/// <summary>Rows that a model is given as literals: settings, known sites. The <c>values</c> helper makes a relation of them.</summary>
/// <param name="Columns">The columns' names.</param>
/// <param name="Rows">The rows; text only.</param>
public sealed record LiteralRows(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows);
