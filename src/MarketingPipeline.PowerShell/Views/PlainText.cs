using System.Globalization;
using System.Text;

namespace MarketingPipeline.PowerShell.Views;

/// <summary>Text for a console that shows whatever is sent to it.</summary>
public static class PlainText
{
    /// <summary>
    /// The text without control and direction characters. Campaigns and sources come from visitors' URLs: an escape sequence
    /// in one must not reach a terminal, and a line break must not make a line of its own.
    /// </summary>
    public static string Clean(string? text)
    {
        var clean = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate))
            {
                clean.Append(rune);
            }
        }

        return clean.ToString();
    }

    /// <summary>The text at the left of a field, cut where it is too long.</summary>
    internal static string Left(string text, int width)
    {
        var cut = Cut(text, width);
        return cut + new string(' ', width - Cells(cut));
    }

    /// <summary>The text at the right of a field; a figure is never cut.</summary>
    internal static string Right(string text, int width) => new string(' ', Math.Max(0, width - Cells(text))) + text;

    /// <summary>The text in lines of at most so many cells, broken between words.</summary>
    internal static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && Cells(line.ToString()) + 1 + Cells(word) > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }

    private static string Cut(string text, int width)
    {
        if (Cells(text) <= width)
        {
            return text;
        }

        var kept = new StringBuilder();
        var cells = 0;
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            cells += Cells(element);
            if (cells > width - 1)
            {
                break;
            }

            kept.Append(element);
        }

        return kept.Append('…').ToString();
    }

    // Thai vowels and tones stand above or below their consonant; Chinese, Japanese and Korean characters are two cells wide.
    private static int Cells(string text)
    {
        var cells = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            cells += Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? 0
                : rune.Value is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFF00 and <= 0xFF60) or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD) ? 2
                : 1;
        }

        return cells;
    }
}
