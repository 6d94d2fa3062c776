using System.Globalization;
using System.Text.Json;
using MarketingPipeline.Core;

namespace MarketingPipeline.GoogleAds;

/// <summary>
/// A row's date, and its other segments as canonical text, <c>adNetworkType=SEARCH;device=MOBILE</c>, ordered ordinally by name:
/// what tells whether two files hold the same figures.
/// </summary>
internal sealed class SegmentsSection() : RowSection("segments")
{
    // The date decides them, so that they split no row: a report that also selects the week holds the figures of one that does not.
    private static readonly string[] OfTheDate = ["dayOfWeek", "month", "monthOfYear", "quarter", "week", "year"];

    private readonly List<(string Name, string Value)> _others = [];
    private RowText _date;
    private (string? Text, DateOnly Date) _last;

    public override void Clear()
    {
        base.Clear();
        _others.Clear();
        _date = default;
    }

    /// <summary>The date; null where the row has none.</summary>
    /// <exception cref="PipelineException">It is no date.</exception>
    public DateOnly? Date(RowPlace place, ReportFault fault)
    {
        if (_date.Checked("segments.date", place, fault) is not { } text)
        {
            return null;
        }

        if (!ReferenceEquals(text, _last.Text))
        {
            _last = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)
                ? (text, parsed)
                : throw fault.At(place.ToString(), $"segments.date is '{text}', which is no date of the form YYYY-MM-DD.");
        }

        return _last.Date;
    }

    /// <summary>The other segments; empty where there are none.</summary>
    public string Text()
    {
        if (_others.Count == 0)
        {
            return "";
        }

        _others.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name));
        return string.Join(';', _others.Select(segment => $"{segment.Name}={segment.Value}"));
    }

    protected override bool TryProperty(ref Utf8JsonReader reader, TextCache texts)
    {
        if (reader.IsNamed("date"u8))
        {
            return RowText.TryRead(ref reader, texts, out _date);
        }

        var name = texts.Of(in reader);
        if (!reader.Read())
        {
            return false;
        }

        // Keywords are records, and other resources are named by path: they identify things, they do not segment.
        var value = reader.TokenType switch
        {
            JsonTokenType.String => texts.Of(in reader) is var text && !IsResourceName(text) ? Escaped(text) : null,
            JsonTokenType.Number => texts.Of(in reader),
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            _ => null,
        };
        if (value is not null && !OfTheDate.Contains(name))
        {
            _others.Add((name, value));
        }

        return reader.TrySkip();
    }

    // customers/1/conversionActions/2, geoTargetConstants/1012728
    private static bool IsResourceName(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0
            && text.AsSpan(0, slash) is var collection
            && (collection.SequenceEqual("customers") || collection.EndsWith("Constants", StringComparison.Ordinal));
    }

    private static string Escaped(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace(";", "%3B", StringComparison.Ordinal)
        .Replace("=", "%3D", StringComparison.Ordinal);
}
