using System.Collections;
using System.Globalization;
using DuckDB.NET.Data;

namespace MarketingPipeline.DuckDb;

/// <summary>Values on their way into DuckDB and out of it: the ones that every engine takes and gives.</summary>
internal static class DuckDbValues
{
    /// <summary>Adds a row: string, long, decimal, double, bool, DateOnly, DateTimeOffset or null by column.</summary>
    public static void Append(DuckDBAppender appender, IEnumerable<object?> values)
    {
        var row = appender.CreateRow();
        foreach (var value in values)
        {
            Append(row, value);
        }

        row.EndRow();
    }

    private static void Append(IDuckDBAppenderRow row, object? value)
    {
        _ = value switch
        {
            null => row.AppendNullValue(),
            string text => row.AppendValue(text),
            long number => row.AppendValue(number),
            int number => row.AppendValue((long)number),
            decimal number => row.AppendValue(number),
            double number => row.AppendValue(number),
            bool flag => row.AppendValue(flag),
            DateOnly date => row.AppendValue(date),
            DateTimeOffset moment => row.AppendValue(moment.UtcDateTime),
            _ => throw new ArgumentException($"A {value.GetType().Name} cannot be loaded.", nameof(value)),
        };
    }

    /// <summary>DuckDB.NET's values as the ones that every engine gives.</summary>
    public static object? Plain(object? value) => value switch
    {
        null or DBNull => null,
        string or long or decimal or double or bool or DateOnly => value,
        int or short or sbyte or byte or ushort or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        ulong number => checked((long)number),
        System.Numerics.BigInteger number => checked((long)number),
        float number => (double)number,
        DateTime moment => new DateTimeOffset(DateTime.SpecifyKind(moment, DateTimeKind.Utc)),
        DateTimeOffset moment => moment.ToUniversalTime(),
        IDictionary record => record.Keys.Cast<string>().ToDictionary(key => key, key => Plain(record[key]), StringComparer.Ordinal),
        IEnumerable list => list.Cast<object?>().Select(Plain).ToList(),
        _ => throw new NotSupportedException($"A {value.GetType().Name} has no plain form."),
    };
}
