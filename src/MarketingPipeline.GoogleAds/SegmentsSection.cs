using System.Globalization;
using System.Text.Json;
using MarketingPipeline.Core;

namespace MarketingPipeline.GoogleAds;

/// <summary>A row's date, and which other segments it has.</summary>
internal sealed class SegmentsSection() : RowSection("segments")
{
    private readonly SortedSet<string> _splits = new(StringComparer.Ordinal);
    private RowText _date;
    private (string? Text, DateOnly Date) _last;

    /// <summary>The first segment whose parts do not add up to the campaign's figures; null where there is none.</summary>
    public string? Other { get; private set; }

    public override void Clear()
    {
        base.Clear();
        _splits.Clear();
        Other = null;
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

    /// <summary>The segments that split the row's report, those that its field mask names included, as <see cref="Core.Sources.GoogleAdsRow.Segmentation"/>.</summary>
    public string Segmentation(IReadOnlySet<string> named)
    {
        if (_splits.Count == 0 && named.Count == 0)
        {
            return "";
        }

        _splits.UnionWith(named);
        return string.Join(';', _splits);
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

        if (reader.TokenType != JsonTokenType.Null)
        {
            if (SegmentNames.IsSplit(name))
            {
                _splits.Add(name);
            }
            else if (!SegmentNames.IsOfTheDate(name))
            {
                Other ??= name;
            }
        }

        return reader.TrySkip();
    }
}
