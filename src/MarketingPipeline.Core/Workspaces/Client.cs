namespace MarketingPipeline.Core.Workspaces;

/// <summary>Which sources a client has; decides which figures are NULL (definitions.md, three scenarios).</summary>
public enum Scenario
{
    /// <summary>GA4 and Google Ads.</summary>
    Full,

    /// <summary>GA4 only: no cost, clicks, impressions, roas or cpa.</summary>
    Ga4Only,

    /// <summary>Google Ads only: no sessions or users; conversions and revenue are Google Ads' own.</summary>
    GoogleAdsOnly,
}

/// <summary>One client of the agency, as <c>clients/&lt;name&gt;.json</c> describes it, with defaults filled in and paths absolute.</summary>
public sealed record Client
{
    /// <summary>The client's name, part of its tables' names.</summary>
    public required ClientName Name { get; init; }

    /// <summary>The settings file.</summary>
    public required string File { get; init; }

    /// <summary>What kind of business it is; for people, no figure depends on it.</summary>
    public string? BusinessType { get; init; }

    /// <summary>IANA time zone that "yesterday" is read in.</summary>
    public required string TimeZone { get; init; }

    /// <summary>ISO 4217 code, upper case: the currency of session revenue, and of amounts without one.</summary>
    public required string Currency { get; init; }

    /// <summary>Days that the first run stages, up to its as-of date. Default 180.</summary>
    public int HistoryDays { get; init; } = 180;

    /// <summary>Days that the marts cover, up to the as-of date. Default 90.</summary>
    public int WindowDays { get; init; } = 90;

    /// <summary>The GA4 export; null where the client has none.</summary>
    public Ga4Settings? Ga4 { get; init; }

    /// <summary>The Google Ads account; null where the client has none.</summary>
    public GoogleAdsSettings? GoogleAds { get; init; }

    /// <summary>The BigQuery dataset of the client's tables. Default: its name.</summary>
    public required string OutputDataset { get; init; }

    /// <summary>Bytes that one run on the client may bill on BigQuery; null for the workspace's limit.</summary>
    public long? MaximumBytesBilled { get; init; }

    /// <summary>Which sources the client has.</summary>
    /// <remarks>A client has at least one of the two: the reader refuses one that has neither.</remarks>
    public Scenario Scenario => (Ga4, GoogleAds) switch
    {
        (not null, not null) => Scenario.Full,
        (not null, null) => Scenario.Ga4Only,
        _ => Scenario.GoogleAdsOnly,
    };

    /// <summary>
    /// All clients that read the same GA4 property, this one included, ordered by name. With more than one, or with
    /// <see cref="Ga4Settings.IsShared"/>, events are told apart by stream and hostname.
    /// </summary>
    public IReadOnlyList<PropertyOwner> PropertyOwners { get; init; } = [];
}

/// <summary>A client's part of a GA4 property: the streams and hosts that it owns.</summary>
/// <param name="Client">The owner.</param>
/// <param name="Streams">Stream ids.</param>
/// <param name="Hostnames">Hosts as compared (lower-case, no port, trailing dot or leading www); sub-domains belong to the owner too.</param>
public sealed record PropertyOwner(ClientName Client, IReadOnlyList<string> Streams, IReadOnlyList<string> Hostnames);

/// <summary>A client's GA4 export and how to read it.</summary>
public sealed record Ga4Settings
{
    /// <summary>The BigQuery dataset of the export, <c>analytics_&lt;property&gt;</c>; null where it is a folder.</summary>
    public string? Dataset { get; init; }

    /// <summary>The folder of export files, absolute; null where it is a dataset.</summary>
    public string? Path { get; init; }

    /// <summary>True where other clients share the property (<c>sharedProperty</c>, or <c>streams</c> given).</summary>
    public bool IsShared { get; init; }

    /// <summary>The client's stream ids.</summary>
    public IReadOnlyList<string> Streams { get; init; } = [];

    /// <summary>The client's own hosts as compared (lower-case, no port, trailing dot or leading www); sub-domains are its own too.</summary>
    public IReadOnlyList<string> Hostnames { get; init; } = [];

    /// <summary>Hosts, as compared, whose referrals are no source, with their sub-domains: payment gateways, sign-in pages.</summary>
    public IReadOnlyList<string> UnwantedReferrals { get; init; } = [];

    /// <summary>The events that are conversions. Default: purchase.</summary>
    public IReadOnlyList<ConversionEvent> ConversionEvents { get; init; } = [];

    /// <summary>Events that set a session's has_engagement_event.</summary>
    public IReadOnlyList<string> EngagementEvents { get; init; } = [];

    /// <summary>Seconds of engagement that make a session engaged. Default 10.</summary>
    public int EngagedSeconds { get; init; } = 10;
}

/// <summary>An event that counts as a conversion, and the category it counts under.</summary>
/// <param name="Name">The event_name, compared exactly.</param>
/// <param name="Category">purchase, booking, sign_up, lead, other or what the settings say.</param>
public sealed record ConversionEvent(string Name, string Category);

/// <summary>Where a client's Google Ads reports come from.</summary>
public enum GoogleAdsSourceKind
{
    /// <summary>The Google Ads API.</summary>
    Api,

    /// <summary>BigQuery Data Transfer tables.</summary>
    Transfer,

    /// <summary>A folder of saved searchStream bodies.</summary>
    Files,
}

/// <summary>How reports are asked for.</summary>
public enum GoogleAdsMethod
{
    /// <summary>googleAds:searchStream: a report is one answer.</summary>
    SearchStream,

    /// <summary>googleAds:search: a report is pages of 10,000 rows, for networks that do not let a long answer pass.</summary>
    Search,
}

/// <summary>A client's Google Ads account and where its reports come from.</summary>
public sealed record GoogleAdsSettings
{
    /// <summary>The version of the API that is asked where the settings name none. Google serves each for about a year.</summary>
    public const string DefaultApiVersion = "v25";

    /// <summary>The account's id, digits only. That of a manager stands for all its client accounts, where the source is the API.</summary>
    public required string CustomerId { get; init; }

    /// <summary>The manager through which the account is read, digits only; null where none is named.</summary>
    public string? LoginCustomerId { get; init; }

    /// <summary>Where the reports come from.</summary>
    public required GoogleAdsSourceKind Source { get; init; }

    /// <summary>The folder of saved bodies, absolute; for <see cref="GoogleAdsSourceKind.Files"/>.</summary>
    public string? Path { get; init; }

    /// <summary>The dataset of a Data Transfer; for <see cref="GoogleAdsSourceKind.Transfer"/>.</summary>
    public string? Dataset { get; init; }

    /// <summary>Days that Google Ads may still restate, 1 to 90. Default 30.</summary>
    public int RestatementDays { get; init; } = 30;

    /// <summary>The version of the API, for example <c>v25</c>.</summary>
    public string ApiVersion { get; init; } = DefaultApiVersion;

    /// <summary>How reports are asked for.</summary>
    public GoogleAdsMethod Method { get; init; } = GoogleAdsMethod.SearchStream;

    /// <summary>An emulator's address on this machine; null for Google's.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>A file of credentials, absolute and outside the workspace; null for those of the environment.</summary>
    public string? CredentialsFile { get; init; }
}
