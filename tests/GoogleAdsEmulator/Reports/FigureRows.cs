using System.Runtime.InteropServices;
using MarketingPipeline.GoogleAdsEmulator.Accounts;
using MarketingPipeline.GoogleAdsEmulator.Queries;

namespace MarketingPipeline.GoogleAdsEmulator.Reports;

/// <summary>An account's campaigns, ad groups or itself, with figures added up over the segments that the query does not select.</summary>
internal sealed class FigureRows(QueryPlan plan, Account account)
{
    private readonly Dictionary<long, Campaign> _campaigns = account.AllCampaigns.ToDictionary(campaign => campaign.Id);
    private readonly Dictionary<long, AdGroup> _adGroups = plan.Resource == "ad_group" ? account.AllAdGroups.ToDictionary(adGroup => adGroup.Id) : [];

    public IEnumerable<ReportRow> Rows() => plan.IsSegmented ? Segmented().Where(HasFigures) : Whole();

    private bool HasFigures(ReportRow row)
    {
        var asked = false;
        foreach (var field in plan.Select)
        {
            if (!field.IsMetric)
            {
                continue;
            }

            asked = true;
            if (!field.Read(row).IsZero)
            {
                return true;
            }
        }

        return !asked && row.Metrics != default;
    }

    /// <summary>Every entity once, its figures zero where it has none.</summary>
    private IEnumerable<ReportRow> Whole()
    {
        var sums = new Dictionary<Key, Metrics>();
        if (plan.IsReport)
        {
            foreach (var figures in Figures())
            {
                Add(sums, figures);
            }
        }

        IEnumerable<Key> entities = plan.Resource switch
        {
            "customer" => [new(default, 0, 0, null, null)],
            "campaign" => _campaigns.Keys.Select(id => new Key(default, id, 0, null, null)),
            _ => _adGroups.Values.Select(adGroup => new Key(default, adGroup.CampaignId, adGroup.Id, null, null)),
        };
        return entities.Union(sums.Keys).Select(key => Row(key, sums.GetValueOrDefault(key)));
    }

    private IEnumerable<ReportRow> Segmented()
    {
        var sums = new Dictionary<Key, Metrics>();
        var date = default(DateOnly);
        foreach (var figures in Figures())
        {
            if (plan.SelectsDate && figures.Date != date)
            {
                foreach (var (key, metrics) in sums)
                {
                    yield return Row(key, metrics);
                }

                sums.Clear();
                date = figures.Date;
            }

            Add(sums, figures);
        }

        foreach (var (key, metrics) in sums)
        {
            yield return Row(key, metrics);
        }
    }

    private IEnumerable<Figures> Figures()
    {
        var from = plan.Dates.From ?? DateOnly.MinValue;
        var to = plan.Dates.To ?? DateOnly.MaxValue;
        return plan.Resource == "ad_group" ? account.AdGroupReport(from, to) : account.CampaignReport(from, to);
    }

    private void Add(Dictionary<Key, Metrics> sums, Figures figures)
    {
        var key = new Key(
            plan.SelectsDate ? figures.Date : default,
            plan.Resource == "customer" ? 0 : figures.CampaignId,
            figures.AdGroupId,
            plan.SelectsDevice ? figures.Device : null,
            plan.SelectsNetwork ? figures.Network : null);
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, key, out _);
        sum += figures.Metrics;
    }

    private ReportRow Row(Key key, Metrics metrics) => new(account)
    {
        Campaign = _campaigns.GetValueOrDefault(key.Campaign) ?? Campaign.OnlyKnownById(key.Campaign),
        AdGroup = _adGroups.GetValueOrDefault(key.AdGroup) ?? new AdGroup(key.AdGroup, key.Campaign) { Status = null, Type = null },
        Date = key.Date,
        Device = key.Device,
        Network = key.Network,
        Metrics = metrics,
    };

    private readonly record struct Key(DateOnly Date, long Campaign, long AdGroup, string? Device, string? Network);
}
