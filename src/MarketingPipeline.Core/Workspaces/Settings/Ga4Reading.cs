using System.Text.RegularExpressions;

namespace MarketingPipeline.Core.Workspaces.Settings;

/// <summary>A stream or a host that a client calls its own, and where its file says so.</summary>
internal sealed record Owned(string Value, string Property);

/// <summary>A client's ga4, as far as it could be read.</summary>
internal sealed partial record Ga4Reading
{
    private const string DatasetAdvice = "Give the export's dataset, analytics_<property>: letters, digits and underscores.";
    private const string SourceAdvice = "Give either dataset (BigQuery) or path (a folder of export files, DuckDb).";
    private const string HostAdvice = "Give a host only, such as example.com; its sub-domains belong to it.";
    private const string StreamAdvice = "Give a stream's id, digits only.";
    private const string EventAdvice = "Give an event's name, or { \"name\": ..., \"category\": ... }.";
    private const string CategoryAdvice = "Use purchase, booking, sign_up, lead, other, or a word of your own in lower-case letters, digits and underscores.";

    public string? Dataset { get; private init; }

    public string? Path { get; private init; }

    public bool SharedProperty { get; private init; }

    public IReadOnlyList<Owned> Hosts { get; private init; } = [];

    public IReadOnlyList<string> UnwantedReferrals { get; private init; } = [];

    public IReadOnlyList<Owned> Streams { get; private init; } = [];

    public IReadOnlyList<ConversionEvent> ConversionEvents { get; private init; } = [];

    public IReadOnlyList<string> EngagementEvents { get; private init; } = [];

    public int EngagedSeconds { get; private init; }

    public bool IsShared => SharedProperty || Streams.Count > 0;

    /// <summary>What two clients of one property have in common; null where the file does not say which property it is.</summary>
    public string? SourceKey => (Dataset, Path) switch
    {
        (not null, null) => $"dataset {Dataset}",
        (null, not null) => $"folder {(OperatingSystem.IsWindows() ? Path.ToUpperInvariant() : Path)}",
        _ => null,
    };

    public static Ga4Reading Read(SettingsObject settings, string root, WarehouseEngine? engine)
    {
        CheckSource(settings, engine);
        var hostnames = settings.Items("hostnames");
        var streams = settings.Items("streams");
        var reading = new Ga4Reading
        {
            Dataset = settings.Find("dataset")?.Shaped(DatasetName(), "is not a dataset's name", DatasetAdvice),
            Path = SettingsFolder.Of(settings.Find("path"), root),
            SharedProperty = settings.Find("sharedProperty")?.Flag("Use true where other clients share the property, else false.") ?? false,
            Hosts = Distinct(hostnames.Select(value => Host(value, settings.Findings))),
            UnwantedReferrals = Distinct(settings.Items("unwantedReferrals").Select(value => Host(value, settings.Findings))).Select(host => host.Value).ToList(),
            Streams = Distinct(streams.Select(Stream)),
            ConversionEvents = Conversions(settings),
            EngagementEvents = settings.Items("engagementEvents").Select(value => value.Text("Give an event's name.")).OfType<string>().Distinct().ToList(),
            EngagedSeconds = settings.Find("engagedSeconds")?.Whole(1, 3600) ?? 10,
        };

        if (reading.SharedProperty && hostnames.Count == 0 && streams.Count == 0)
        {
            settings.Findings.Error(settings.PathOf("sharedProperty"), "The property is shared, and neither hostnames nor streams say what is the client's own.", "Give hostnames, or streams.");
        }

        return reading;
    }

    public Ga4Settings ToSettings() => new()
    {
        Dataset = Dataset,
        Path = Path,
        IsShared = IsShared,
        Streams = Streams.Select(stream => stream.Value).ToList(),
        Hostnames = Hosts.Select(host => host.Value).ToList(),
        UnwantedReferrals = UnwantedReferrals,
        ConversionEvents = ConversionEvents,
        EngagementEvents = EngagementEvents,
        EngagedSeconds = EngagedSeconds,
    };

    private static void CheckSource(SettingsObject settings, WarehouseEngine? engine)
    {
        switch (settings.Find("dataset"), settings.Find("path"))
        {
            case (null, null):
                settings.Findings.Error(settings.PathOf("dataset"), "Neither dataset nor path is given.", SourceAdvice);
                break;
            case (not null, { } both):
                both.Refuse("Both dataset and path are given.", SourceAdvice);
                break;
            case ({ } dataset, null) when engine == WarehouseEngine.DuckDb:
                dataset.Refuse("The export is a dataset, and the engine DuckDb: a dataset is in BigQuery.", "Use ga4.path with a folder of export files, or the engine BigQuery.");
                break;
            case (null, { } path) when engine == WarehouseEngine.BigQuery:
                path.Refuse("The export is a folder, and the engine BigQuery: a folder is read by DuckDB only.", "Use ga4.dataset, or the engine DuckDb.");
                break;
        }
    }

    private static Owned? Host(SettingsValue value, SettingsFindings findings)
    {
        if (value.Text(HostAdvice) is not { } text)
        {
            return null;
        }

        if (Hostname.Normalize(text, out var fault) is not { } host)
        {
            value.Refuse($"{ShownText.Quote(text)} {fault}.", HostAdvice);
            return null;
        }

        if (host.Any(letter => !char.IsAscii(letter)) && Hostname.Punycode(host) is { } exported)
        {
            findings.Warning(value.Path, $"{ShownText.Quote(text)} has letters that browsers do not report, so no event will match it.", $"Write it as GA4 exports it: {exported}.");
        }

        return new Owned(host, value.Path);
    }

    private static Owned? Stream(SettingsValue value)
    {
        var text = value.IsNumber ? value.Digits() : value.Text(StreamAdvice);
        if (text is null)
        {
            return null;
        }

        if (StreamId().IsMatch(text))
        {
            return new Owned(text, value.Path);
        }

        value.Refuse($"{ShownText.Quote(text)} is not a stream's id.", StreamAdvice);
        return null;
    }

    private static IReadOnlyList<Owned> Distinct(IEnumerable<Owned?> owned) => owned.OfType<Owned>().DistinctBy(item => item.Value).ToList();

    private static List<ConversionEvent> Conversions(SettingsObject settings)
    {
        if (settings.Find("conversionEvents") is not { } list)
        {
            return [new ConversionEvent("purchase", ConversionCategories.Of("purchase"))];
        }

        var events = new List<ConversionEvent>();
        var items = list.Items();
        if (items is { Count: 0 })
        {
            list.Refuse("The list is empty.", "Name an event, or leave conversionEvents out to count purchase.");
        }

        foreach (var item in items ?? [])
        {
            if (Conversion(item) is not { } conversion)
            {
                continue;
            }

            if (events.Exists(known => known.Name == conversion.Name))
            {
                item.Refuse($"{ShownText.Quote(conversion.Name)} is listed twice.", "Keep one of them: an event has one category.");
            }
            else
            {
                events.Add(conversion);
            }
        }

        return events;
    }

    private static ConversionEvent? Conversion(SettingsValue item)
    {
        if (!item.IsObject)
        {
            return item.Text(EventAdvice) is { } plain ? new ConversionEvent(plain, ConversionCategories.Of(plain)) : null;
        }

        if (item.Object(EventAdvice) is not { } settings)
        {
            return null;
        }

        var name = settings.Require("name", EventAdvice)?.Text(EventAdvice);
        var category = settings.Find("category")?.Shaped(Category(), "is not a category", CategoryAdvice);
        return name is null ? null : new ConversionEvent(name, category ?? ConversionCategories.Of(name));
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_]{1,1024}\z", RegexOptions.CultureInvariant)]
    private static partial Regex DatasetName();

    [GeneratedRegex(@"\A[1-9][0-9]{0,18}\z", RegexOptions.CultureInvariant)]
    private static partial Regex StreamId();

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Category();
}
