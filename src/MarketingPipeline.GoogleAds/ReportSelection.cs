using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.GoogleAds;

/// <summary>
/// What a report has selected, of its campaigns' rows and of its ad groups': a metric where the field mask names it or any
/// row has it, a segment that splits it where every field mask names it. A metric that is selected and absent from a row is 0
/// there; of one that is not selected nothing is known.
/// </summary>
internal sealed class ReportSelection
{
    private readonly Dictionary<ReportGrain, ReportMetrics> _metrics = [];
    private readonly Dictionary<ReportGrain, HashSet<string>> _segments = [];

    /// <summary>What the product's own queries select.</summary>
    public static ReportSelection Everything { get; } = new() { _metrics = { [ReportGrain.Campaign] = ReportMetrics.All, [ReportGrain.AdGroup] = ReportMetrics.All } };

    /// <summary>Adds what a row has.</summary>
    public void Add(ReportGrain grain, ReportMetrics metrics) => _metrics[grain] = MetricsOf(grain) | metrics;

    /// <summary>Adds what the field mask of a batch names, for the rows in it.</summary>
    public void Add(IEnumerable<ReportGrain> grains, FieldMask mask)
    {
        foreach (var grain in grains)
        {
            Add(grain, mask.Metrics);
            if (!_segments.TryAdd(grain, [.. mask.Splits]))
            {
                _segments[grain].IntersectWith(mask.Splits);
            }
        }
    }

    public ReportMetrics MetricsOf(ReportGrain grain) => _metrics.GetValueOrDefault(grain);

    /// <summary>The segments that split the report, as far as its field masks tell.</summary>
    public IReadOnlySet<string> SplitsOf(ReportGrain grain) => _segments.GetValueOrDefault(grain, []);
}
