using System.Globalization;
using System.Text.Json;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>
/// The values of a row, which REST writes as text by position, as the .NET types that Core's Row promises. DATETIME, TIME,
/// JSON, GEOGRAPHY, BYTES (base64) and a BIGNUMERIC beyond decimal stay the text that they are.
/// </summary>
internal static class RowValues
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMillisecond / 1000;

    /// <summary>The values of <c>{ "f": [ { "v": ... } ] }</c>.</summary>
    public static object?[] Read(JsonElement row, IReadOnlyList<TableField> fields)
    {
        var values = new object?[fields.Count];
        var i = 0;
        foreach (var cell in row.At("f").Items())
        {
            if (i < values.Length)
            {
                values[i] = Value(cell.At("v"), fields[i]);
            }

            i++;
        }

        return values;
    }

    private static object? Value(JsonElement value, TableField field)
    {
        if (field.IsRepeated)
        {
            return value.Items().Select(item => Single(item.At("v"), field)).ToList();
        }

        return Single(value, field);
    }

    private static object? Single(JsonElement value, TableField field)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return null;
        }

        if (field.Type is "RECORD" or "STRUCT")
        {
            return Record(value, field.Fields);
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        try
        {
            return Scalar(text, field.Type);
        }
        catch (Exception error) when (error is FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            // Whose message would hold the value.
            throw new BigQueryException(ErrorReasons.Unreadable, $"Column {field.Name} holds a {field.Type} that cannot be read.");
        }
    }

    private static Dictionary<string, object?> Record(JsonElement value, IReadOnlyList<TableField> fields)
    {
        var values = Read(value, fields);
        var record = new Dictionary<string, object?>(fields.Count, StringComparer.Ordinal);
        for (var i = 0; i < values.Length; i++)
        {
            record[fields[i].Name] = values[i];
        }

        return record;
    }

    private static object Scalar(string text, string type) => type switch
    {
        "INTEGER" or "INT64" => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        "FLOAT" or "FLOAT64" => Double(text),
        "NUMERIC" => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        "BIGNUMERIC" => BigNumeric(text),
        "BOOLEAN" or "BOOL" => bool.Parse(text),
        "DATE" => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        "TIMESTAMP" => Timestamp(text),
        _ => text,
    };

    private static double Double(string text) => text.ToUpperInvariant() switch
    {
        "NAN" => double.NaN,
        "INF" or "+INF" or "INFINITY" or "+INFINITY" => double.PositiveInfinity,
        "-INF" or "-INFINITY" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    // 76 digits do not fit a decimal's 28; a number that would be rounded is better left as it is.
    private static object BigNumeric(string text) =>
        text.Count(char.IsAsciiDigit) <= 28 && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : text;

    // Microseconds since 1970, as asked for; a server that does not know the option gives seconds with an exponent.
    private static DateTimeOffset Timestamp(string text)
    {
        var microseconds = text.AsSpan().IndexOfAny('.', 'e', 'E') < 0
            ? long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
            : (long)decimal.Round(decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) * 1_000_000m);
        return DateTimeOffset.UnixEpoch.AddTicks(checked(microseconds * TicksPerMicrosecond));
    }
}
