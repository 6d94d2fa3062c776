using MarketingPipeline.Core.Modeling;

namespace MarketingPipeline.Core.Warehouses;

/// <summary>
/// A statement and what is given with it. The text is the same whatever the run; what changes from run to run, and lists that
/// are data, are parameters.
/// </summary>
/// <param name="Text">Its SQL, which names every parameter as <see cref="ISqlDialect.Parameter"/> spells it.</param>
/// <param name="Parameters">By name a DateOnly, DateTimeOffset (UTC, microseconds), string, long or <see cref="LiteralRows"/>; never null.</param>
public sealed record SqlStatement(string Text, IReadOnlyDictionary<string, object> Parameters)
{
    private static readonly IReadOnlyDictionary<string, object> None = new Dictionary<string, object>();

    /// <summary>A statement to which nothing is given.</summary>
    public static implicit operator SqlStatement(string text) => new(text, None);

    /// <summary>A statement whose text names these parameters.</summary>
    internal static SqlStatement Given(string text, params (string Name, object Value)[] parameters) =>
        new(text, parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value, StringComparer.Ordinal));
}
