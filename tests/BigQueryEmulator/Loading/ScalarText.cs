using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Loading;

/// <summary>A scalar written as text, as its type's value.</summary>
public static class ScalarText
{
    private static readonly string[] TimeFormats = ["H:m:s", "H:m:s.FFFFFF"];
    private static readonly string[] DatetimeFormats = ["yyyy-M-d", "yyyy-M-dTH:m:s", "yyyy-M-dTH:m:s.FFFFFF", "yyyy-M-d H:m:s", "yyyy-M-d H:m:s.FFFFFF"];

    /// <summary>Null where the text is no value of the type.</summary>
    public static ValueProto? Parse(string type, string text) => type switch
    {
        "STRING" => new() { StringValue = text },
        "INTEGER" => long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) ? new() { Int64Value = integer } : null,
        "FLOAT" => Double(text.Trim()) is { } number ? new() { DoubleValue = number } : null,
        "BOOLEAN" => Boolean(text.Trim()) is { } boolean ? new() { BoolValue = boolean } : null,
        "NUMERIC" => Decimals.Parse(text, Decimals.NumericScale) is { } bytes ? new() { NumericValue = bytes } : null,
        "BIGNUMERIC" => Decimals.Parse(text, Decimals.BigNumericScale) is { } bytes ? new() { BignumericValue = bytes } : null,
        "DATE" => DateTime.TryParseExact(text.Trim(), "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? new() { DateValue = (int)(date - DateTime.UnixEpoch).TotalDays } : null,
        "DATETIME" => DateTime.TryParseExact(text.Trim(), DatetimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? new() { DatetimeValue = CivilTime.Datetime(at) } : null,
        "TIME" => TimeOnly.TryParseExact(text.Trim(), TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? new() { TimeValue = CivilTime.Time(time.ToTimeSpan()) } : null,
        "TIMESTAMP" => Timestamp(text.Trim()) is { } timestamp ? new() { TimestampValue = timestamp } : null,
        "BYTES" => Bytes(text) is { } bytes ? new() { BytesValue = bytes } : null,
        "JSON" => IsJson(text) ? new() { JsonValue = text } : null,
        _ => null,
    };

    private static double? Double(string text) => text.ToUpperInvariant() switch
    {
        "NAN" => double.NaN,
        "INF" or "+INF" or "INFINITY" or "+INFINITY" => double.PositiveInfinity,
        "-INF" or "-INFINITY" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null,
    };

    private static bool? Boolean(string text) => text.ToUpperInvariant() switch
    {
        "TRUE" or "T" or "YES" or "Y" or "1" => true,
        "FALSE" or "F" or "NO" or "N" or "0" => false,
        _ => null,
    };

    private static Timestamp? Timestamp(string text)
    {
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
        {
            return OfEpoch(seconds);
        }

        var zoned = text.EndsWith("UTC", StringComparison.OrdinalIgnoreCase) ? text[..^3].TrimEnd() + "Z" : text;
        if (zoned.Length < 8 || !char.IsAsciiDigit(zoned[0]) || zoned.IndexOf('-', StringComparison.Ordinal) is not 4)
        {
            return null;
        }

        if (!DateTimeOffset.TryParse(zoned, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
        {
            return null;
        }

        return Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond)));
    }

    private static Timestamp? OfEpoch(decimal seconds)
    {
        if (seconds is < -62135596800m or >= 253402300800m)
        {
            return null;
        }

        var micros = (long)decimal.Floor(seconds * 1_000_000m);
        return Google.Protobuf.WellKnownTypes.Timestamp.FromDateTime(DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond));
    }

    private static ByteString? Bytes(string text)
    {
        // Google's clients write both alphabets of base64.
        var standard = text.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        var buffer = new byte[standard.Length];
        return Convert.TryFromBase64String(standard.PadRight((standard.Length + 3) / 4 * 4, '='), buffer, out var written) ? ByteString.CopyFrom(buffer, 0, written) : null;
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
