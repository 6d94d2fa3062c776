using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Sources.Files;

namespace MarketingPipeline.GoogleAds;

/// <summary>One file of a folder of reports, as it was when it was listed.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Name">Its path below the folder, with '/' on every system.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="ModifiedAt">When it was last saved, UTC.</param>
internal sealed record ReportFile(string Path, string Name, long Bytes, DateTimeOffset ModifiedAt)
{
    private const string OfTheApi =
        "Reports are read as Google's API answers them: set googleAds.source to Api, or save the JSON body of a googleAds:searchStream response (SELECT customer.id, customer.currency_code, "
        + "campaign.id, campaign.name, campaign.status, campaign.advertising_channel_type, segments.date and the metrics FROM campaign, and the like FROM ad_group) as a .json file there.";

    private static readonly string[] LineExtensions = [".jsonl", ".ndjson"];
    private static readonly string[] TableExtensions = [".csv", ".tsv", ".txt", ".xlsx", ".xls", ".zip"];

    /// <summary>True where each line is a JSON value of its own.</summary>
    public bool HasLines => LineExtensions.Contains(ExtensionOf(Name));

    /// <summary>True where its name says that it is a report.</summary>
    public bool IsReport => ExtensionOf(Name) == ".json" || HasLines;

    /// <summary>
    /// A folder's files, the earlier first: a report replaces those that were saved before it. Of files saved within the same
    /// second, as copies of a folder are, the ordinal order of their names decides.
    /// </summary>
    public static IReadOnlyList<ReportFile> Of(SourceFolder folder) =>
    [
        .. SourceFolder.Once(folder.Files)
            .Select(file => new ReportFile(file.Path, file.Name, file.Bytes, file.ModifiedAt))
            .OrderBy(file => file.ModifiedAt.ToUnixTimeSeconds())
            .ThenBy(file => file.Name, StringComparer.Ordinal),
    ];

    /// <summary>Why a file that is no report by its name is not read.</summary>
    public GoogleAdsUnreadFile Unread() => new(
        Name,
        TableExtensions.Contains(ExtensionOf(Name)) ? "A table as the pages of Google Ads download it, or a spreadsheet, is no report of Google's API." : "Reports are .json, .jsonl and .ndjson files, plain or with .gz.",
        OfTheApi);

    /// <summary>What to do where a file of a report's name holds a table.</summary>
    public static string AdviceOnTables => OfTheApi;

    private static string ExtensionOf(string name)
    {
        var plain = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^".gz".Length] : name;
        return System.IO.Path.GetExtension(plain).ToLowerInvariant();
    }
}
