using MarketingPipeline.BigQuery.Rest;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.BigQuery;

/// <summary>
/// The tables of a Google Ads transfer in its dataset, by report: the views <c>ads_&lt;Report&gt;_&lt;customer&gt;</c>, else the
/// tables <c>p_ads_&lt;Report&gt;_&lt;customer&gt;</c> below them, which are partitioned by the day that a delivery is of.
/// </summary>
internal sealed class TransferTables
{
    private static readonly string[] Reports = ["Customer", "Campaign", "CampaignBasicStats", "AdGroup", "AdGroupBasicStats"];

    private readonly IReadOnlyDictionary<string, string> _relations;

    private TransferTables(string suffix, IReadOnlyDictionary<string, string> relations) => (Suffix, _relations) = (suffix, relations);

    /// <summary>The account or manager that the transfer is set up for.</summary>
    public string Suffix { get; }

    /// <summary>A report's relation in SQL, each row with its delivery's day as <c>_DATA_DATE</c>.</summary>
    public string this[string report] => _relations[report];

    /// <summary>Finds the transfer that a client's account is in: its own, or its manager's.</summary>
    /// <exception cref="PipelineException">There is no such dataset, or it lacks some of the tables.</exception>
    public static async Task<TransferTables> FindAsync(Client client, GoogleAdsSettings settings, string project, BigQueryClient bigQuery, BigQueryJobs jobs, CancellationToken cancellation)
    {
        var there = await jobs.GuardAsync(
            async () => await bigQuery.GetDatasetAsync(settings.Dataset!, cancellation).ConfigureAwait(false) is null
                ? throw Missing(
                    $"The dataset {project}.{settings.Dataset}, the Google Ads transfer of client '{client.Name}', does not exist, or this account may not see it.",
                    "Check googleAds.dataset in the client's settings, and that the account has BigQuery Data Viewer on it.")
                : (await bigQuery.ListTablesAsync(settings.Dataset!, cancellation).ConfigureAwait(false)).Select(table => table.Table).ToHashSet(StringComparer.Ordinal),
            cancellation).ConfigureAwait(false);
        string[] suffixes = [settings.CustomerId, .. settings.LoginCustomerId is { } manager ? [manager] : Array.Empty<string>()];
        var suffix = Array.Find(suffixes, id => NameOf("CampaignBasicStats", id) is not null) ?? suffixes[0];
        var absent = Reports.Where(report => NameOf(report, suffix) is null).Select(report => $"ads_{report}_{suffix}").ToArray();
        if (absent.Length > 0)
        {
            throw Missing(
                $"The dataset {project}.{settings.Dataset} lacks {string.Join(", ", absent)}.",
                "A Google Ads transfer makes these views, and the tables p_ads_… below them, named after the account or manager that it is set up for. Check googleAds.dataset and googleAds.customerId; for an account that a manager's transfer delivers, give the manager as googleAds.loginCustomerId; and see that the transfer leaves no table out.");
        }

        var relations = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var report in Reports)
        {
            relations[report] = await RelationAsync(NameOf(report, suffix)!).ConfigureAwait(false);
        }

        return new TransferTables(suffix, relations);

        string? NameOf(string report, string id) => new[] { $"ads_{report}_{id}", $"p_ads_{report}_{id}" }.FirstOrDefault(there.Contains);

        async Task<string> RelationAsync(string name)
        {
            var identifier = $"`{project}.{settings.Dataset}.{name}`";
            if (!name.StartsWith('p'))
            {
                return identifier;
            }

            var table = await jobs.GuardAsync(() => bigQuery.GetTableAsync(new TableName(project, settings.Dataset!, name), cancellation), cancellation).ConfigureAwait(false);
            return DayOf(table) is { } day ? $"(SELECT *, {day} AS _DATA_DATE FROM {identifier})" : identifier;
        }

        PipelineException Missing(string message, string advice) => new(PipelineErrorKind.SourceMissing, message, advice, $"{project}.{settings.Dataset}");
    }

    /// <summary>The day of a delivery, in SQL; null where the table has it as a column.</summary>
    private static string? DayOf(TableInfo? table)
    {
        string[] columns = [.. (table?.Schema ?? []).Select(field => field.Name.ToUpperInvariant())];
        if (columns.Contains("_DATA_DATE"))
        {
            return null;
        }

        // The transfer's own tables are partitioned by a column that no schema lists.
        return table?.PartitionField is { } field ? $"DATE(`{field}`)" : columns.Contains("_PARTITIONDATE") ? "_PARTITIONDATE" : "DATE(_PARTITIONTIME)";
    }
}
