using System.Globalization;
using System.Text.Json.Nodes;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Rest;

/// <summary>How timestamps are written: FLOAT64 seconds, INT64 microseconds or ISO8601_STRING.</summary>
public enum TimestampFormat
{
    Seconds,
    Micros,
    Iso,
}

/// <summary>Rows as the API writes them: cells by position, every scalar as text.</summary>
public static class RowJson
{
    public static JsonObject Of(ValueProto row, IReadOnlyList<StoredField> schema, TimestampFormat format)
    {
        var cells = new JsonArray();
        for (var i = 0; i < schema.Count; i++)
        {
            var values = row.StructValue.Field;
            cells.Add((JsonNode)Cell(i < values.Count ? values[i] : new(), schema[i], format));
        }

        return new() { ["f"] = cells };
    }

    private static JsonObject Cell(ValueProto value, StoredField field, TimestampFormat format) => new()
    {
        ["v"] = field.Mode == "REPEATED"
            ? new JsonArray([.. (value.ArrayValue?.Element ?? []).Select(element => (JsonNode)new JsonObject { ["v"] = Single(element, field, format) })])
            : Single(value, field, format),
    };

    private static JsonNode? Single(ValueProto value, StoredField field, TimestampFormat format) => value.ValueCase switch
    {
        ValueProto.ValueOneofCase.None => null,
        ValueProto.ValueOneofCase.StructValue => Of(value, field.Fields, format),
        _ => JsonValue.Create(Text(value, format)),
    };

    public static string Text(ValueProto value, TimestampFormat format) => value.ValueCase switch
    {
        ValueProto.ValueOneofCase.Int32Value => value.Int32Value.ToString(CultureInfo.InvariantCulture),
        ValueProto.ValueOneofCase.Int64Value => value.Int64Value.ToString(CultureInfo.InvariantCulture),
        ValueProto.ValueOneofCase.Uint32Value => value.Uint32Value.ToString(CultureInfo.InvariantCulture),
        ValueProto.ValueOneofCase.Uint64Value => value.Uint64Value.ToString(CultureInfo.InvariantCulture),
        ValueProto.ValueOneofCase.EnumValue => value.EnumValue.ToString(CultureInfo.InvariantCulture),
        ValueProto.ValueOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        ValueProto.ValueOneofCase.FloatValue => Double(value.FloatValue),
        ValueProto.ValueOneofCase.DoubleValue => Double(value.DoubleValue),
        ValueProto.ValueOneofCase.StringValue => value.StringValue,
        ValueProto.ValueOneofCase.JsonValue => value.JsonValue,
        ValueProto.ValueOneofCase.BytesValue => value.BytesValue.ToBase64(),
        ValueProto.ValueOneofCase.NumericValue => Decimals.ToText(value.NumericValue, Decimals.NumericScale),
        ValueProto.ValueOneofCase.BignumericValue => Decimals.ToText(value.BignumericValue, Decimals.BigNumericScale),
        ValueProto.ValueOneofCase.DateValue => DateTime.UnixEpoch.AddDays(value.DateValue).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ValueProto.ValueOneofCase.DatetimeValue => CivilTime.ToDateTime(value.DatetimeValue).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        ValueProto.ValueOneofCase.TimeValue => CivilTime.ToTime(value.TimeValue) is var time ? new TimeOnly(time.Ticks).ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture) : "",
        ValueProto.ValueOneofCase.TimestampValue => Timestamp(value.TimestampValue, format),
        var other => throw new NotSupportedException($"The emulator cannot write a {other}."),
    };

    private static string Timestamp(Google.Protobuf.WellKnownTypes.Timestamp at, TimestampFormat format)
    {
        var micros = (at.Seconds * 1_000_000) + (at.Nanos / 1000);
        return format switch
        {
            TimestampFormat.Micros => micros.ToString(CultureInfo.InvariantCulture),
            TimestampFormat.Iso => at.ToDateTime().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture),
            _ => Double(micros / 1e6),
        };
    }

    /// <summary>As BigQuery's server writes doubles: plain from a thousandth up to ten millions, else with an exponent.</summary>
    private static string Double(double number)
    {
        if (double.IsNaN(number))
        {
            return "NaN";
        }

        if (double.IsInfinity(number))
        {
            return number > 0 ? "Infinity" : "-Infinity";
        }

        var size = Math.Abs(number);
        if (size is 0 or (>= 1e-3 and < 1e7))
        {
            return number.ToString("0.0################", CultureInfo.InvariantCulture) is var plain && double.Parse(plain, CultureInfo.InvariantCulture) == number ? plain : number.ToString("R", CultureInfo.InvariantCulture);
        }

        var shortest = Enumerable.Range(0, 17).Select(digits => number.ToString($"E{digits}", CultureInfo.InvariantCulture)).First(text => double.Parse(text, CultureInfo.InvariantCulture) == number).Split('E');
        var exponent = int.Parse(shortest[1], CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{shortest[0]}{(shortest[0].Contains('.', StringComparison.Ordinal) ? "" : ".0")}E{exponent}");
    }
}
