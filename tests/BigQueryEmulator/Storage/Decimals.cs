using System.Globalization;
using System.Numerics;
using Google.Protobuf;

namespace MarketingPipeline.BigQueryEmulator.Storage;

/// <summary>NUMERIC and BIGNUMERIC as the engine keeps them: the number times a power of ten, as little-endian two's complement.</summary>
public static class Decimals
{
    public const int NumericScale = 9;
    public const int BigNumericScale = 38;

    private static readonly BigInteger NumericLimit = BigInteger.Pow(10, 38);
    private static readonly BigInteger BigNumericLimit = BigInteger.Pow(2, 255);

    /// <summary>Null where the text is no number, too large, or has more decimals than the type.</summary>
    public static ByteString? Parse(string text, int scale)
    {
        var mantissa = text.Trim();
        var exponent = 0;
        var at = mantissa.IndexOfAny(['e', 'E']);
        if (at >= 0)
        {
            if (!int.TryParse(mantissa[(at + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs(exponent) > 400)
            {
                return null;
            }

            mantissa = mantissa[..at];
        }

        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = point < 0 ? mantissa : mantissa.Remove(point, 1);
        if (!digits.Any(char.IsAsciiDigit) || !BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var shift = scale + exponent - (point < 0 ? 0 : mantissa.Length - point - 1);
        if (shift < 0)
        {
            var (quotient, rest) = BigInteger.DivRem(number, BigInteger.Pow(10, -shift));
            if (!rest.IsZero)
            {
                return null;
            }

            number = quotient;
        }
        else
        {
            number *= BigInteger.Pow(10, shift);
        }

        return BigInteger.Abs(number) >= (scale == NumericScale ? NumericLimit : BigNumericLimit) ? null : ByteString.CopyFrom(number.ToByteArray());
    }

    public static string ToText(ByteString bytes, int scale)
    {
        var number = new BigInteger(bytes.Span);
        var digits = BigInteger.Abs(number).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var decimals = digits[^scale..].TrimEnd('0');
        return (number.Sign < 0 ? "-" : "") + digits[..^scale] + (decimals.Length == 0 ? "" : "." + decimals);
    }
}
