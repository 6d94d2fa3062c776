using System.Globalization;
using System.Text;

namespace MarketingPipeline.GoogleAdsEmulator.Loading;

/// <summary>A file that cannot be served: the message names it, the line and the column.</summary>
public sealed class AccountFolderException(string message) : Exception(message);

/// <summary>A CSV file with a header, read by the names of its columns.</summary>
internal static class CsvFile
{
    /// <summary>The rows; none where the file is absent.</summary>
    public static IEnumerable<CsvRow> Read(string path)
    {
        if (!File.Exists(path)) yield break;
        var name = Path.Combine(Path.GetFileName(Path.GetDirectoryName(path)) ?? "", Path.GetFileName(path));
        using var reader = new StreamReader(path, Encoding.UTF8);
        Dictionary<string, int>? columns = null;
        for (var line = 1; Record(reader, ref line) is { } values; line++)
        {
            if (values is [""]) continue;
            if (columns is null) columns = values.Select((column, i) => (Column: column.Trim(), i)).ToDictionary(column => column.Column, column => column.i);
            else yield return new(name, line, columns, values);
        }
    }

    /// <summary>The values up to the end of a line that is in no quotes.</summary>
    private static List<string>? Record(StreamReader reader, ref int line)
    {
        if (reader.Peek() < 0) return null;
        var values = new List<string>();
        var value = new StringBuilder();
        var isQuoted = false;
        for (var c = reader.Read(); c >= 0 && (isQuoted || c != '\n'); c = reader.Read())
        {
            if (c == '"' && isQuoted && reader.Peek() == '"') value.Append((char)reader.Read());
            else if (c == '"') isQuoted = !isQuoted;
            else if (c == ',' && !isQuoted)
            {
                values.Add(value.ToString());
                value.Clear();
            }
            else if (c != '\r' || isQuoted)
            {
                if (c == '\n') line++;
                value.Append((char)c);
            }
        }

        values.Add(value.ToString());
        return values;
    }
}

/// <summary>A row of a CSV file. A column that the file lacks is empty.</summary>
internal sealed record CsvRow(string File, int Line, IReadOnlyDictionary<string, int> Columns, IReadOnlyList<string> Values)
{
    public string? Text(string column) => Columns.TryGetValue(column, out var i) && i < Values.Count && Values[i].Trim() is { Length: > 0 } text ? text : null;

    /// <summary>An enum's name; UNSPECIFIED is what an export writes for none.</summary>
    public string? Constant(string column) => Text(column) is { } text && text != "UNSPECIFIED" ? text : null;

    public bool Flag(string column) => Text(column)?.Equals("true", StringComparison.OrdinalIgnoreCase) == true;

    public long Integer(string column) => Text(column) is not { } text ? 0 : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw Bad(column, "an integer");

    public double Number(string column) => Text(column) is not { } text ? 0 : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw Bad(column, "a number");

    public DateOnly? Date(string column) => Text(column) is not { } text ? null : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var value) ? value : throw Bad(column, "a date like 2026-08-01");

    public long Id(string column) => Text(column) is null ? throw Bad(column, "an id") : Integer(column);

    private AccountFolderException Bad(string column, string expected) => new($"{File}:{Line}: {column} is '{Text(column)}', not {expected}.");
}
