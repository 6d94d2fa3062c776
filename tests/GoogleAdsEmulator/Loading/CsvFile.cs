using System.Text;

namespace MarketingPipeline.GoogleAdsEmulator.Loading;

/// <summary>A CSV file with a header, read by the names of its columns.</summary>
internal static class CsvFile
{
    /// <summary>The rows; none where the file is absent.</summary>
    public static IEnumerable<CsvRow> Read(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        var name = Path.Combine(Path.GetFileName(Path.GetDirectoryName(path)) ?? "", Path.GetFileName(path));
        using var reader = new StreamReader(path, Encoding.UTF8);
        Dictionary<string, int>? columns = null;
        for (var line = 1; Record(reader, ref line) is { } values; line++)
        {
            if (values is [""])
            {
                continue;
            }

            if (columns is null)
            {
                columns = values.Select((column, i) => (Column: column.Trim(), i)).ToDictionary(column => column.Column, column => column.i);
            }
            else
            {
                yield return new(name, line, columns, values);
            }
        }
    }

    /// <summary>The values up to the end of a line that is in no quotes.</summary>
    private static List<string>? Record(StreamReader reader, ref int line)
    {
        if (reader.Peek() < 0)
        {
            return null;
        }

        var values = new List<string>();
        var value = new StringBuilder();
        var isQuoted = false;
        for (var c = reader.Read(); c >= 0 && (isQuoted || c != '\n'); c = reader.Read())
        {
            if (c == '"' && isQuoted && reader.Peek() == '"')
            {
                value.Append((char)reader.Read());
            }
            else if (c == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (c == ',' && !isQuoted)
            {
                values.Add(value.ToString());
                value.Clear();
            }
            else if (c != '\r' || isQuoted)
            {
                if (c == '\n')
                {
                    line++;
                }

                value.Append((char)c);
            }
        }

        values.Add(value.ToString());
        return values;
    }
}
