using System.Collections.Immutable;

namespace MarketingPipeline.GoogleAdsEmulator.Accounts;

public enum AccountStatus
{
    Enabled,
    Canceled,
    Suspended,
    Closed,
}

/// <summary>An account (a customer, in the API's words) with what its two reports say.</summary>
/// <param name="Id">Ten digits, without dashes.</param>
public record Account(long Id)
{
    public string? Name { get; init; }

    public string? CurrencyCode { get; init; } = "EUR";

    /// <summary>The zone whose midnight ends the account's days.</summary>
    public string? TimeZone { get; init; } = "Europe/Berlin";

    public bool IsManager { get; init; }

    /// <summary>Only an enabled account answers queries.</summary>
    public AccountStatus Status { get; init; }

    /// <summary>Whether its manager hides it from lists; it is in customer_client all the same.</summary>
    public bool IsHidden { get; init; }

    public bool IsTest { get; init; }

    /// <summary>The accounts directly below a manager.</summary>
    public ImmutableArray<long> Clients { get; init; } = [];

    public ImmutableArray<Campaign> Campaigns { get; init; } = [];

    public ImmutableArray<AdGroup> AdGroups { get; init; } = [];

    /// <summary>The campaign report.</summary>
    public ImmutableArray<CampaignDay> CampaignDays { get; init; } = [];

    /// <summary>The ad-group report.</summary>
    public ImmutableArray<AdGroupDay> AdGroupDays { get; init; } = [];

    internal virtual IEnumerable<Campaign> AllCampaigns => Campaigns;

    internal virtual IEnumerable<AdGroup> AllAdGroups => AdGroups;

    /// <summary>The campaign report's figures, in the order of dates and campaigns.</summary>
    internal virtual IEnumerable<Figures> CampaignReport(DateOnly from, DateOnly to) =>
        Ordered(CampaignDays
            .Where(day => day.Date >= from && day.Date <= to)
            .Select(day => new Figures(day.Date, day.CampaignId, 0, day.Device, day.Network, day.Metrics)));

    /// <summary>The ad-group report's figures, in the order of dates, campaigns and ad groups.</summary>
    internal virtual IEnumerable<Figures> AdGroupReport(DateOnly from, DateOnly to)
    {
        var campaigns = AdGroups.ToDictionary(adGroup => adGroup.Id, adGroup => adGroup.CampaignId);
        return Ordered(AdGroupDays
            .Where(day => day.Date >= from && day.Date <= to)
            .Select(day => new Figures(day.Date, day.CampaignId ?? campaigns.GetValueOrDefault(day.AdGroupId), day.AdGroupId, day.Device, day.Network, day.Metrics)));
    }

    private static IEnumerable<Figures> Ordered(IEnumerable<Figures> figures) => figures.OrderBy(figure => figure.Date).ThenBy(figure => figure.CampaignId).ThenBy(figure => figure.AdGroupId);
}
