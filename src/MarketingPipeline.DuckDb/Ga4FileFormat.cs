using System.Text.Json;
using MarketingPipeline.Core.Sources.Files;

namespace MarketingPipeline.DuckDb;

/// <summary>How a file of the export is read: Parquet, or JSON as one array or a row a line, gzipped or not.</summary>
/// <param name="IsInParquet">False for JSON.</param>
/// <param name="IsArray">True for one array of rows, false for a row a line.</param>
/// <param name="IsGzip">True where the file's own bytes are gzip.</param>
/// <param name="IsEmpty">True for JSON without any row.</param>
internal sealed record Ga4FileFormat(bool IsInParquet, bool IsArray = false, bool IsGzip = false, bool IsEmpty = false)
{
    /// <summary>As much of the beginning as shows what the JSON is: the longest first line of one that is printed over several.</summary>
    private const int Beginning = 64 * 1024;

    private static readonly byte[] ParquetMagic = "PAR1"u8.ToArray();
    private static readonly byte[] GzipMagic = [0x1f, 0x8b];
    private static readonly byte[] Blanks = [.. " \t\r\n"u8, 0xEF, 0xBB, 0xBF];

    /// <summary>True for a file of Parquet: by its ending, or where that says nothing, by its first bytes.</summary>
    public static bool IsParquet(string path) => Ga4FileEnding.Of(Path.GetFileName(path)) switch
    {
        "parquet" => true,
        "" or "gz" => First(path, ParquetMagic.Length).AsSpan().SequenceEqual(ParquetMagic),
        _ => false,
    };

    /// <summary>True where neither the ending nor the content says how to read the file.</summary>
    public static bool IsUnknown(SourceFile file, string ending)
    {
        if (ending is not ("" or "gz"))
        {
            return false;
        }

        var first = First(file.RealPath, Beginning);
        var isJson = first.AsSpan().IndexOfAnyExcept(Blanks) is >= 0 and var at && first[at] is (byte)'{' or (byte)'[';
        return !isJson && !first.AsSpan().StartsWith(ParquetMagic) && !first.AsSpan().StartsWith(GzipMagic);
    }

    /// <summary>Looks into a file. One that is gzipped is read to its end, as what reads it later notices no damage.</summary>
    /// <exception cref="InvalidDataException">It cannot be used; says what it is instead, as a sentence.</exception>
    public static Ga4FileFormat Of(string path, CancellationToken cancellation)
    {
        if (IsParquet(path))
        {
            return new(true);
        }

        var isNamedGzip = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        var isGzip = isNamedGzip || First(path, GzipMagic.Length).AsSpan().SequenceEqual(GzipMagic);
        using var file = Open(path);
        using Stream stream = isGzip ? new CheckedGzipStream(file) : file;
        var beginning = new byte[Beginning];
        var length = stream.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false);
        if (isGzip)
        {
            var rest = new byte[Beginning];
            while (stream.Read(rest) > 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }

        var text = beginning.AsSpan(0, length);
        var at = text.IndexOfAnyExcept(Blanks);
        if (at < 0)
        {
            return new(false, IsGzip: isGzip, IsEmpty: length < beginning.Length);
        }

        if (text.StartsWith(ParquetMagic))
        {
            throw new InvalidDataException("It is Parquet, gzipped as a whole: Parquet is compressed in itself, and read only so.");
        }

        CheckLines(text[at..]);
        return new(false, text[at] == '[', isGzip);
    }

    /// <summary>The function that reads files of this format.</summary>
    public string Reader(string files) => IsInParquet
        ? $"read_parquet({files}, filename = '{Ga4FileShape.PartFile}', hive_partitioning = false, binary_as_string = true)"
        : $"read_json({files}, columns = {Ga4Schema.JsonColumns}, format = '{(IsArray ? "array" : "newline_delimited")}', compression = '{(IsGzip ? "gzip" : "uncompressed")}', maximum_object_size = 67108864, filename = '{Ga4FileShape.PartFile}', hive_partitioning = false)";

    /// <summary>A first line that is the beginning of an object, and ends within it, where a line of its own would be whole.</summary>
    private static void CheckLines(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        if (text[0] != '{' || end < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(text[..end], isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth == 0 && reader.TokenType == JsonTokenType.EndObject)
                {
                    return;
                }
            }
        }
        catch (JsonException)
        {
            // A line that is damaged, or is no JSON: what reads the file names the place.
            return;
        }

        throw new InvalidDataException("It is one JSON object over several lines; expected: a row a line, or an array of rows.");
    }

    private static byte[] First(string path, int length)
    {
        var first = new byte[length];
        using var file = Open(path);
        return first[..file.ReadAtLeast(first, length, throwOnEndOfStream: false)];
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
