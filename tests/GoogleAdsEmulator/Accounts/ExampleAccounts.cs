namespace MarketingPipeline.GoogleAdsEmulator.Accounts;

/// <summary>A manager with one small account: what is served to a person who brings no data.</summary>
public static class ExampleAccounts
{
    public const long Manager = 9990000001;
    public const long Client = 1234567890;

    /// <summary>The accounts, the client's figures ending the day before today.</summary>
    public static IReadOnlyList<Account> Create(DateOnly today)
    {
        AdGroup[] adGroups = [new(55, 987, "Exact"), new(56, 987, "Broad"), new(57, 988, "Visitors") { Type = "DISPLAY_STANDARD" }];
        AdGroupDay[] days =
        [
            .. from age in Enumerable.Range(1, 60)
               from adGroup in adGroups
               let clicks = (adGroup.Id * 7 + age * 3) % 19
               select new AdGroupDay(today.AddDays(-age), adGroup.Id, new(clicks, (clicks * 23) + 40, clicks * 310_000, clicks % 4 * 0.5, clicks % 4 * 75)) { CampaignId = adGroup.CampaignId, Network = adGroup.Id == 57 ? "CONTENT" : Segments.DefaultNetwork },
        ];
        return
        [
            new(Manager) { Name = "Example agency", IsManager = true, Clients = [Client] },
            new(Client)
            {
                Name = "Example client",
                Campaigns = [new(987, "Brand"), new(988, "Remarketing") { AdvertisingChannelType = "DISPLAY", Status = "PAUSED" }],
                AdGroups = [.. adGroups],
                AdGroupDays = [.. days],
                CampaignDays = [.. days.GroupBy(day => (day.Date, day.CampaignId, day.Network)).Select(group => new CampaignDay(group.Key.Date, group.Key.CampaignId!.Value, group.Aggregate(default(Metrics), (sum, day) => sum + day.Metrics)) { Network = group.Key.Network })],
            },
        ];
    }
}
