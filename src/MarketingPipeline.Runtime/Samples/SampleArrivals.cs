namespace MarketingPipeline.Runtime.Samples;

/// <summary>The ways that visitors come to the sample's sites, apart from Google Ads.</summary>
internal static class SampleArrivals
{
    /// <summary>What every site has.</summary>
    public static IReadOnlyList<Arrival> Usual(string domain) =>
    [
        Arrival.Direct(190),
        Arrival.Organic(330, "google", "https://www.google.com/"),
        Arrival.Organic(18, "bing", "https://www.bing.com/"),
        Arrival.Organic(9, "duckduckgo", "https://duckduckgo.com/"),
        Arrival.Referral(28, "Referral", "tripadvisor.com", "https://www.tripadvisor.com/"),
        Arrival.Referral(40, "Organic Social", "m.facebook.com", "https://m.facebook.com/") with { ClickId = "fbclid" },
        Arrival.Referral(30, "Organic Social", "l.instagram.com", "https://l.instagram.com/"),
        Arrival.Referral(9, "Organic Video", "youtube.com", "https://www.youtube.com/"),
        Arrival.Referral(14, "AI Assistant", "chatgpt.com", "https://chatgpt.com/"),
        Arrival.Tagged(12, "AI Assistant", new("chatgpt.com", null)),
        Arrival.Referral(6, "AI Assistant", "perplexity.ai", "https://www.perplexity.ai/"),

        // A newsletter without utm_campaign.
        Arrival.Tagged(34, "Email", new("newsletter", "email")),
        Arrival.Tagged(8, "Unassigned", new("qr", "offline", "beach-flyer")),

        // The blog's links are seen in page_referrer only.
        new()
        {
            Weight = 22,
            Channel = "Referral",
            Known = new("phuket-blog.example", "referral", "(referral)"),
            Referrer = "https://www.phuket-blog.example/top-10?ref=1",
        },

        // The site refers to itself where a page lost its tag: no source at all, whatever the hit says.
        new()
        {
            Weight = 16,
            Collected = new($"www.{domain}", "referral", "(referral)"),
            Referrer = $"https://www.{domain}/untagged-page",
        },

        // Google's free listings, and Microsoft's ads without utm values.
        Arrival.Organic(10, "google", "https://www.google.com/") with { ClickId = "srsltid" },
        new()
        {
            Weight = 10,
            Channel = "Paid Search",
            Known = new("bing", "cpc", "(not set)"),
            ClickId = "msclkid",
            Referrer = "https://www.bing.com/",
        },

        // Hand-made links: markup, quotes, an ampersand, an emoji, Thai, and a percent sign that encodes nothing.
        Arrival.Tagged(26, "Organic Social", new("instagram", "social", "summer \"deal\" <b>50%</b> 🌴 & more")
        {
            Term = "pool & \"bar\"",
            Content = "<script>alert('hi')</script>",
        }) with
        { Period = new(75, 18) },
        Arrival.Tagged(18, "Organic Social", new("line", "social", "สงกรานต์ 2569 ลด 20%")) with { Period = Period.Since(60) },
        new()
        {
            Weight = 9,
            Channel = "Organic Social",
            Known = new("line", "social", "50%ZZ-off%E0%B8"),
            Query = "utm_source=line&utm_medium=social&utm_campaign=50%ZZ-off%E0%B8",
        },
    ];

    /// <summary>Facebook's paid campaign has the name of two Google Ads campaigns.</summary>
    public static IReadOnlyList<Arrival> Barracuda { get; } =
    [
        .. Usual("barracuda.example"),
        Arrival.Tagged(45, "Paid Social", new("facebook", "paid_social", "Sunset Sessions") { CampaignId = "120209345600", Content = "carousel 2" }) with
        {
            ClickId = "fbclid",
            Period = Period.Since(65),
        },
    ];

    /// <summary>The client's own Google Ads account is not linked: gclids without a campaign id.</summary>
    public static IReadOnlyList<Arrival> IslandEscape { get; } =
    [
        .. Usual("islandescape.example"),
        Arrival.Tagged(55, "Paid Search", new("google", "cpc", "Island Hopping – Spring") { Term = "phi phi tour" }) with { ClickId = "gclid" },
        Arrival.Tagged(30, "Paid Social", new("facebook", "cpc", "Similan Season") { CampaignId = "120209777100" }) with
        {
            ClickId = "fbclid",
            Period = new(90, 33),
        },
        Arrival.Tagged(20, "Affiliates", new("getyourguide", "affiliate", "partner-feed")),
    ];

    public static IReadOnlyList<Arrival> RoostGlamping { get; } =
    [
        .. Usual("roostglamping.example"),
        Arrival.Tagged(30, "Paid Social", new("instagram", "paid_social", "Stargazing Weekends ✨")) with { ClickId = "fbclid", Period = Period.Since(50) },
        Arrival.Tagged(14, "Display", new("travelzine", "banner", "glamping-guide")),
    ];

    public static IReadOnlyList<Arrival> Bydlofts { get; } =
    [
        .. Usual("bydlofts.example"),
        Arrival.Tagged(16, "Referral", new("booking.com", "referral", "metasearch")),
        Arrival.Tagged(12, "SMS", new("sms", "sms", "long-stay-offer")) with { Period = new(48, 41) },
    ];
}
