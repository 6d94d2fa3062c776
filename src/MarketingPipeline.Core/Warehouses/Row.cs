using System.Diagnostics.CodeAnalysis;

namespace MarketingPipeline.Core.Warehouses;

/// <summary>
/// One row of a result. Values are string, long, decimal (NUMERIC), double, bool, DateOnly, DateTimeOffset (UTC), null, or
/// for nested columns lists and dictionaries of these: the same .NET types from every engine.
/// </summary>
public sealed class Row
{
    private readonly object?[] _values;

    /// <summary>Creates a row.</summary>
    public Row(IReadOnlyList<string> columns, object?[] values)
    {
        Columns = columns;
        _values = values;
    }

    /// <summary>The columns' names, in order.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The value by position.</summary>
    public object? this[int index] => _values[index];

    /// <summary>The value by column.</summary>
    /// <exception cref="KeyNotFoundException">The result has no such column.</exception>
    public object? this[string column]
    {
        get
        {
            for (var i = 0; i < Columns.Count; i++)
            {
                if (string.Equals(Columns[i], column, StringComparison.Ordinal))
                {
                    return _values[i];
                }
            }

            throw new KeyNotFoundException($"The result has no column '{column}'.");
        }
    }

    /// <summary>The value as T; default where NULL.</summary>
    [return: MaybeNull]
    public T Get<T>(string column) => this[column] is { } value ? (T)value : default;
}
