using System.Globalization;
using System.Text.RegularExpressions;

namespace MarketingPipeline.Core.Workspaces;

/// <summary>An amount of bytes as people write it: <c>50 GB</c> (decimal), <c>1.5 TiB</c> (binary), or a bare number of bytes.</summary>
internal static partial class ByteSize
{
    /// <summary>What an amount looks like, for messages.</summary>
    public const string Expected = "Give a number of bytes, or text such as \"50 GB\" (KB, MB, GB, TB are decimal; KiB, MiB, GiB, TiB binary).";

    private static readonly (string Unit, long Bytes)[] Decimal =
        [("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000)];

    private static readonly (string Unit, long Bytes)[] Binary =
        [("TiB", 1L << 40), ("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10)];

    /// <summary>The bytes, rounded down; null where the text is no amount, or one that is not between 1 and 2^63 − 1.</summary>
    public static long? Parse(string text)
    {
        var match = Amount().Match(text);
        if (!match.Success || !decimal.TryParse(match.Groups["number"].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var factor = FactorOf(match.Groups["unit"].Value);
        if (number > (decimal)long.MaxValue / factor)
        {
            return null;
        }

        var bytes = decimal.Truncate(number * factor);
        return bytes is >= 1 and <= long.MaxValue ? (long)bytes : null;
    }

    /// <summary>The amount in its largest decimal unit that is exact: what <see cref="Parse"/> reads back as the same number.</summary>
    public static string Format(long bytes)
    {
        var (unit, factor) = Array.Find(Decimal, candidate => bytes % candidate.Bytes == 0);
        return unit is null
            ? bytes.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{bytes / factor} {unit}");
    }

    private static long FactorOf(string unit) =>
        Decimal.Concat(Binary).FirstOrDefault(candidate => candidate.Unit.Equals(unit, StringComparison.OrdinalIgnoreCase), ("B", 1)).Item2;

    [GeneratedRegex(@"\A(?<number>[0-9]{1,19}(\.[0-9]{1,9})?) ?(?<unit>B|[KMGT]i?B)?\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Amount();
}
