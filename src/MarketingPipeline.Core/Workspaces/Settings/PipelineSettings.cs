using System.Text.RegularExpressions;

namespace MarketingPipeline.Core.Workspaces.Settings;

/// <summary>What pipeline.json says, with paths absolute.</summary>
internal sealed partial record PipelineSettings
{
    public const int MaximumDays = 3650;

    // A hundred years: longer than any history, and milliseconds that BigQuery still takes.
    private const int MaximumPartitionDays = 36500;

    private const string EngineAdvice = "\"engine\" is DuckDb or BigQuery.";
    private const string ProjectAdvice = "Give bigQuery.project the id of a Google Cloud project, such as agency-prod.";
    private const string LocationAdvice = "Give a BigQuery location, such as EU or asia-southeast1.";
    private const string ImpersonateAdvice = "Give a service account's e-mail address, such as pipeline@agency-prod.iam.gserviceaccount.com.";
    private const string PriceAdvice = "Give what a TiB costs in the currency of your bill, such as 6.25, without quotes.";

    /// <summary>Null where the file names an engine that is none: then nothing can be said about what fits it.</summary>
    public WarehouseEngine? Engine { get; private init; } = WarehouseEngine.DuckDb;

    public string? DuckDbPath { get; private init; }

    public BigQuerySettings? BigQuery { get; private init; }

    public GoogleAdsConnection? GoogleAds { get; private init; }

    public int? HistoryDays { get; private init; }

    public int? WindowDays { get; private init; }

    /// <summary>Read apart from the others (<see cref="ChannelSettings.Rules"/>): their patterns have to be checked.</summary>
    public IReadOnlyList<ChannelRule> ChannelRules { get; init; } = [];

    public ChannelSites ChannelSites { get; private init; }

    public IReadOnlyList<KnownSite> KnownSites { get; private init; } = [];

    public static PipelineSettings Read(SettingsObject file, string root)
    {
        var engine = WarehouseEngine.DuckDb as WarehouseEngine?;
        if (file.Find("engine") is { } value)
        {
            engine = value.Choice(("DuckDb", WarehouseEngine.DuckDb), ("BigQuery", WarehouseEngine.BigQuery));
        }

        var bigQuery = file.Find("bigQuery");
        if (engine == WarehouseEngine.BigQuery && bigQuery is null)
        {
            file.Findings.Error("bigQuery.project", "The engine is BigQuery, and its project is missing.", ProjectAdvice);
        }

        return new PipelineSettings
        {
            Engine = engine,
            DuckDbPath = SettingsFolder.Of(
                file.Find("duckDb")?.Object("Write \"duckDb\": { \"path\": \"warehouse\" }.")?.Find("path"), root),
            BigQuery = bigQuery?.Object($"Write \"bigQuery\": {{ \"project\": ... }}; {EngineAdvice}") is { } settings ? ReadBigQuery(settings, root) : null,
            GoogleAds = file.Find("googleAds")?.Object("Write \"googleAds\": { \"loginCustomerId\": ... }.") is { } googleAds ? GoogleAdsConnection.Read(googleAds, root) : null,
            HistoryDays = file.Find("historyDays")?.Whole(1, MaximumDays),
            WindowDays = file.Find("windowDays")?.Whole(1, MaximumDays),
            ChannelSites = ChannelSettings.Lists(file),
            KnownSites = ChannelSettings.Sites(file),
        };
    }

    private static BigQuerySettings? ReadBigQuery(SettingsObject settings, string root)
    {
        var project = settings.Require("project", ProjectAdvice)?.Shaped(Project(), "is not a project's id", ProjectAdvice);
        var location = settings.Find("location")?.Shaped(Location(), "is not a location", LocationAdvice);
        var maximumBytesBilled = settings.Find("maximumBytesBilled") is { } limit ? ReadBytes(limit) : null;
        var endpoint = EndpointSetting.Read(settings.Find("endpoint"));
        var credentialsFile = SettingsFolder.Of(settings.Find("credentialsFile"), root, SettingsFolder.FileAdvice);
        var impersonate = settings.Find("impersonate")?.Shaped(ServiceAccount(), "is not a service account", ImpersonateAdvice);
        var pricePerTiB = settings.Find("pricePerTiB")?.Amount(PriceAdvice);
        var partitionExpirationDays = settings.Find("partitionExpirationDays")?.Whole(1, MaximumPartitionDays);
        return project is null ? null : new BigQuerySettings
        {
            Project = project,
            Location = location,
            MaximumBytesBilled = maximumBytesBilled,
            Endpoint = endpoint,
            CredentialsFile = credentialsFile,
            Impersonate = impersonate,
            PricePerTiB = pricePerTiB,
            PartitionExpirationDays = partitionExpirationDays,
        };
    }

    internal static long? ReadBytes(SettingsValue value)
    {
        var text = value.IsNumber ? value.Digits() : value.Text(ByteSize.Expected);
        if (text is null)
        {
            return null;
        }

        var bytes = ByteSize.Parse(text);
        if (bytes is null)
        {
            value.Refuse($"{ShownText.Quote(text)} is not an amount of bytes.", ByteSize.Expected);
        }

        return bytes;
    }

    // Older projects carry their organisation's domain before a colon.
    [GeneratedRegex(@"\A([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]\z", RegexOptions.CultureInvariant)]
    private static partial Regex Project();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9-]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Location();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.-]{0,99}@[a-z0-9][a-z0-9.-]{0,199}\.gserviceaccount\.com\z", RegexOptions.CultureInvariant)]
    private static partial Regex ServiceAccount();
}
