using System.Text.RegularExpressions;

namespace MarketingPipeline.Core.Workspaces.Settings;

/// <summary>
/// What one clients/&lt;name&gt;.json says, as far as it could be read. Also a file with errors says which streams and hosts are
/// its client's, and its siblings need that.
/// </summary>
internal sealed partial record ClientSettings
{
    private const string NameAdvice = "Use lower-case letters, digits and underscores, beginning with a letter, 63 characters at most; the file is <name>.json.";
    private const string CurrencyAdvice = "Use a three-letter code in capitals, such as THB or EUR.";
    internal const string DatasetAdvice = "Use letters, digits and underscores.";

    public required ClientFile File { get; init; }

    public required SettingsFindings Findings { get; init; }

    public string? BusinessType { get; private init; }

    public string? TimeZone { get; private init; }

    public string? Currency { get; private init; }

    public int? HistoryDays { get; private init; }

    public int? WindowDays { get; private init; }

    public string? OutputDataset { get; private init; }

    public long? MaximumBytesBilled { get; private init; }

    public Ga4Reading? Ga4 { get; private init; }

    public GoogleAdsReading? GoogleAds { get; private init; }

    public static ClientSettings Read(ClientFile file, string root, WarehouseEngine? engine)
    {
        var findings = new SettingsFindings(file.Target, file.Label);
        if (file.Name is null)
        {
            findings.Error(null, $"{ShownText.Quote(file.FileName)} is not the name of a client's file.", NameAdvice);
        }

        var nothing = new ClientSettings { File = file, Findings = findings };
        var bytes = file.Content ?? SettingsFile.ReadBytes(file.FullPath, findings);
        if (bytes is null || SettingsFile.Parse(bytes, SettingsShape.Client, findings) is not { } settings)
        {
            return nothing;
        }

        CheckName(settings, file);
        var ga4 = settings.Find("ga4");
        var googleAds = settings.Find("googleAds");
        if (ga4 is null && googleAds is null)
        {
            findings.Error(null, "The client has neither ga4 nor googleAds.", "Give at least one of the two: without a source there is nothing to report.");
        }

        return nothing with
        {
            BusinessType = settings.Find("businessType")?.Text("Say in a few words what kind of business it is."),
            TimeZone = ReadTimeZone(settings),
            Currency = settings.Require("currency", CurrencyAdvice)?.Shaped(CurrencyCode(), "is not a currency's code", CurrencyAdvice),
            HistoryDays = settings.Find("historyDays")?.Whole(1, PipelineSettings.MaximumDays),
            WindowDays = settings.Find("windowDays")?.Whole(1, PipelineSettings.MaximumDays),
            OutputDataset = settings.Find("outputDataset")?.Shaped(Dataset(), "is not a dataset's name", DatasetAdvice),
            MaximumBytesBilled = settings.Find("maximumBytesBilled") is { } limit ? PipelineSettings.ReadBytes(limit) : null,
            Ga4 = ga4?.Object("Write \"ga4\": { \"dataset\": ... } or \"ga4\": { \"path\": ... }.") is { } export ? Ga4Reading.Read(export, root, engine) : null,
            GoogleAds = googleAds?.Object("Write \"googleAds\": { \"customerId\": ... }.") is { } account ? GoogleAdsReading.Read(account, root, engine) : null,
        };
    }

    /// <summary>The client; only where nothing is wrong with it.</summary>
    public Client ToClient(PipelineSettings pipeline, IReadOnlyList<PropertyOwner> owners)
    {
        var defaults = (HistoryDays: 180, WindowDays: 90);
        return new Client
        {
            Name = File.Name!,
            File = File.FullPath,
            BusinessType = BusinessType,
            TimeZone = TimeZone!,
            Currency = Currency!,
            HistoryDays = HistoryDays ?? pipeline.HistoryDays ?? defaults.HistoryDays,
            WindowDays = WindowDays ?? pipeline.WindowDays ?? defaults.WindowDays,
            Ga4 = Ga4?.ToSettings(),
            GoogleAds = GoogleAds?.ToSettings(pipeline.GoogleAds),
            OutputDataset = OutputDataset ?? File.Name!.Value,
            MaximumBytesBilled = MaximumBytesBilled,
            PropertyOwners = owners,
        };
    }

    // Case counts on every system, although Windows' files do not tell Foo.json from foo.json: the workspace moves between them.
    private static void CheckName(SettingsObject settings, ClientFile file)
    {
        var value = settings.Require("name", NameAdvice);
        if (value?.Text(NameAdvice) is not { } text)
        {
            return;
        }

        if (!ClientName.TryParse(text, out var name))
        {
            value.Refuse($"{ShownText.Quote(text)} is not a client's name.", NameAdvice);
        }
        else if (file.Name is not null && file.Name != name)
        {
            value.Refuse($"The name is {ShownText.Quote(text)}, the file {ShownText.Quote(file.FileName)}.", $"Rename one of them: the file of {text} is {text}.json, in this case.");
        }
    }

    private static string? ReadTimeZone(SettingsObject settings)
    {
        const string Example = "Use an IANA time zone such as Asia/Bangkok.";
        var value = settings.Require("timeZone", Example);
        if (value?.Text(Example) is not { } text)
        {
            return null;
        }

        if (TimeZoneName.Fault(text, out var advice) is not { } fault)
        {
            return text;
        }

        value.Refuse($"{ShownText.Quote(text)} {fault}.", advice);
        return null;
    }

    [GeneratedRegex(@"\A[A-Z]{3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex CurrencyCode();

    [GeneratedRegex(@"\A[A-Za-z0-9_]{1,1024}\z", RegexOptions.CultureInvariant)]
    internal static partial Regex Dataset();
}
