namespace MarketingPipeline.Runtime.Samples;

/// <summary>The three GA4 properties of the sample's four clients with a site.</summary>
internal static class SampleProperties
{
    public static Property Barracuda { get; } = new()
    {
        Name = "barracuda_phuket",
        StreamId = "5903318821",
        MissingAgo = 17,
        Sites =
        [
            new()
            {
                Client = "barracuda_phuket",
                Domain = "barracuda.example",
                Hosts = ["www.barracuda.example", "www.barracuda.example", "barracuda.example"],
                Sessions = 140,
                Weekdays = [128, 78, 80, 86, 97, 116, 134],
                Arrivals = SampleArrivals.Barracuda,
                Ads = SampleAccounts.Barracuda,
                OrderEvent = "successfulCheckout",
                EngagementEvent = "book_now_click",
                Pages =
                [
                    new("/", "Barracuda Beach Club Phuket"),
                    new("/day-pass", "Day Passes & Daybeds"),
                    new("/events", "Events – DJ Nights"),
                    new("/menu", "Menu"),
                    new("/th/", "บาราคูด้า บีชคลับ ภูเก็ต"),
                    new("/contact", "Contact"),
                ],
                Products =
                [
                    new("DP-1", "Day pass", "Day Pass", 1490m),
                    new("DB-2", "Daybed for two", "Daybed", 4200m),
                    new("VIP-6", "VIP cabana \"Six\"", "Cabana", 9800m),
                ],
            },
        ],
    };

    public static Property IslandEscape { get; } = new()
    {
        Name = "island_escape",
        StreamId = "4417720963",
        EndsIntraday = true,
        Sites =
        [
            new()
            {
                Client = "island_escape",
                Domain = "islandescape.example",
                Hosts = ["www.islandescape.example", "www.islandescape.example", "book.islandescape.example"],
                Sessions = 172,
                Weekdays = [118, 98, 95, 93, 94, 96, 106],
                Arrivals = SampleArrivals.IslandEscape,
                OrderPrefix = "IE-",
                EngagementEvent = "view_itinerary",
                LeadEvents = ["generate_lead", "sign_up"],
                ForeignCurrency = "EUR",
                Pages =
                [
                    new("/", "Island Escape | Tours from Phuket"),
                    new("/tours/phi-phi", "Phi Phi Islands by speedboat"),
                    new("/tours/similan", "Similan Islands"),
                    new("/tours/james-bond", "James Bond Island & Canoe"),
                    new("/blog/when-to-visit", "When to visit?"),
                ],
                Products =
                [
                    new("T-PP", "Phi Phi full day", "Tour", 2300m),
                    new("T-SIM", "Similan full day", "Tour", 3500m),
                    new("T-JB", "James Bond by longtail", "Tour", 1800m),
                    new("T-PRV", "Private charter", "Charter", 28000m),
                ],
            },
        ],
    };

    /// <summary>One property, and one stream, for two clients: only hostnames tell them apart.</summary>
    public static Property PhuketStays { get; } = new()
    {
        Name = "phuket_stays",
        StreamId = "6120045577",
        Sites =
        [
            new()
            {
                Client = "roost_glamping",
                Domain = "roostglamping.example",
                Hosts = ["www.roostglamping.example"],
                Sessions = 158,
                Weekdays = [112, 88, 86, 92, 102, 118, 102],
                Arrivals = SampleArrivals.RoostGlamping,
                OrderPrefix = "RG",
                EngagementEvent = "check_availability",
                LeadEvents = ["whatsapp_click"],
                PaymentHost = "checkout.payments.example",
                SisterHost = "www.bydlofts.example",
                SisterPage = new("/", "BYD Lofts Phuket"),
                Pages =
                [
                    new("/", "Roost Glamping"),
                    new("/tents", "Our Tents"),
                    new("/tents/treehouse", "Treehouse"),
                    new("/experiences", "Experiences"),
                ],
                Products =
                [
                    new("TENT-S", "Safari tent, 1 night", "Tent", 3900m),
                    new("TREE-1", "Treehouse, 1 night", "Treehouse", 6200m),
                ],
            },
            new()
            {
                Client = "bydlofts_phuket",
                Domain = "bydlofts.example",
                Hosts = ["www.bydlofts.example", "www.bydlofts.example", "stay.bydlofts.example"],
                Sessions = 126,
                Weekdays = [109, 105, 102, 99, 97, 93, 95],
                Arrivals = SampleArrivals.Bydlofts,
                Ads = SampleAccounts.Bydlofts,
                OrderPrefix = "BL-",
                EngagementEvent = "check_availability",
                LeadEvents = ["generate_lead"],
                PaymentHost = "checkout.payments.example",
                SisterHost = "www.roostglamping.example",
                SisterPage = new("/", "Roost Glamping"),
                Pages =
                [
                    new("/", "BYD Lofts Phuket"),
                    new("/rooms/loft", "The Loft"),
                    new("/rooms/penthouse", "Penthouse"),
                    new("/monthly", "Monthly stays"),
                    new("/offers", "Offers"),
                ],
                Products =
                [
                    new("LOFT-N", "Loft, 1 night", "Loft", 2800m),
                    new("LOFT-M", "Loft, 30 nights", "Monthly", 42000m),
                    new("PH-N", "Penthouse, 1 night", "Penthouse", 7400m),
                ],
            },
        ],
    };

    public static IReadOnlyList<Property> All { get; } = [PhuketStays, Barracuda, IslandEscape];
}
