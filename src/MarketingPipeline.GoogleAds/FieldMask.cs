namespace MarketingPipeline.GoogleAds;

/// <summary>
/// The fields that a batch says its report has selected, <c>campaign.id,segments.date,metrics.costMicros</c>; also written as
/// queries have them, <c>metrics.cost_micros</c>.
/// </summary>
internal sealed record FieldMask
{
    /// <summary>The resources, as rows name them.</summary>
    public required IReadOnlyList<string> Resources { get; init; }

    /// <summary>The segments, as rows name them.</summary>
    public required IReadOnlyList<string> Segments { get; init; }

    /// <summary>The metrics that are staged.</summary>
    public required ReportMetrics Metrics { get; init; }

    /// <summary>The segments that split a report.</summary>
    public IEnumerable<string> Splits => Segments.Where(SegmentNames.IsSplit);

    public static FieldMask Parse(string text)
    {
        var fields = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(field => Camel(field).Split('.'))
            .ToArray();
        return new FieldMask
        {
            Resources = [.. fields.Select(field => field[0]).Where(name => name is not "metrics" and not "segments").Distinct(StringComparer.Ordinal)],
            Segments = [.. fields.Where(field => field is ["segments", _, ..]).Select(field => field[1]).Distinct(StringComparer.Ordinal)],
            Metrics = fields.Where(field => field is ["metrics", _, ..]).Aggregate(ReportMetrics.None, (all, field) => all | MetricsSection.Of(field[1])),
        };
    }

    // cost_micros → costMicros
    private static string Camel(string text) => string.Concat(text.Select((letter, i) => letter == '_' ? "" : i > 0 && text[i - 1] == '_' ? $"{char.ToUpperInvariant(letter)}" : $"{letter}"));
}
