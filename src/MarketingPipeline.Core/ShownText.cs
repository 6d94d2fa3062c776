using System.Globalization;
using System.Text;

namespace MarketingPipeline.Core;

/// <summary>
/// Text as a console may show it, whoever wrote it, a file, a visitor or a server: what could move a cursor, reorder a line
/// or forge a second one is escaped.
/// </summary>
public static class ShownText
{
    internal const int MaximumLength = 80;

    /// <summary>A whole message, as an error, a warning or a line of progress shows it: on one line, whatever is in it.</summary>
    /// <param name="message">The message.</param>
    public static string Clean(string message) => IsPlain(message)
        ? message
        : string.Concat(message.EnumerateRunes().Select(rune => rune.Value is '\n' or '\r' or '\t' ? " " : Piece(rune)));

    /// <summary>
    /// A name that a visitor or an advertiser has given, as an object of the product carries it: whoever makes a table of it
    /// sends it to a console. What joins letters, in Persian or an emoji, stays.
    /// </summary>
    public static string Name(string name) => IsPlain(name)
        ? name
        : string.Concat(name.EnumerateRunes().Select(rune => Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format || IsDirection(rune) ? Piece(rune) : rune.ToString()));

    /// <summary>The value in quotes.</summary>
    internal static string Quote(string value) => $"'{Shorten(value)}'";

    /// <summary>The value escaped, and cut to <see cref="MaximumLength"/> characters, for a finding.</summary>
    internal static string Shorten(string value)
    {
        var shown = new StringBuilder();
        foreach (var rune in value.EnumerateRunes())
        {
            // Whole escapes and surrogate pairs only: half of one would be a new unreadable thing.
            var piece = Piece(rune);
            if (shown.Length + piece.Length > MaximumLength)
            {
                while (shown.Length > MaximumLength - 1)
                {
                    shown.Length -= shown.Length > 1 && char.IsLowSurrogate(shown[^1]) ? 2 : 1;
                }

                return shown.Append('…').ToString();
            }

            shown.Append(piece);
        }

        return shown.ToString();
    }

    /// <summary>The value escaped, at its full length: for names of files in a finding.</summary>
    internal static string Escape(string value) => string.Concat(value.EnumerateRunes().Select(Piece));

    private static bool IsPlain(string text) => text.All(letter => !char.IsSurrogate(letter) && !IsUnseen(char.GetUnicodeCategory(letter)));

    private static bool IsDirection(Rune rune) => rune.Value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    private static bool IsUnseen(UnicodeCategory category) => category is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static string Piece(Rune rune) => IsUnseen(Rune.GetUnicodeCategory(rune))
            ? string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}")
            : rune.ToString();
}
