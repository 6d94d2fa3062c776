using System.Globalization;
using System.Numerics;
using System.Text;

namespace MarketingPipeline.GoogleAds;

/// <summary>
/// Numbers from their JSON text, exactly: an integer never passes through a double, and a fraction becomes the decimal that
/// is written, rounded half away from zero to the nine places of a BigQuery NUMERIC.
/// </summary>
internal static class ExactNumber
{
    private const int Places = 9;

    // Digits that a decimal holds whatever they are; a longer text takes the way that cannot round twice.
    private const int SafeLength = 28;

    // 10^30 is beyond what a decimal holds; an exponent past this needs no arithmetic to know the result.
    private const int LargestExponent = 10_000;

    private static readonly BigInteger LargestMantissa = (BigInteger.One << 96) - 1;

    /// <summary>A whole number, also one written as <c>40.0</c> or <c>1.25e7</c>.</summary>
    public static bool TryInt64(ReadOnlySpan<byte> utf8, out long value)
    {
        if ((TryPlain(utf8, out value, out var fractionDigits) && fractionDigits == 0)
            || long.TryParse(utf8, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
        {
            return true;
        }

        if (!TryScaled(Encoding.UTF8.GetString(utf8), 0, out var whole, out var isExact) || !isExact || whole < long.MinValue || whole > long.MaxValue)
        {
            return false;
        }

        value = (long)whole;
        return true;
    }

    /// <summary>A decimal of at most nine places.</summary>
    public static bool TryDecimal(ReadOnlySpan<byte> utf8, out decimal value)
    {
        const NumberStyles plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (TryPlain(utf8, out var digits, out var fractionDigits) && fractionDigits <= Places)
        {
            value = new decimal(unchecked((int)digits), (int)(digits >> 32), 0, isNegative: false, (byte)fractionDigits);
            return true;
        }

        if (utf8.Length <= SafeLength && decimal.TryParse(utf8, plain, CultureInfo.InvariantCulture, out value))
        {
            value = value.Scale > Places ? Math.Round(value, Places, MidpointRounding.AwayFromZero) : value;
            return true;
        }

        value = 0;
        if (!TryScaled(Encoding.UTF8.GetString(utf8), Places, out var scaled, out _))
        {
            return false;
        }

        var magnitude = BigInteger.Abs(scaled);
        var scale = Places;
        while (magnitude > LargestMantissa && scale > 0 && magnitude % 10 == 0)
        {
            magnitude /= 10;
            scale--;
        }

        if (magnitude > LargestMantissa)
        {
            return false;
        }

        var mask = (BigInteger)uint.MaxValue;
        value = new decimal(
            unchecked((int)(uint)(magnitude & mask)),
            unchecked((int)(uint)((magnitude >> 32) & mask)),
            unchecked((int)(uint)(magnitude >> 64)),
            scaled.Sign < 0,
            (byte)scale);
        return true;
    }

    /// <summary>Digits, with a point between them or none, few enough for a long: what nearly every metric is.</summary>
    private static bool TryPlain(ReadOnlySpan<byte> utf8, out long digits, out int fractionDigits)
    {
        const int safeLength = 18;
        digits = 0;
        fractionDigits = 0;
        var point = -1;
        if (utf8.IsEmpty || utf8.Length > safeLength || utf8[0] == '.' || utf8[^1] == '.')
        {
            return false;
        }

        for (var i = 0; i < utf8.Length; i++)
        {
            if (utf8[i] == '.' && point < 0)
            {
                point = i;
            }
            else if (utf8[i] is >= (byte)'0' and <= (byte)'9')
            {
                digits = (10 * digits) + (utf8[i] - '0');
            }
            else
            {
                return false;
            }
        }

        fractionDigits = point < 0 ? 0 : utf8.Length - point - 1;
        return true;
    }

    /// <summary>The number times ten to the power of <paramref name="places"/>, rounded half away from zero.</summary>
    private static bool TryScaled(string text, int places, out BigInteger scaled, out bool isExact)
    {
        scaled = BigInteger.Zero;
        isExact = true;
        var exponent = 0;
        var mark = text.AsSpan().IndexOfAny('e', 'E');
        if (mark >= 0 && !int.TryParse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            return false;
        }

        var mantissa = mark >= 0 ? text[..mark] : text;
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = point >= 0 ? mantissa.Remove(point, 1) : mantissa;
        if (!BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        if (number.IsZero)
        {
            return true;
        }

        var shift = (long)exponent + places - (point >= 0 ? mantissa.Length - point - 1 : 0);
        if (shift > LargestExponent)
        {
            return false;
        }

        if (shift >= 0)
        {
            scaled = number * BigInteger.Pow(10, (int)shift);
            return true;
        }

        isExact = false;
        if (-shift > digits.Length)
        {
            return true;
        }

        var divisor = BigInteger.Pow(10, (int)-shift);
        scaled = BigInteger.DivRem(number, divisor, out var rest);
        isExact = rest.IsZero;
        if (BigInteger.Abs(rest) * 2 >= divisor)
        {
            scaled += number.Sign;
        }

        return true;
    }
}
