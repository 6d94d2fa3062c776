using System.Globalization;
using System.Text.Json;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Loading;

/// <summary>One JSON object as a row, each value strictly checked against its column's type.</summary>
public sealed class JsonRow(IReadOnlyList<StoredField> schema, bool ignoreUnknown)
{
    /// <exception cref="BadValueException">A value does not fit its column.</exception>
    public ValueProto Read(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object ? Record(schema, json, "") : throw new BadValueException("", "The row is not a JSON object.");

    private ValueProto Record(IReadOnlyList<StoredField> fields, JsonElement json, string path)
    {
        var values = new ValueProto[fields.Count];
        foreach (var property in json.EnumerateObject())
        {
            var index = IndexOf(fields, property.Name);
            if (index >= 0)
            {
                values[index] = Value(fields[index], property.Value, path + fields[index].Name);
            }
            else if (!ignoreUnknown)
            {
                throw new BadValueException(path + property.Name, $"No such field: {path}{property.Name}.");
            }
        }

        var record = new ValueProto { StructValue = new() };
        for (var i = 0; i < values.Length; i++)
        {
            record.StructValue.Field.Add(values[i] ?? Missing(fields[i], path + fields[i].Name));
        }

        return record;
    }

    public static ValueProto Missing(StoredField field, string path) => field.Mode switch
    {
        "REPEATED" => new() { ArrayValue = new() },
        "REQUIRED" => throw new BadValueException(path, $"Missing required field: {path}."),
        _ => new(),
    };

    private ValueProto Value(StoredField field, JsonElement json, string path)
    {
        if (json.ValueKind == JsonValueKind.Null && (field.Type != "JSON" || field.Mode == "REPEATED"))
        {
            return Missing(field, path);
        }

        if (field.Mode != "REPEATED")
        {
            return Single(field, json, path);
        }

        if (json.ValueKind != JsonValueKind.Array)
        {
            throw new BadValueException(path, $"Repeated value added outside of an array. Field: {path}.");
        }

        var array = new ValueProto { ArrayValue = new() };
        foreach (var element in json.EnumerateArray())
        {
            if (element.ValueKind == JsonValueKind.Null)
            {
                throw new BadValueException(path, $"Only optional fields can be set to NULL. Field: {path}; Value: NULL");
            }

            array.ArrayValue.Element.Add(Single(field, element, path));
        }

        return array;
    }

    private ValueProto Single(StoredField field, JsonElement json, string path)
    {
        if (field.Type == "RECORD")
        {
            return json.ValueKind == JsonValueKind.Object
                ? Record(field.Fields, json, path + ".")
                : throw new BadValueException(path, $"This field: {path} is not a record.");
        }

        if (field.Type == "JSON")
        {
            return new() { JsonValue = json.GetRawText() };
        }

        var value = (json.ValueKind, field.Type) switch
        {
            (JsonValueKind.String, var type) => ScalarText.Parse(type, json.GetString()!),
            (JsonValueKind.Number, "INTEGER") => Integer(json),
            (JsonValueKind.Number, "FLOAT" or "NUMERIC" or "BIGNUMERIC" or "TIMESTAMP" or "STRING") => ScalarText.Parse(field.Type, json.GetRawText()),
            (JsonValueKind.True or JsonValueKind.False, "BOOLEAN" or "STRING") => ScalarText.Parse(field.Type, json.GetBoolean() ? "true" : "false"),
            (JsonValueKind.Array, _) => throw new BadValueException(path, $"Array specified for non-repeated field: {path}."),
            (JsonValueKind.Object, _) => throw new BadValueException(path, $"JSON object specified for non-record field: {path}"),
            _ => null,
        };
        return value ?? throw CannotConvert(field, path, json.ValueKind == JsonValueKind.String ? json.GetString()! : json.GetRawText());
    }

    private static ValueProto? Integer(JsonElement json)
    {
        if (json.TryGetInt64(out var exact))
        {
            return new() { Int64Value = exact };
        }

        return json.TryGetDecimal(out var number) && number == decimal.Truncate(number) && number is >= long.MinValue and <= long.MaxValue ? new() { Int64Value = (long)number } : null;
    }

    public static BadValueException CannotConvert(StoredField field, string path, string text)
    {
        var shown = text.Length > 100 ? text[..100] : text;
        return new BadValueException(path, field.Type switch
        {
            "INTEGER" => $"Could not convert value to integer. Field: {path}; Value: {shown}",
            "FLOAT" => $"Could not convert value to float. Field: {path}; Value: {shown}",
            "BOOLEAN" => $"Could not convert value to boolean. Field: {path}; Value: {shown}",
            "STRING" => $"Could not convert value to string. Field: {path}; Value: {shown}",
            var type => string.Create(CultureInfo.InvariantCulture, $"Invalid {type.ToLowerInvariant()} string \"{shown}\" Field: {path}; Value: {shown}"),
        });
    }

    private static int IndexOf(IReadOnlyList<StoredField> fields, string name)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (fields[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
