using System.Text.Json;
using MarketingPipeline.Core;

namespace MarketingPipeline.GoogleAds;

/// <summary>
/// A text or enum value of a row, without blanks around it; an enum value that is new to Google's own library is a number, and
/// kept as one. Or something else, which is an error only where the text is wanted.
/// </summary>
internal readonly record struct RowText(string? Text, bool IsOther)
{
    /// <summary>Reads the value after the property's name; false where the bytes end before it does.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, TextCache texts, out RowText value)
    {
        value = default;
        if (!reader.Read())
        {
            return false;
        }

        value = reader.TokenType switch
        {
            JsonTokenType.String or JsonTokenType.Number => new RowText(texts.Of(in reader), false),
            JsonTokenType.Null => default,
            _ => new RowText(null, true),
        };
        return reader.TrySkip();
    }

    /// <summary>The text; null where it is absent or blank.</summary>
    /// <exception cref="PipelineException">It is something else.</exception>
    public string? Checked(string name, RowPlace place, ReportFault fault) => IsOther
        ? throw fault.At(place.ToString(), $"{name} is no text.")
        : Text?.Trim() is { Length: > 0 } text ? text : null;
}
