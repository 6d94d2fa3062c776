using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Runtime.Samples;

/// <summary>The settings of the six clients, two for each scenario.</summary>
internal static class SampleClients
{
    public static IReadOnlyList<ClientDraft> All { get; } =
    [
        WithGoogleAds(
            SampleAccounts.Barracuda,
            WithGa4(
                SampleProperties.Barracuda,
                new ClientDraft
                {
                    Name = ClientName.Parse("barracuda_phuket"),
                    BusinessType = "beach_club",
                    TimeZone = "Asia/Bangkok",
                    Currency = "THB",
                    ConversionEvents = ["successfulCheckout"],
                    EngagementEvents = ["book_now_click"],
                })),
        WithGoogleAds(
            SampleAccounts.Bydlofts,
            WithGa4(
                SampleProperties.PhuketStays,
                new ClientDraft
                {
                    Name = ClientName.Parse("bydlofts_phuket"),
                    BusinessType = "apartment_hotel",
                    TimeZone = "Asia/Bangkok",
                    Currency = "THB",
                    ConversionEvents = ["purchase", "generate_lead"],
                    EngagementEvents = ["check_availability"],
                })),
        WithGa4(
            SampleProperties.IslandEscape,
            new ClientDraft
            {
                Name = ClientName.Parse("island_escape"),
                BusinessType = "tour_operator",
                TimeZone = "Asia/Bangkok",
                Currency = "THB",
                ConversionEvents = ["purchase", "generate_lead", "sign_up"],
                EngagementEvents = ["view_itinerary"],
            }),
        WithGa4(
            SampleProperties.PhuketStays,
            new ClientDraft
            {
                Name = ClientName.Parse("roost_glamping"),
                BusinessType = "glamping",
                TimeZone = "Asia/Bangkok",
                Currency = "THB",
                ConversionEvents = ["purchase", "whatsapp_click"],
                EngagementEvents = ["check_availability"],
            }),
        WithGoogleAds(
            SampleAccounts.GofreshCt,
            new ClientDraft
            {
                Name = ClientName.Parse("gofresh_ct"),
                BusinessType = "heating_oil",
                TimeZone = "America/New_York",
                Currency = "USD",
            }),
        WithGoogleAds(
            SampleAccounts.GofreshFuel,
            new ClientDraft
            {
                Name = ClientName.Parse("gofresh_fuel"),
                BusinessType = "fuel_delivery",
                TimeZone = "America/New_York",
                Currency = "USD",
            }),
    ];

    private static ClientDraft WithGa4(Property property, ClientDraft client) => client with
    {
        Ga4Path = property.Path,
        SharedProperty = property.Sites.Count > 1,
        Hostnames = property.Sites.Where(site => site.Client == client.Name.Value).Select(site => site.Domain).ToList(),
    };

    private static ClientDraft WithGoogleAds(AdsAccount account, ClientDraft client) => client with
    {
        CustomerId = account.CustomerNumber,
        GoogleAdsSource = GoogleAdsSourceKind.Files,
        GoogleAdsPath = SampleData.AdsPath(account),
    };
}
