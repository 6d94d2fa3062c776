using System.Globalization;
using System.Text;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Loading;

/// <summary>How a CSV file is written.</summary>
public sealed record CsvFormat(char Delimiter, char Quote, int SkipLeadingRows, IReadOnlyList<string> NullMarkers, bool AllowQuotedNewlines, bool AllowJaggedRows);

/// <summary>A CSV file's rows against a schema without records.</summary>
public static class CsvFile
{
    public static ReadRows Read(byte[] file, IReadOnlyList<StoredField> schema, CsvFormat format, bool ignoreUnknown)
    {
        var rows = new List<ValueProto>();
        var bad = new List<BadRow>();
        foreach (var (position, cells) in Records(file, format).Skip(format.SkipLeadingRows))
        {
            try
            {
                rows.Add(Row(cells, schema, format, ignoreUnknown));
            }
            catch (BadValueException error)
            {
                bad.Add(new(string.Create(CultureInfo.InvariantCulture, $"Row starting at position {position}"), error.Message));
            }
        }

        return new(rows, bad);
    }

    private static ValueProto Row(List<(string Text, bool Quoted)> cells, IReadOnlyList<StoredField> schema, CsvFormat format, bool ignoreUnknown)
    {
        if (cells.Count > schema.Count && !ignoreUnknown)
        {
            throw new BadValueException("", $"Too many values in row. Found {cells.Count} column(s) while expected {schema.Count} column(s).");
        }

        if (cells.Count < schema.Count && !format.AllowJaggedRows)
        {
            throw new BadValueException("", $"CSV table references column position {schema.Count - 1}, but line contains only {cells.Count} columns.");
        }

        var row = new ValueProto { StructValue = new() };
        for (var i = 0; i < schema.Count; i++)
        {
            var field = schema[i];
            var (text, quoted) = i < cells.Count ? cells[i] : ("", false);
            // An empty cell is NULL for every type but STRING, where only the null marker is.
            var isNull = i >= cells.Count || (!quoted && format.NullMarkers.Contains(text, StringComparer.Ordinal)) || (text.Length == 0 && field.Type != "STRING");
            row.StructValue.Field.Add(isNull ? JsonRow.Missing(field, field.Name) : ScalarText.Parse(field.Type, text) ?? throw JsonRow.CannotConvert(field, field.Name, text));
        }

        return row;
    }

    public static IEnumerable<(int Position, List<(string Text, bool Quoted)> Cells)> Records(byte[] file, CsvFormat format)
    {
        var text = Encoding.UTF8.GetString(file).TrimStart('\uFEFF');
        var at = 0;
        while (at < text.Length)
        {
            var start = at;
            var cells = Record(text, ref at, format);
            if (cells.Count > 1 || cells[0].Text.Length > 0 || cells[0].Quoted)
            {
                yield return (start, cells);
            }
        }
    }

    private static List<(string Text, bool Quoted)> Record(string text, ref int at, CsvFormat format)
    {
        var cells = new List<(string, bool)>();
        while (true)
        {
            var quoted = at < text.Length && text[at] == format.Quote;
            var cell = quoted ? Quoted(text, ref at, format.Quote) : "";
            var end = text.AsSpan(at).IndexOfAny(format.Delimiter, '\n');
            end = end < 0 ? text.Length : at + end;
            cell += text[at..end];
            var last = end == text.Length || text[end] == '\n';
            cells.Add((last ? cell.TrimEnd('\r') : cell, quoted));
            at = end + 1;
            if (last)
            {
                return cells;
            }
        }
    }

    private static string Quoted(string text, ref int at, char quote)
    {
        var cell = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != quote)
            {
                cell.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == quote)
            {
                cell.Append(text[++at]);
            }
            else
            {
                at++;
                break;
            }
        }

        return cell.ToString();
    }
}
