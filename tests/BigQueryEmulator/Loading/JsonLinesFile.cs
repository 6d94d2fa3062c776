using System.Globalization;
using System.Text.Json;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Loading;

/// <summary>A file of one JSON object per line.</summary>
public static class JsonLinesFile
{
    public static ReadRows Read(byte[] file, IReadOnlyList<StoredField> schema, bool ignoreUnknown)
    {
        var reader = new JsonRow(schema, ignoreUnknown);
        var rows = new List<ValueProto>();
        var bad = new List<BadRow>();
        foreach (var (position, line) in Lines(file))
        {
            try
            {
                using var document = JsonDocument.Parse(line);
                rows.Add(reader.Read(document.RootElement));
            }
            catch (Exception error) when (error is JsonException or BadValueException)
            {
                var message = error is BadValueException ? error.Message : "Parser terminated before end of string";
                bad.Add(new(string.Create(CultureInfo.InvariantCulture, $"JSON parsing error in row starting at position {position}"), message));
            }
        }

        return new(rows, bad);
    }

    public static IEnumerable<(int Position, ReadOnlyMemory<byte> Line)> Lines(byte[] file)
    {
        var start = file.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        while (start < file.Length)
        {
            var length = file.AsSpan(start).IndexOf((byte)'\n');
            if (length < 0)
            {
                length = file.Length - start;
            }

            var line = file.AsMemory(start, length);
            if (!line.Span.Trim(" \t\r"u8).IsEmpty)
            {
                yield return (start, line);
            }

            start += length + 1;
        }
    }
}
