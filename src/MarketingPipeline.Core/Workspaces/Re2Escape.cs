namespace MarketingPipeline.Core.Workspaces;

/// <summary>What RE2 reads after a backslash, and its named classes.</summary>
internal static class Re2Escape
{
    private static readonly string[] PosixNames =
        ["alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "word", "xdigit"];

    // General categories, and the scripts that sites and campaigns are named in; RE2 knows rarer ones too.
    private static readonly HashSet<string> UnicodeNames = new(StringComparer.Ordinal)
    {
        "Any",
        "C", "Cc", "Cf", "Co", "Cs", "L", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn", "N", "Nd", "Nl", "No",
        "P", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "S", "Sc", "Sk", "Sm", "So", "Z", "Zl", "Zp", "Zs",
        "Arabic", "Armenian", "Bengali", "Bopomofo", "Common", "Cyrillic", "Devanagari", "Ethiopic", "Georgian", "Greek",
        "Gujarati", "Gurmukhi", "Han", "Hangul", "Hebrew", "Hiragana", "Inherited", "Kannada", "Katakana", "Khmer", "Lao",
        "Latin", "Malayalam", "Mongolian", "Myanmar", "Oriya", "Sinhala", "Tamil", "Telugu", "Thai", "Tibetan",
    };

    /// <summary>Reads an escape that begins at <paramref name="position"/>.</summary>
    /// <returns>The character that it means; null for a class or a boundary.</returns>
    /// <exception cref="FormatException">RE2 has no such escape.</exception>
    public static int? Read(int[] runes, ref int position, bool inClass)
    {
        if (position + 1 >= runes.Length)
            throw new FormatException("it ends in a backslash");

        var letter = runes[position + 1];
        switch (letter)
        {
            case (>= '1' and <= '9') or 'k':
                throw new FormatException("it refers back to a group, which RE2 cannot");
            case 'd' or 'D' or 's' or 'S' or 'w' or 'W':
            case 'b' or 'B' or 'A' or 'z' when !inClass:
                position += 2;
                return null;
            case 'p' or 'P':
                UnicodeClass(runes, ref position);
                return null;
            case 'Q' when !inClass:
                Literal(runes, ref position);
                return null;
            case 'x':
                return Hexadecimal(runes, ref position);
            case '0':
                return Octal(runes, ref position);
            case 'a' or 'f' or 'n' or 'r' or 't' or 'v':
                position += 2;
                return "\a\f\n\r\t\v"["afnrtv".IndexOf((char)letter, StringComparison.Ordinal)];
            default:
                if (letter >= 0x80 || char.IsAsciiLetterOrDigit((char)letter))
                    throw new FormatException($"RE2 has no escape \\{char.ConvertFromUtf32(letter)}");
                position += 2;
                return letter;
        }
    }

    /// <summary>Reads [:alpha:] inside a class.</summary>
    /// <returns>False where it is not closed: then [ and : are members like others.</returns>
    public static bool PosixClass(int[] runes, ref int position)
    {
        for (var end = position + 2; end + 1 < runes.Length; end++)
        {
            if (runes[end] != ':' || runes[end + 1] != ']')
                continue;

            var name = Text(runes, position + 2, end).TrimStart('^');
            if (Array.IndexOf(PosixNames, name) < 0)
                throw new FormatException("RE2 has no such [: :] class");
            position = end + 2;
            return true;
        }

        return false;
    }

    private static void UnicodeClass(int[] runes, ref int position)
    {
        var start = position + 2;
        var end = start + 1;
        if (start < runes.Length && runes[start] == '{')
        {
            start++;
            end = Array.IndexOf(runes, '}', start);
        }

        if (end < 0 || end > runes.Length || !UnicodeNames.Contains(Text(runes, start, end).TrimStart('^')))
            throw new FormatException("the class after \\p is not known");
        position = Math.Min(runes.Length, runes[position + 2] == '{' ? end + 1 : end);
    }

    private static void Literal(int[] runes, ref int position)
    {
        var start = position + 2;
        for (position = start; position < runes.Length; position++)
        {
            if (runes[position] == '\\' && position + 1 < runes.Length && runes[position + 1] == 'E')
            {
                // What follows would repeat nothing.
                if (position == start)
                    throw new FormatException("\\Q\\E holds nothing");
                position += 2;
                return;
            }
        }
    }

    private static int Hexadecimal(int[] runes, ref int position)
    {
        var start = position + 2;
        var braced = start < runes.Length && runes[start] == '{';
        var end = braced ? Array.IndexOf(runes, '}', start) : start + 2;
        var digits = end < 0 || end > runes.Length ? "" : Text(runes, braced ? start + 1 : start, end);
        if (digits.Length is 0 or > 8 || !digits.All(char.IsAsciiHexDigit) || Convert.ToUInt32(digits, 16) > 0x10FFFF)
            throw new FormatException("\\x is not followed by two hexadecimal digits, or by { } with a character's number");

        position = braced ? end + 1 : end;
        return Convert.ToInt32(digits, 16);
    }

    private static int Octal(int[] runes, ref int position)
    {
        var value = 0;
        position += 2;
        for (var i = 0; i < 2 && position < runes.Length && runes[position] is >= '0' and <= '7'; i++, position++)
            value = (value * 8) + runes[position] - '0';
        return value;
    }

    private static string Text(int[] runes, int start, int end) => string.Concat(runes[start..end].Select(char.ConvertFromUtf32));
}
