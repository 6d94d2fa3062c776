using System.Globalization;
using System.Runtime.InteropServices;
using MarketingPipeline.Core.Modeling;
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
    private static readonly Dictionary<string, string> None = [];

    private readonly Dictionary<(DateOnly Date, string Account, ReportGrain Grain, int Order, string Segmentation), UInt128> _sums = [];
    private readonly Dictionary<DateOnly, (long Unreadable, long Implausible)> _lost = [];
    private readonly GoogleAdsRowHash _hash = new();

    /// <summary>Rows so far.</summary>
    public long Rows { get; private set; }

    /// <summary>True where two sources or segmentations have rows of one report, date and account: then one may repeat the other.</summary>
    public bool HasOverlaps => _sums.Keys.GroupBy(key => (key.Date, key.Account, key.Grain)).Any(sources => sources.Count() > 1);

    public void Add(GoogleAdsRow row)
    {
        Rows++;
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, (row.Date, row.CustomerId ?? customerId, row.Grain, row.SourceOrder, row.Segmentation), out _);
        sum = unchecked(sum + _hash.Of(row));
        if (row.UnreadableValues > 0 || row.ImplausibleValues > 0)
        {
            ref var lost = ref CollectionsMarshal.GetValueRefOrAddDefault(_lost, row.Date, out _);
            lost = (lost.Unreadable + row.UnreadableValues, lost.Implausible + row.ImplausibleValues);
        }
    }

    /// <summary>How many values of a date are no number, and how many are beyond all bounds: they are NULL where it is staged.</summary>
    public (long Unreadable, long Implausible) LostValues(DateOnly date) => _lost.GetValueOrDefault(date);

    /// <summary>Of each date the digest of each account that has rows on it.</summary>
    public Func<DateOnly, Dictionary<string, string>> ByDate()
    {
        var dates = _sums.GroupBy(entry => entry.Key.Date).ToDictionary(
            date => date.Key,
            date => date.GroupBy(entry => entry.Key.Account).ToDictionary(account => account.Key, account => Digest(account), StringComparer.Ordinal));
        return date => dates.GetValueOrDefault(date, None);
    }

    private static string Digest(IEnumerable<KeyValuePair<(DateOnly Date, string Account, ReportGrain Grain, int Order, string Segmentation), UInt128>> sums) => SqlDigest.Of(string.Join(
        ' ',
        sums.OrderBy(entry => entry.Key.Grain).ThenBy(entry => entry.Key.Order).ThenBy(entry => entry.Key.Segmentation, StringComparer.Ordinal).Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key.Grain} {entry.Value:x32}"))));
}
