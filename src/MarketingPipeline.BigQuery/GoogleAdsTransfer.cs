using System.Globalization;
using System.Runtime.CompilerServices;
using MarketingPipeline.BigQuery.Rest;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.BigQuery;

/// <summary>
/// Google Ads as BigQuery's Data Transfer Service delivers it: views <c>ads_&lt;Report&gt;_&lt;customer&gt;</c> over partitions by
/// day (<c>_DATA_DATE</c>). A transfer of a manager holds all its accounts. Attributes (names, statuses, the currency) are
/// those of the latest delivery, as the API gives those of today.
/// </summary>
internal sealed class GoogleAdsTransfer(Client client, GoogleAdsSettings settings, string project, BigQueryClient bigQuery, BigQueryJobs jobs) : IGoogleAdsReports
{
    private static readonly string[] Reports = ["Customer", "Campaign", "CampaignBasicStats", "AdGroup", "AdGroupBasicStats"];

    private Delivered? _delivered;

    /// <summary>
    /// The accounts, and the days on which each was delivered: a day without a delivery is one of which nothing is known, not
    /// one without activity.
    /// </summary>
    /// <inheritdoc/>
    public async Task<GoogleAdsOffer> OfferAsync(DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        var suffix = await SuffixAsync(cancellation).ConfigureAwait(false);
        var days = new Dictionary<long, SortedSet<DateOnly>>();
        var currencies = new Dictionary<long, string?>();
        var sql = $"""
            SELECT customer_id, customer_currency_code, _DATA_DATE AS day
            FROM {View("Customer", suffix)}
            WHERE _DATA_DATE BETWEEN {Literal(from)} AND {Literal(to)} AND COALESCE(customer_manager, FALSE) = FALSE{Account(suffix, "")}
            ORDER BY day
            """;
        await foreach (var row in jobs.QueryAsync(sql, cancellation).ConfigureAwait(false))
        {
            var account = row.Get<long>("customer_id");
            if (!days.TryGetValue(account, out var known))
            {
                days[account] = known = [];
            }

            known.Add(row.Get<DateOnly>("day"));
            currencies[account] = row.Get<string>("customer_currency_code");
        }

        _delivered = new Delivered(suffix, currencies);
        return days.Count == 0
            ? throw Missing(
                $"The transfer into {project}.{settings.Dataset} has delivered nothing of account {settings.CustomerId} from {Text(from)} to {Text(to)}.",
                "See in BigQuery, under Data transfers, whether the transfer runs, and schedule a backfill for these dates.")
            : new GoogleAdsOffer
            {
                IsLive = true,
                Coverage = [.. days.OrderBy(account => account.Key).SelectMany(account => Ranges(account.Value).Select(range => new GoogleAdsCoverage(SourceOf(account.Key), range.From, range.To, null, null)))],
            };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<GoogleAdsRow> ReadAsync(DateOnly from, DateOnly to, IProgress<string>? waiting, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (_delivered is null)
        {
            await OfferAsync(from, to, cancellation).ConfigureAwait(false);
        }

        foreach (var grain in new[] { ReportGrain.Campaign, ReportGrain.AdGroup })
        {
            await foreach (var row in jobs.QueryAsync(Select(grain, _delivered!.Suffix, from, to), cancellation).ConfigureAwait(false))
            {
                var account = row.Get<long>("customer_id");
                yield return new GoogleAdsRow
                {
                    Source = SourceOf(account),
                    SourceOrder = 0,
                    Grain = grain,
                    Date = row.Get<DateOnly>("day"),
                    CustomerId = Id(account),
                    Currency = _delivered.Currencies.GetValueOrDefault(account),
                    CampaignId = Id(row.Get<long>("campaign_id")),
                    CampaignName = row.Get<string>("campaign_name"),
                    CampaignStatus = row.Get<string>("campaign_status"),
                    CampaignType = row.Get<string>("campaign_type"),
                    AdGroupId = row.Get<long?>("ad_group_id") is { } adGroup ? Id(adGroup) : null,
                    AdGroupName = row.Get<string>("ad_group_name"),
                    AdGroupStatus = row.Get<string>("ad_group_status"),
                    Segmentation = "adNetworkType;device",
                    CostMicros = row.Get<long?>("cost_micros") ?? 0,
                    Clicks = row.Get<long?>("clicks") ?? 0,
                    Impressions = row.Get<long?>("impressions") ?? 0,
                    Conversions = Exact(row.Get<double?>("conversions")),
                    ConversionsValue = Exact(row.Get<double?>("conversions_value")),
                    ViewThroughConversions = row.Get<long?>("view_through_conversions") ?? 0,
                };
            }
        }
    }

    /// <summary>A report's rows, each network and device for itself: they are added where they are staged, exactly.</summary>
    private string Select(ReportGrain grain, string suffix, DateOnly from, DateOnly to)
    {
        var isAdGroup = grain == ReportGrain.AdGroup;
        var adGroup = isAdGroup
            ? (Columns: "stats.ad_group_id, ad_groups.ad_group_name, ad_groups.ad_group_status", Join: "LEFT JOIN ad_groups ON ad_groups.customer_id = stats.customer_id AND ad_groups.ad_group_id = stats.ad_group_id")
            : (Columns: "CAST(NULL AS INT64) AS ad_group_id, CAST(NULL AS STRING) AS ad_group_name, CAST(NULL AS STRING) AS ad_group_status", Join: "");
        return $"""
            WITH campaigns AS (
            {Latest("Campaign", suffix, from, "campaign_id", "campaign_name", "campaign_status", "campaign_advertising_channel_type")}
            ){(isAdGroup ? $",\nad_groups AS (\n{Latest("AdGroup", suffix, from, "ad_group_id", "ad_group_name", "ad_group_status")}\n)" : "")}
            SELECT
              stats.customer_id,
              stats._DATA_DATE AS day,
              stats.campaign_id,
              campaigns.campaign_name,
              campaigns.campaign_status,
              campaigns.campaign_advertising_channel_type AS campaign_type,
              {adGroup.Columns},
              CONCAT('adNetworkType=', COALESCE(stats.segments_ad_network_type, ''), ';device=', COALESCE(stats.segments_device, '')) AS segments,
              stats.metrics_cost_micros AS cost_micros,
              stats.metrics_clicks AS clicks,
              stats.metrics_impressions AS impressions,
              stats.metrics_conversions AS conversions,
              stats.metrics_conversions_value AS conversions_value,
              stats.metrics_view_through_conversions AS view_through_conversions
            FROM {View(isAdGroup ? "AdGroupBasicStats" : "CampaignBasicStats", suffix)} AS stats
            LEFT JOIN campaigns ON campaigns.customer_id = stats.customer_id AND campaigns.campaign_id = stats.campaign_id
            {adGroup.Join}
            WHERE stats._DATA_DATE BETWEEN {Literal(from)} AND {Literal(to)}{Account(suffix, "stats.")}
            """;
    }

    /// <summary>Each entity as it was last delivered: one that has been removed since is not in the newest delivery.</summary>
    private string Latest(string report, string suffix, DateOnly from, string id, params string[] attributes) =>
        $"""
          SELECT customer_id, {id}, {string.Join(", ", attributes)}
          FROM (
            SELECT customer_id, {id}, {string.Join(", ", attributes)}, ROW_NUMBER() OVER (PARTITION BY customer_id, {id} ORDER BY _DATA_DATE DESC) AS place
            FROM {View(report, suffix)}
            WHERE _DATA_DATE >= {Literal(from)}
          ) AS deliveries
          WHERE place = 1
        """;

    /// <summary>Whose transfer the account is in: its own, or its manager's.</summary>
    private async Task<string> SuffixAsync(CancellationToken cancellation)
    {
        if (_delivered is { } known)
        {
            return known.Suffix;
        }

        var there = await jobs.GuardAsync(
            async () => await bigQuery.GetDatasetAsync(settings.Dataset!, cancellation).ConfigureAwait(false) is null
                ? throw Missing(
                    $"The dataset {project}.{settings.Dataset}, the Google Ads transfer of client '{client.Name}', does not exist, or this account may not see it.",
                    "Check googleAds.dataset in the client's settings, and that the account has BigQuery Data Viewer on it.")
                : (await bigQuery.ListTablesAsync(settings.Dataset!, cancellation).ConfigureAwait(false)).Select(table => table.Table).ToHashSet(StringComparer.Ordinal),
            cancellation).ConfigureAwait(false);
        string[] suffixes = [settings.CustomerId, .. settings.LoginCustomerId is { } manager ? [manager] : Array.Empty<string>()];
        var suffix = Array.Find(suffixes, id => there.Contains($"ads_CampaignBasicStats_{id}")) ?? suffixes[0];
        var absent = Reports.Select(report => $"ads_{report}_{suffix}").Where(view => !there.Contains(view)).ToArray();
        return absent.Length == 0
            ? suffix
            : throw Missing(
                $"The dataset {project}.{settings.Dataset} lacks {string.Join(", ", absent)}.",
                "A Google Ads transfer makes these views, named after the account or manager that it is set up for. Check googleAds.dataset and googleAds.customerId; for an account that a manager's transfer delivers, give the manager as googleAds.loginCustomerId; and see that the transfer leaves no table out.");
    }

    /// <summary>Of a manager's transfer the client's account only, where the client is not the manager.</summary>
    private string Account(string suffix, string prefix) => suffix == settings.CustomerId ? "" : $" AND {prefix}customer_id = {settings.CustomerId}";

    private string View(string report, string suffix) => $"`{project}.{settings.Dataset}.ads_{report}_{suffix}`";

    private static IEnumerable<(DateOnly From, DateOnly To)> Ranges(SortedSet<DateOnly> days)
    {
        var from = days.Min;
        foreach (var day in days.Where(day => !days.Contains(day.AddDays(1))))
        {
            yield return (from, day);
            from = days.FirstOrDefault(later => later > day);
        }
    }

    /// <summary>The decimal that the double was written as, with the nine places of a NUMERIC.</summary>
    private static decimal Exact(double? value) => value is { } number && double.IsFinite(number)
        ? decimal.Round(decimal.Parse(number.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture), 9, MidpointRounding.AwayFromZero)
        : 0;

    private static string SourceOf(long account) => "customers/" + Id(account);

    private static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Literal(DateOnly date) => $"DATE '{Text(date)}'";

    private PipelineException Missing(string message, string advice) => new(PipelineErrorKind.SourceMissing, message, advice, $"{project}.{settings.Dataset}");

    private sealed record Delivered(string Suffix, IReadOnlyDictionary<long, string?> Currencies);
}
