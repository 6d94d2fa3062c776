namespace MarketingPipeline.GoogleAdsEmulator.Accounts;

/// <summary>
/// A large account that is computed while it is read, never held: every ad group has figures on every day, the same ones each
/// time, and a campaign's figures are the sums of its ad groups'.
/// </summary>
public sealed record GeneratedAccount(long Id, int AdGroupCount, DateOnly FirstDay, int DayCount) : Account(Id)
{
    private const long FirstCampaign = 1_000_000;
    private const long FirstAdGroup = 50_000_000;

    public int AdGroupsPerCampaign { get; init; } = 100;

    public int CampaignCount => (AdGroupCount + AdGroupsPerCampaign - 1) / AdGroupsPerCampaign;

    public DateOnly LastDay => FirstDay.AddDays(DayCount - 1);

    internal override IEnumerable<Campaign> AllCampaigns => Enumerable.Range(0, CampaignCount).Select(i => new Campaign(FirstCampaign + i, FormattableString.Invariant($"Campaign {i + 1}")));

    internal override IEnumerable<AdGroup> AllAdGroups => Enumerable.Range(0, AdGroupCount).Select(i => new AdGroup(FirstAdGroup + i, FirstCampaign + (i / AdGroupsPerCampaign), FormattableString.Invariant($"Ad group {i + 1}")));

    /// <summary>The sum over both reports' days, or some of them: what a reader of all rows must find.</summary>
    public Metrics Total(DateOnly? from = null, DateOnly? to = null)
    {
        var total = default(Metrics);
        foreach (var figures in AdGroupReport(from ?? FirstDay, to ?? LastDay))
        {
            total += figures.Metrics;
        }

        return total;
    }

    internal override IEnumerable<Figures> CampaignReport(DateOnly from, DateOnly to)
    {
        foreach (var date in Days(from, to))
        {
            for (var campaign = 0; campaign < CampaignCount; campaign++)
            {
                var sum = default(Metrics);
                var end = Math.Min((campaign + 1) * AdGroupsPerCampaign, AdGroupCount);
                for (var adGroup = campaign * AdGroupsPerCampaign; adGroup < end; adGroup++)
                {
                    sum += MetricsOf(adGroup, date);
                }

                yield return new(date, FirstCampaign + campaign, 0, Segments.DefaultDevice, Segments.DefaultNetwork, sum);
            }
        }
    }

    internal override IEnumerable<Figures> AdGroupReport(DateOnly from, DateOnly to)
    {
        foreach (var date in Days(from, to))
        {
            for (var adGroup = 0; adGroup < AdGroupCount; adGroup++)
            {
                yield return new(date, FirstCampaign + (adGroup / AdGroupsPerCampaign), FirstAdGroup + adGroup, Segments.DefaultDevice, Segments.DefaultNetwork, MetricsOf(adGroup, date));
            }
        }
    }

    // Conversions are quarters and their value whole: sums of such doubles are exact in any order.
    private static Metrics MetricsOf(int adGroup, DateOnly date)
    {
        var seed = unchecked(((uint)adGroup * 2654435761u) ^ ((uint)date.DayNumber * 40503u));
        seed ^= seed >> 15;
        long clicks = seed % 23;
        return new(clicks, (clicks * 17) + 1 + (seed % 7), clicks * (100_000 + (seed % 900) * 1_000), clicks % 5 * 0.25, clicks % 5 * 40)
        {
            AllConversions = clicks % 5 * 0.5,
            AllConversionsValue = clicks % 5 * 60,
            Interactions = clicks,
        };
    }

    private IEnumerable<DateOnly> Days(DateOnly from, DateOnly to)
    {
        var last = to < LastDay ? to : LastDay;
        for (var date = from > FirstDay ? from : FirstDay; date <= last; date = date.AddDays(1))
        {
            yield return date;
        }
    }
}
