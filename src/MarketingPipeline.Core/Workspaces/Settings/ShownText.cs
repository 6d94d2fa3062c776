using System.Globalization;
using System.Text;

namespace MarketingPipeline.Core.Workspaces.Settings;

/// <summary>
/// Text from a file as a message may show it: what could move a cursor, reorder a line or forge a second one is escaped,
/// and a long value is cut.
/// </summary>
internal static class ShownText
{
    public const int MaximumLength = 80;

    /// <summary>The value in quotes.</summary>
    public static string Quote(string value) => $"'{Shorten(value)}'";

    /// <summary>The value escaped, and cut to <see cref="MaximumLength"/> characters.</summary>
    public static string Shorten(string value)
    {
        var shown = new StringBuilder();
        foreach (var rune in value.EnumerateRunes())
        {
            // Whole escapes and surrogate pairs only: half of one would be a new unreadable thing.
            var piece = Piece(rune);
            if (shown.Length + piece.Length > MaximumLength)
            {
                while (shown.Length > MaximumLength - 1)
                    shown.Length -= shown.Length > 1 && char.IsLowSurrogate(shown[^1]) ? 2 : 1;
                return shown.Append('…').ToString();
            }

            shown.Append(piece);
        }

        return shown.ToString();
    }

    /// <summary>The value escaped, at its full length: for names of files.</summary>
    public static string Escape(string value) => string.Concat(value.EnumerateRunes().Select(Piece));

    private static string Piece(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            ? string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}")
            : rune.ToString();
}
