namespace MarketingPipeline.Runtime.Samples;

/// <summary>A day's figures of a campaign or an ad group.</summary>
internal sealed record AdsFigures(
    long CostMicros, long Clicks, long Impressions, decimal Conversions, decimal Value, decimal AllConversions, long ViewThrough)
{
    public bool IsZero => CostMicros == 0 && Clicks == 0 && Impressions == 0 && Conversions == 0 && Value == 0 && AllConversions == 0 && ViewThrough == 0;
}

/// <summary>One campaign on one day. <paramref name="Groups"/> are in the order of the campaign's ad groups and sum to the
/// total, but for the campaign's residual.</summary>
internal sealed record AdsDay(AdsCampaign Campaign, int Ago, AdsFigures Total, IReadOnlyList<AdsFigures> Groups);

/// <summary>What an account's campaigns did, day by day: the reports show it, and the sessions follow from its clicks.</summary>
internal static class AdsHistory
{
    // Data-driven attribution gives a click part of a conversion.
    private static readonly decimal[] Credits = [1m, 1m, 1m, 0.5m, 0.333333m, 0.666667m, 0.25m];

    /// <summary>All days on which the account's campaigns had any figures, by date and campaign.</summary>
    public static IReadOnlyList<AdsDay> Of(AdsAccount account, SampleCalendar calendar) =>
        account.Campaigns
            .SelectMany(campaign => Of(account, campaign, calendar))
            .Where(day => !day.Total.IsZero)
            .OrderByDescending(day => day.Ago)
            .ThenBy(day => day.Campaign.Id, StringComparer.Ordinal)
            .ToList();

    private static IEnumerable<AdsDay> Of(AdsAccount account, AdsCampaign campaign, SampleCalendar calendar)
    {
        var random = SampleRandom.For($"ads/{account.CustomerId}/{campaign.Id}");
        foreach (var ago in calendar.Agos.Where(campaign.Period.Contains))
        {
            var total = Draw(campaign, calendar.WeekdayPercent(ago, account.Weekdays), random);
            yield return new AdsDay(campaign, ago, total, Split(total, campaign));
        }
    }

    private static AdsFigures Draw(AdsCampaign campaign, int percent, SampleRandom random)
    {
        var clicks = random.Around(campaign.Clicks * percent / 100m);
        var impressions = Math.Max(clicks, random.Around((decimal)campaign.ImpressionsPerClick * campaign.Clicks * percent / 100m));
        var cost = clicks * (long)random.Around(campaign.Cpc * 1_000_000m);
        decimal conversions = 0, value = 0, all = 0;
        for (var click = 0; click < clicks; click++)
        {
            if (!random.Chance(campaign.ConversionRate))
            {
                continue;
            }

            var credit = random.Pick(Credits);
            conversions += credit;
            all += credit + (random.Chance(300) ? 1m : 0m);
            value += decimal.Round(credit * random.Around(campaign.ConversionValue * 100m) / 100m, 2);
        }

        var viewThrough = campaign.ChannelType is "SEARCH" ? 0 : random.Below((impressions / 2000) + 1);
        return new AdsFigures(cost, clicks, impressions, conversions, value, all, viewThrough);
    }

    /// <summary>Each ad group's share, rounded down; the last one has what is left of what the ad groups show.</summary>
    private static List<AdsFigures> Split(AdsFigures total, AdsCampaign campaign)
    {
        var left = Share(total, 1000 - campaign.ResidualPerMille, 1000);
        var weightLeft = campaign.Groups.Sum(group => group.Weight);
        var groups = new List<AdsFigures>();
        foreach (var group in campaign.Groups)
        {
            var share = Share(left, group.Weight, weightLeft);
            groups.Add(share);
            left = Less(left, share);
            weightLeft -= group.Weight;
        }

        return groups;
    }

    private static AdsFigures Share(AdsFigures of, int part, int whole) => part == whole ? of : new AdsFigures(
        of.CostMicros * part / whole,
        of.Clicks * part / whole,
        of.Impressions * part / whole,
        decimal.Round(of.Conversions * part / whole, 6, MidpointRounding.ToZero),
        decimal.Round(of.Value * part / whole, 2, MidpointRounding.ToZero),
        decimal.Round(of.AllConversions * part / whole, 6, MidpointRounding.ToZero),
        of.ViewThrough * part / whole);

    private static AdsFigures Less(AdsFigures a, AdsFigures b) => new(
        a.CostMicros - b.CostMicros,
        a.Clicks - b.Clicks,
        a.Impressions - b.Impressions,
        a.Conversions - b.Conversions,
        a.Value - b.Value,
        a.AllConversions - b.AllConversions,
        a.ViewThrough - b.ViewThrough);
}
