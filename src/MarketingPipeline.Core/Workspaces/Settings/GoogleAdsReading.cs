using System.Text.RegularExpressions;

namespace MarketingPipeline.Core.Workspaces.Settings;

/// <summary>Reads a client's googleAds.</summary>
internal static partial class GoogleAdsReading
{
    private const string IdAdvice = "Give the account's ten digits as text, such as \"874-382-8607\".";

    /// <summary>The settings; null where an error leaves them incomplete.</summary>
    public static GoogleAdsSettings? Read(SettingsObject settings, string root, WarehouseEngine? engine)
    {
        var customerId = Id(settings.Require("customerId", IdAdvice));
        var loginCustomerId = Id(settings.Find("loginCustomerId"));
        var path = SettingsFolder.Of(settings.Find("path"), root);
        var restatementDays = settings.Find("restatementDays")?.Whole(1, 90);
        var source = Source(settings);

        if (source == GoogleAdsSourceKind.Files && settings.Find("path") is null)
            settings.Findings.Error(settings.PathOf("path"), "The source is Files, and path is missing.", "Give the folder of saved reports, or another source.");
        if (source is not (null or GoogleAdsSourceKind.Files) && settings.Find("path") is { } unused)
            unused.Refuse($"A path is given, but the source is {source}.", "Leave path out, or use the source Files.");
        if (source == GoogleAdsSourceKind.Transfer && engine == WarehouseEngine.DuckDb)
            settings.Findings.Error(settings.PathOf("source"), "The source is Transfer, and the engine DuckDb: Transfer tables are in BigQuery.", "Use the source Api or Files, or the engine BigQuery.");

        return customerId is null || source is null ? null : new GoogleAdsSettings
        {
            CustomerId = customerId,
            LoginCustomerId = loginCustomerId,
            Source = source.Value,
            Path = path,
            RestatementDays = restatementDays ?? 30,
        };
    }

    private static GoogleAdsSourceKind? Source(SettingsObject settings)
    {
        if (settings.Find("source") is not { } value)
            return settings.Find("path") is null ? GoogleAdsSourceKind.Api : GoogleAdsSourceKind.Files;

        return value.Choice(
            ("Api", GoogleAdsSourceKind.Api),
            ("Transfer", GoogleAdsSourceKind.Transfer),
            ("Files", GoogleAdsSourceKind.Files));
    }

    private static string? Id(SettingsValue? value) =>
        value?.Shaped(CustomerId(), "is not the id of a Google Ads account", IdAdvice)?.Replace("-", "", StringComparison.Ordinal);

    [GeneratedRegex(@"\A([0-9]{3}-[0-9]{3}-[0-9]{4}|[0-9]{10})\z", RegexOptions.CultureInvariant)]
    private static partial Regex CustomerId();
}
