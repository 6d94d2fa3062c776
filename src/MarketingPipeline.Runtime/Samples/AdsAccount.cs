namespace MarketingPipeline.Runtime.Samples;

/// <summary>A Google Ads account of the sample.</summary>
internal sealed record AdsAccount
{
    public required string Client { get; init; }

    /// <summary>With dashes, as people write it.</summary>
    public required string CustomerNumber { get; init; }

    public required string Name { get; init; }

    public required string Currency { get; init; }

    public required string TimeZone { get; init; }

    /// <summary>Percent of an average day, from Sunday; on a day of 0 the account does not run, and its reports have no rows.</summary>
    public required IReadOnlyList<int> Weekdays { get; init; }

    public required IReadOnlyList<AdsCampaign> Campaigns { get; init; }

    /// <summary>True where whoever saved the reports wrote them without zero metrics, as plain proto3 JSON leaves them out.</summary>
    public bool OmitsZeros { get; init; }

    /// <summary>Digits only.</summary>
    public string CustomerId => CustomerNumber.Replace("-", "", StringComparison.Ordinal);
}

/// <summary>A campaign, what an average day brings and when it runs.</summary>
internal sealed record AdsCampaign
{
    public required string Id { get; init; }

    /// <summary>Its latest name.</summary>
    public required string Name { get; init; }

    /// <summary>advertising_channel_type.</summary>
    public required string ChannelType { get; init; }

    public string Status { get; init; } = "ENABLED";

    public Period Period { get; init; } = Period.Always;

    /// <summary>The name that it had before; reports and links of those days carry it.</summary>
    public CampaignRename? Rename { get; init; }

    /// <summary>Clicks of an average day.</summary>
    public required int Clicks { get; init; }

    /// <summary>Average cost per click, in the account's currency.</summary>
    public required decimal Cpc { get; init; }

    public required int ImpressionsPerClick { get; init; }

    /// <summary>Conversions per thousand clicks.</summary>
    public required int ConversionRate { get; init; }

    /// <summary>Average value of a conversion; 0 where the account measures none.</summary>
    public decimal ConversionValue { get; init; }

    /// <summary>None for Performance Max, which has no ad groups.</summary>
    public IReadOnlyList<AdsGroup> Groups { get; init; } = [];

    /// <summary>Thousandths of its figures that no ad group shows (an ad group removed since).</summary>
    public int ResidualPerMille { get; init; }

    /// <summary>Of a thousand clicks, those that become a GA4 session; 0 for a campaign with cost and no sessions.</summary>
    public int SessionsPerMille { get; init; } = 850;

    /// <summary>How its clicks are marked.</summary>
    public ClickTag Tag { get; init; }

    public string NameOn(int ago) => Rename is { } rename && ago >= rename.Ago ? rename.EarlierName : Name;
}

/// <summary>A campaign's earlier name; <paramref name="Ago"/> is the last day that had it.</summary>
internal sealed record CampaignRename(string EarlierName, int Ago);

/// <summary>An ad group and its weight among its campaign's.</summary>
internal sealed record AdsGroup(string Id, string Name, int Weight, string Status = "ENABLED");

/// <summary>What Google Ads puts on a landing page's address.</summary>
internal enum ClickTag
{
    /// <summary>Auto-tagging: a gclid, no utm values.</summary>
    Gclid,

    /// <summary>Auto-tagging and utm values with the campaign's name.</summary>
    GclidAndUtm,

    /// <summary>A gbraid (iOS, app to web).</summary>
    Gbraid,

    /// <summary>A wbraid (iOS, web to app).</summary>
    Wbraid,
}
