namespace MarketingPipeline.Runtime.Samples;

/// <summary>A GA4 property of the sample: one export, one web stream, one or more clients' sites.</summary>
internal sealed record Property
{
    public required string Name { get; init; }

    public required string StreamId { get; init; }

    public required IReadOnlyList<Site> Sites { get; init; }

    /// <summary>The one day whose table never arrived.</summary>
    public int? MissingAgo { get; init; }

    /// <summary>True where the last day is still an intraday table, and the day before has both.</summary>
    public bool EndsIntraday { get; init; }

    /// <summary>
    /// Local time less UTC. All properties are Thai: without daylight saving time, so that the sample is the same on a
    /// machine without a time zone database.
    /// </summary>
    public TimeSpan UtcOffset { get; } = TimeSpan.FromHours(7);

    /// <summary>The export's folder, relative to the workspace.</summary>
    public string Path => $"sources/{Name}/ga4";
}

/// <summary>A client's site: its pages and offers, how many come, and what they do.</summary>
internal sealed record Site
{
    public required string Client { get; init; }

    /// <summary>Without www; its sub-domains are the client's too.</summary>
    public required string Domain { get; init; }

    /// <summary>Hosts that pages are served from, first the usual one.</summary>
    public required IReadOnlyList<string> Hosts { get; init; }

    /// <summary>The first is the home page.</summary>
    public required IReadOnlyList<SitePage> Pages { get; init; }

    public required IReadOnlyList<Product> Products { get; init; }

    /// <summary>Sessions of an average day, those of Google Ads not included.</summary>
    public required int Sessions { get; init; }

    /// <summary>Percent of an average day, from Sunday.</summary>
    public required IReadOnlyList<int> Weekdays { get; init; }

    public required IReadOnlyList<Arrival> Arrivals { get; init; }

    /// <summary>The linked Google Ads account.</summary>
    public AdsAccount? Ads { get; init; }

    /// <summary>The event of an order: purchase with an ecommerce record, or an agency's own with the amount in a parameter.</summary>
    public string OrderEvent { get; init; } = "purchase";

    /// <summary>What a transaction id begins with; empty where it is a number, which GA4 then exports as an integer.</summary>
    public string OrderPrefix { get; init; } = "";

    public string EngagementEvent { get; init; } = "";

    public IReadOnlyList<string> LeadEvents { get; init; } = [];

    public string Currency { get; init; } = "THB";

    /// <summary>What visitors from abroad sometimes pay in.</summary>
    public string ForeignCurrency { get; init; } = "USD";

    /// <summary>The payment provider's host, which carries the site's tag.</summary>
    public string? PaymentHost { get; init; }

    /// <summary>A page on another client's site of the same property that visitors may go on to.</summary>
    public SitePage? SisterPage { get; init; }

    public string SisterHost { get; init; } = "";
}

/// <summary>A page: its path and title.</summary>
internal sealed record SitePage(string Path, string Title);

/// <summary>What a site sells; the price is in the site's currency.</summary>
internal sealed record Product(string Id, string Name, string Category, decimal Price);
