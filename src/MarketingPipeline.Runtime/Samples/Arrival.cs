namespace MarketingPipeline.Runtime.Samples;

/// <summary>What names where a visit came from; a null is not named.</summary>
internal sealed record TrafficSource(string? Source, string? Medium, string? Campaign = null)
{
    public string? CampaignId { get; init; }

    public string? Term { get; init; }

    public string? Content { get; init; }
}

/// <summary>A click on an ad: the campaign, its ad group (none for Performance Max) and the name it had that day.</summary>
internal sealed record AdClick(AdsAccount Account, AdsCampaign Campaign, AdsGroup? Group, string CampaignName);

/// <summary>A way that visitors come: what their first hit shows of it, and what Google makes of it.</summary>
internal sealed record Arrival
{
    /// <summary>How often, relative to the site's other arrivals.</summary>
    public int Weight { get; init; }

    public Period Period { get; init; } = Period.Always;

    /// <summary>What Google attributes the visit to; null for direct.</summary>
    public TrafficSource? Known { get; init; }

    /// <summary>What collected_traffic_source and the event's parameters carry; null for nothing.</summary>
    public TrafficSource? Collected { get; init; }

    /// <summary>The landing page's query, without the question mark.</summary>
    public string? Query { get; init; }

    /// <summary>A click id that the landing page's address carries: gclid, gbraid, wbraid, srsltid, msclkid, fbclid.</summary>
    public string? ClickId { get; init; }

    public string? Referrer { get; init; }

    /// <summary>Google's default channel group.</summary>
    public string Channel { get; init; } = "Direct";

    public AdClick? Ad { get; init; }

    public bool IsDirect => Known is null;

    public static Arrival Direct(int weight) => new() { Weight = weight };

    /// <summary>A link with utm values, percent-encoded on the address.</summary>
    public static Arrival Tagged(int weight, string channel, TrafficSource tags) => new()
    {
        Weight = weight,
        Channel = channel,
        Known = tags,
        Collected = tags,
        Query = UtmQuery(tags),
    };

    public static Arrival Organic(int weight, string engine, string referrer)
    {
        var source = new TrafficSource(engine, "organic", "(organic)");
        return new() { Weight = weight, Channel = "Organic Search", Known = source, Collected = source, Referrer = referrer };
    }

    public static Arrival Referral(int weight, string channel, string host, string referrer)
    {
        var source = new TrafficSource(host, "referral", "(referral)");
        return new() { Weight = weight, Channel = channel, Known = source, Collected = source, Referrer = referrer };
    }

    public static Arrival From(AdClick ad)
    {
        var known = new TrafficSource("google", "cpc", ad.CampaignName) { CampaignId = ad.Campaign.Id };
        var tags = new TrafficSource("google", "cpc", ad.CampaignName) { Term = ad.Group?.Name };
        var tag = ad.Campaign.Tag;
        return new()
        {
            Known = known,
            Channel = ad.Campaign.ChannelType switch
            {
                "SEARCH" => "Paid Search",
                "DISPLAY" => "Display",
                "VIDEO" => "Paid Video",
                _ => "Cross-network",
            },
            Collected = tag switch
            {
                ClickTag.GclidAndUtm => tags,
                ClickTag.Gclid => new TrafficSource(null, null), // the gclid alone
                _ => null, // GA4 collects neither gbraid nor wbraid: only the address has them
            },
            Query = tag is ClickTag.GclidAndUtm ? UtmQuery(tags) : "gad_source=1&gad_campaignid=" + ad.Campaign.Id,
            ClickId = tag switch { ClickTag.Gbraid => "gbraid", ClickTag.Wbraid => "wbraid", _ => "gclid" },
            Referrer = "https://www.google.com/",
            Ad = ad,
        };
    }

    private static string UtmQuery(TrafficSource tags)
    {
        (string Key, string? Value)[] pairs =
        [
            ("utm_source", tags.Source),
            ("utm_medium", tags.Medium),
            ("utm_campaign", tags.Campaign),
            ("utm_id", tags.CampaignId),
            ("utm_term", tags.Term),
            ("utm_content", tags.Content),
        ];
        return string.Join('&', pairs.Where(pair => pair.Value is not null).Select(pair => pair.Key + "=" + Encode(pair.Value!)));
    }

    // As a form would: blanks become plus signs.
    private static string Encode(string value) => Uri.EscapeDataString(value).Replace("%20", "+", StringComparison.Ordinal);
}
