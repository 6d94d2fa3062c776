namespace MarketingPipeline.Core.Workspaces;

/// <summary>The warehouse that a workspace's tables are in.</summary>
public enum WarehouseEngine
{
    /// <summary>Embedded: one file a client.</summary>
    DuckDb,

    /// <summary>Production: one dataset a client.</summary>
    BigQuery,
}

/// <summary>A folder with <c>pipeline.json</c> and <c>clients/</c>, read and validated as a whole.</summary>
public sealed record Workspace
{
    /// <summary>The folder of pipeline.json, absolute.</summary>
    public required string Root { get; init; }

    /// <summary>The warehouse.</summary>
    public required WarehouseEngine Engine { get; init; }

    /// <summary>The folder of the clients' .duckdb files, absolute. Default: <c>warehouse</c> beside pipeline.json.</summary>
    public required string DuckDbPath { get; init; }

    /// <summary>BigQuery's settings; null where the engine is DuckDB and none are given.</summary>
    public BigQuerySettings? BigQuery { get; init; }

    /// <summary>The workspace's own channel rules, put before the built-in ones, first match wins.</summary>
    public IReadOnlyList<ChannelRule> ChannelRules { get; init; } = [];

    /// <summary>Which lists of sites channels are told by. Default: Google's.</summary>
    public ChannelSites ChannelSites { get; init; }

    /// <summary>The workspace's own known sites; one that the product's lists also have takes the workspace's category.</summary>
    public IReadOnlyList<KnownSite> KnownSites { get; init; } = [];

    /// <summary>The clients whose settings hold, by name.</summary>
    public IReadOnlyList<Client> Clients { get; init; } = [];

    /// <summary>Everything that is wrong with the settings; a client with an error-level finding is not among <see cref="Clients"/>.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>The names (or file names, where the name itself is wrong) of clients whose settings have errors.</summary>
    public IReadOnlyList<string> BrokenClients { get; init; } = [];
}

/// <summary>Where BigQuery is and what it may spend.</summary>
public sealed record BigQuerySettings
{
    /// <summary>The Google Cloud project that runs the jobs and holds the datasets.</summary>
    public required string Project { get; init; }

    /// <summary>The datasets' location, for example <c>asia-southeast1</c>.</summary>
    public string? Location { get; init; }

    /// <summary>Bytes that one run on a client may bill; null for no limit.</summary>
    public long? MaximumBytesBilled { get; init; }

    /// <summary>The API's address, for an emulator.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>A file of Google credentials, absolute and outside the workspace; null for those of the environment.</summary>
    public string? CredentialsFile { get; init; }

    /// <summary>The service account to act as, by its e-mail address; null to act as whoever signs in.</summary>
    public string? Impersonate { get; init; }

    /// <summary>What 2^40 billed bytes cost, in the currency of the bill; null where costs are not to be estimated.</summary>
    public decimal? PricePerTiB { get; init; }

    /// <summary>What bytes cost at that rate; null where either is not known.</summary>
    /// <param name="bytes">Bytes that are read.</param>
    public decimal? PriceOf(long? bytes) => bytes * PricePerTiB / (1L << 40);

    /// <summary>Days after which a partition of the pipeline's tables disappears; null for never.</summary>
    public int? PartitionExpirationDays { get; init; }
}

/// <summary>A workspace's own channel rule: every pattern given must match (RE2 syntax, searched in the value in any case).</summary>
/// <param name="Channel">The channel it gives.</param>
/// <param name="Source">Pattern for the source; null matches all.</param>
/// <param name="Medium">Pattern for the medium; null matches all.</param>
/// <param name="Campaign">Pattern for the campaign; null matches all.</param>
public sealed record ChannelRule(string Channel, string? Source, string? Medium, string? Campaign)
{
    /// <summary>A pattern of a rule as a warehouse is given it: in any case, since what it is searched in is lower-cased.</summary>
    public static string Searched(string pattern) => "(?i)" + pattern;
}

/// <summary>The lists of sites that channels are told by, beside the AI assistants and a workspace's own sites.</summary>
public enum ChannelSites
{
    /// <summary>Google's published list: the channels that GA4's own reports show.</summary>
    Google,

    /// <summary>Google's list, and the sites that the product adds to it.</summary>
    Extended,
}

/// <summary>What kind of site a source is.</summary>
public enum SiteCategory
{
    /// <summary>A search engine.</summary>
    Search,

    /// <summary>A shop or price comparison.</summary>
    Shopping,

    /// <summary>A social network.</summary>
    Social,

    /// <summary>A video platform.</summary>
    Video,

    /// <summary>An AI assistant.</summary>
    Ai,
}

/// <summary>A site that channel grouping knows.</summary>
/// <param name="Site">The source as compared: lower-case, without leading www.</param>
/// <param name="Category">What kind of site it is.</param>
public sealed record KnownSite(string Site, SiteCategory Category);
