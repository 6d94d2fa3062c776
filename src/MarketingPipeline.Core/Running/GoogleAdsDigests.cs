using System.Globalization;
using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.Core.Running;

/// <summary>
/// Collects, while reports stream by, what each date and account holds: for each source a sum of row hashes, which does not
/// depend on the order in which its rows arrive. Of the sources only their order counts, so that a new one changes no other
/// date.
/// </summary>
/// <param name="customerId">The client's account, which stands in where a row names none.</param>
internal sealed class GoogleAdsDigests(string customerId)
{
    private readonly Dictionary<(DateOnly Date, string Account), SortedDictionary<(ReportGrain Grain, int Order), UInt128>> _sums = [];
    private readonly GoogleAdsRowHash _hash = new();

    public long Rows { get; private set; }

    /// <summary>True where two sources have rows of one report, date and account: then the later of them may repeat the earlier.</summary>
    public bool HasOverlaps => _sums.Values.Any(sources => sources.Keys.GroupBy(source => source.Grain).Any(grain => grain.Count() > 1));

    public void Add(GoogleAdsRow row)
    {
        Rows++;
        var key = (row.Date, row.CustomerId ?? customerId);
        if (!_sums.TryGetValue(key, out var sources))
        {
            _sums[key] = sources = [];
        }

        var source = (row.Grain, row.SourceOrder);
        sources[source] = unchecked(sources.GetValueOrDefault(source) + _hash.Of(row));
    }

    /// <summary>The digest of each account that has rows on a date.</summary>
    public Dictionary<string, string> Of(DateOnly date) => _sums
        .Where(entry => entry.Key.Date == date)
        .ToDictionary(
            entry => entry.Key.Account,
            entry => GoogleAdsFingerprint.Digest(string.Join(' ', entry.Value.Select(source => string.Create(CultureInfo.InvariantCulture, $"{source.Key.Grain} {source.Value:x32}")))),
            StringComparer.Ordinal);
}
