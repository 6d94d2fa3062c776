using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using MarketingPipeline.BigQueryEmulator.Storage;

namespace MarketingPipeline.BigQueryEmulator.Loading;

/// <summary>A schema read from the values themselves: the narrowest type that takes every one of a column.</summary>
public static partial class DetectedSchema
{
    public static ImmutableArray<StoredField> OfJsonLines(byte[] file)
    {
        var root = new Seen();
        foreach (var (_, line) in JsonLinesFile.Lines(file))
        {
            try
            {
                using var document = JsonDocument.Parse(line);
                root.Add(document.RootElement);
            }
            catch (JsonException)
            {
                // Reading the rows reports the line.
            }
        }

        return root.Fields();
    }

    public static (ImmutableArray<StoredField> Schema, int HeaderRows) OfCsv(byte[] file, CsvFormat format)
    {
        var rows = CsvFile.Records(file, format).Skip(Math.Max(0, format.SkipLeadingRows - 1)).Select(record => record.Cells).ToList();
        if (rows.Count == 0)
        {
            return ([], 0);
        }

        var header = rows[0];
        // Without a stated header the first row is one where every cell is text and a later row has a column that is not.
        var hasHeader = format.SkipLeadingRows > 0 || (header.All(cell => TypeOf(cell.Text) == "STRING") && rows.Skip(1).Any(row => row.Any(cell => TypeOf(cell.Text) != "STRING")));
        var values = hasHeader ? rows.Skip(1).ToList() : rows;
        var fields = header.Select((cell, i) => new StoredField(
            hasHeader ? Name(cell.Text, i) : string.Create(CultureInfo.InvariantCulture, $"string_field_{i}"),
            values.Where(row => i < row.Count && row[i].Text.Length > 0).Select(row => TypeOf(row[i].Text)).Aggregate((string?)null, Wider) ?? "STRING",
            "NULLABLE",
            []));
        return ([.. fields], Math.Max(format.SkipLeadingRows, hasHeader ? 1 : 0));
    }

    private static string Name(string text, int index)
    {
        var name = NotInNames().Replace(text.Trim(), "_");
        return name.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"string_field_{index}") : char.IsAsciiDigit(name[0]) ? "_" + name : name;
    }

    private static string TypeOf(string text) =>
        text is "true" or "false" or "TRUE" or "FALSE" or "True" or "False" ? "BOOLEAN"
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? "INTEGER"
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? "FLOAT"
        : DateText().IsMatch(text) && ScalarText.Parse("DATE", text) is not null ? "DATE"
        : DatetimeText().IsMatch(text) && ScalarText.Parse("TIMESTAMP", text) is not null ? "TIMESTAMP"
        : TimeText().IsMatch(text) && ScalarText.Parse("TIME", text) is not null ? "TIME"
        : "STRING";

    private static string Wider(string? known, string type) => (known, type) switch
    {
        (null, _) => type,
        var (a, b) when a == b => a,
        ("INTEGER", "FLOAT") or ("FLOAT", "INTEGER") => "FLOAT",
        ("DATE", "TIMESTAMP") or ("TIMESTAMP", "DATE") => "TIMESTAMP",
        _ => "STRING",
    };

    [GeneratedRegex("^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$")]
    private static partial Regex DateText();

    [GeneratedRegex("^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)? ?(Z|UTC|[+-][0-9]{1,2}(:?[0-9]{2})?)?$")]
    private static partial Regex DatetimeText();

    [GeneratedRegex("^[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?$")]
    private static partial Regex TimeText();

    [GeneratedRegex("[^A-Za-z0-9_]")]
    private static partial Regex NotInNames();

    /// <summary>What was seen of one column or record.</summary>
    private sealed class Seen
    {
        private readonly List<string> _names = [];
        private readonly Dictionary<string, Seen> _fields = new(StringComparer.OrdinalIgnoreCase);
        private bool _repeated;
        private string? _type;

        public void Add(JsonElement value)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Array:
                    _repeated = true;
                    foreach (var element in value.EnumerateArray())
                    {
                        Add(element);
                    }

                    break;
                case JsonValueKind.Object:
                    _type = Wider(_type, "RECORD");
                    foreach (var property in value.EnumerateObject())
                    {
                        Field(property.Name).Add(property.Value);
                    }

                    break;
                case JsonValueKind.Number:
                    _type = Wider(_type, value.TryGetInt64(out _) ? "INTEGER" : "FLOAT");
                    break;
                case JsonValueKind.True or JsonValueKind.False:
                    _type = Wider(_type, "BOOLEAN");
                    break;
                case JsonValueKind.String:
                    _type = Wider(_type, TypeOf(value.GetString()!));
                    break;
                default:
                    break;
            }
        }

        public ImmutableArray<StoredField> Fields() =>
            [.. _names.Select(name => (name, seen: _fields[name])).Select(x => new StoredField(x.name, x.seen._type ?? "STRING", x.seen._repeated ? "REPEATED" : "NULLABLE", x.seen._type == "RECORD" ? x.seen.Fields() : []))];

        private Seen Field(string name)
        {
            if (_fields.TryGetValue(name, out var seen))
            {
                return seen;
            }

            _names.Add(name);
            return _fields[name] = new();
        }
    }
}
