namespace MarketingPipeline.Core.Workspaces;

/// <summary>What a new client's settings file is to say; a null is left out of it.</summary>
public sealed record ClientDraft
{
    /// <summary>The client's name.</summary>
    public required ClientName Name { get; init; }

    /// <summary>What kind of business it is.</summary>
    public string? BusinessType { get; init; }

    /// <summary>IANA time zone.</summary>
    public required string TimeZone { get; init; }

    /// <summary>ISO 4217 code.</summary>
    public required string Currency { get; init; }

    /// <summary>GA4's BigQuery dataset.</summary>
    public string? Ga4Dataset { get; init; }

    /// <summary>GA4's folder of export files, as it shall be written (relative to the workspace or absolute).</summary>
    public string? Ga4Path { get; init; }

    /// <summary>True where other clients share the property.</summary>
    public bool SharedProperty { get; init; }

    /// <summary>The client's hosts.</summary>
    public IReadOnlyList<string> Hostnames { get; init; } = [];

    /// <summary>The client's stream ids.</summary>
    public IReadOnlyList<string> Streams { get; init; } = [];

    /// <summary>The events that are conversions.</summary>
    public IReadOnlyList<string> ConversionEvents { get; init; } = [];

    /// <summary>Events that set has_engagement_event.</summary>
    public IReadOnlyList<string> EngagementEvents { get; init; } = [];

    /// <summary>The Google Ads account, with or without dashes.</summary>
    public string? CustomerId { get; init; }

    /// <summary>The manager through which it is read.</summary>
    public string? LoginCustomerId { get; init; }

    /// <summary>Where the reports come from.</summary>
    public GoogleAdsSourceKind? GoogleAdsSource { get; init; }

    /// <summary>The folder of saved reports, as it shall be written.</summary>
    public string? GoogleAdsPath { get; init; }

    /// <summary>The dataset of a Data Transfer.</summary>
    public string? GoogleAdsDataset { get; init; }
}
