using System.Text.RegularExpressions;

namespace MarketingPipeline.DuckDb;

/// <summary>What the end of a file's name says of its format.</summary>
internal static partial class Ga4FileEnding
{
    /// <summary>What lies beside an export without being a part of it: checksums, what writers leave to each other, GA4's tables of users.</summary>
    [GeneratedRegex(@"^(?:_.*|users_.*|pseudonymous_users_.*|.*\.(?:crc|md5|sha[0-9]+|asc|sig))$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex OfNoExport();

    [GeneratedRegex(@"\.(?<ending>[a-z][a-z0-9]{1,8}(?:\.(?:gz|gzip|zst|bz2|xz|zip))?)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Ending();

    /// <summary>True for files that are passed over without a word, by their own name.</summary>
    public static bool IsOther(string fileName) => OfNoExport().IsMatch(fileName);

    /// <summary>True where the name ends as a file of data does, whether that can be read or not.</summary>
    public static bool IsOfData(string fileName) => Of(fileName) is { Length: > 0 } ending && Fault(ending)?.StartsWith("ends in ", StringComparison.Ordinal) is not true;

    /// <summary>The ending in lower case, without its dot, a second one for compression included; empty where there is none.</summary>
    public static string Of(string fileName) => Ending().Match(fileName).Groups["ending"].Value.ToLowerInvariant();

    /// <summary>The name without what says the format: two files of one are the same rows twice.</summary>
    public static string Stem(string name) => Of(name) is { Length: > 0 } ending ? name[..^(ending.Length + 1)] : name;

    /// <summary>Why a file that ends so is not read; null for one that is, or whose content has to say.</summary>
    public static string? Fault(string ending) => ending switch
    {
        "parquet" or "json" or "jsonl" or "ndjson" or "json.gz" or "jsonl.gz" or "ndjson.gz" or "gz" or "" => null,
        "parquet.gz" => "is gzipped as a whole: Parquet is compressed in itself, and read only so",
        "avro" or "avro.gz" => "is Avro",
        "orc" => "is ORC",
        "csv" or "tsv" or "csv.gz" or "tsv.gz" => "is CSV, which cannot hold the export's nested columns",
        "zip" or "tar" or "7z" or "rar" or "tgz" => "is an archive, which has to be unpacked first",
        _ => $"ends in .{ending}, which is no format of the export",
    };
}
