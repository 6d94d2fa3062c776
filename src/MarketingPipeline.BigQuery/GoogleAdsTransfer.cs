using System.Globalization;
using System.Runtime.CompilerServices;
using MarketingPipeline.BigQuery.Rest;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.BigQuery;

/// <summary>
/// Google Ads as BigQuery's Data Transfer Service delivers it: a table for each report, in partitions by day. A transfer of a
/// manager holds all its accounts. Which days have been delivered its statistics tell: a backfill does not fill the others,
/// whose attributes (names, statuses, the currency) are those of the newest delivery, as the API gives those of today.
/// </summary>
internal sealed class GoogleAdsTransfer(Client client, GoogleAdsSettings settings, string project, BigQueryClient bigQuery, BigQueryJobs jobs) : IGoogleAdsReports
{
    private Delivered? _delivered;

    /// <summary>
    /// The accounts, and the days from the oldest to the newest that was delivered: one between them without a row is a day
    /// without activity.
    /// </summary>
    /// <inheritdoc/>
    public async Task<GoogleAdsOffer> OfferAsync(DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        _delivered = await FindAsync(cancellation).ConfigureAwait(false);
        var (oldest, newest) = (_delivered.Oldest, _delivered.Newest);
        var (first, last) = (oldest > from ? oldest : from, newest < to ? newest : to);
        return first > last || _delivered.Currencies.Count == 0
            ? throw Missing(
                $"The transfer into {project}.{settings.Dataset} has delivered nothing of account {settings.CustomerId} from {Text(from)} to {Text(to)}{(oldest > newest ? "" : $", only {Text(oldest)} to {Text(newest)}")}.",
                "See in BigQuery, under Data transfers, whether the transfer runs, and schedule a backfill for these dates.")
            : new GoogleAdsOffer
            {
                IsLive = true,
                Oldest = oldest,
                Coverage = [.. _delivered.Currencies.Keys.Order().Select(account => new GoogleAdsCoverage(SourceOf(account), first, last, null, null))],
                Filled = _delivered.Days.Select(day => (Id(day.Account), day.Date)).ToHashSet(),
            };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<GoogleAdsRow> ReadAsync(DateOnly from, DateOnly to, IProgress<string>? waiting, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (_delivered is null)
        {
            _delivered = await FindAsync(cancellation).ConfigureAwait(false);
        }

        foreach (var grain in new[] { ReportGrain.Campaign, ReportGrain.AdGroup })
        {
            await foreach (var row in jobs.QueryAsync(Select(grain, _delivered!.Tables, from, to), cancellation).ConfigureAwait(false))
            {
                yield return Read(row, grain);
            }
        }
    }

    private GoogleAdsRow Read(Row row, ReportGrain grain)
    {
        var account = row.Get<long>("customer_id");
        var (unreadable, implausible) = (0, 0);
        return new GoogleAdsRow
        {
            Source = SourceOf(account),
            SourceOrder = 0,
            Grain = grain,
            Date = row.Get<DateOnly>("day"),
            CustomerId = Id(account),
            Currency = _delivered!.Currencies.GetValueOrDefault(account),
            CampaignId = Id(row.Get<long>("campaign_id")),
            CampaignName = row.Get<string>("campaign_name"),
            CampaignStatus = row.Get<string>("campaign_status"),
            CampaignType = row.Get<string>("campaign_type"),
            AdGroupId = row.Get<long?>("ad_group_id") is { } adGroup ? Id(adGroup) : null,
            AdGroupName = row.Get<string>("ad_group_name"),
            AdGroupStatus = row.Get<string>("ad_group_status"),
            Segmentation = "adNetworkType;device",
            CostMicros = Whole("cost_micros", GoogleAdsLimits.Micros),
            Clicks = Whole("clicks", GoogleAdsLimits.Count),
            Impressions = Whole("impressions", GoogleAdsLimits.Count),
            Conversions = Fraction("conversions", GoogleAdsLimits.Count),
            ConversionsValue = Fraction("conversions_value", GoogleAdsLimits.Amount),
            ViewThroughConversions = Whole("view_through_conversions", GoogleAdsLimits.Count),
            UnreadableValues = unreadable,
            ImplausibleValues = implausible,
        };

        long? Whole(string column, decimal limit) => Bounded(row.Get<long?>(column) ?? 0, limit) is { } value ? (long)value : null;

        decimal? Fraction(string column, decimal limit)
        {
            var value = row.Get<double?>(column) ?? 0;
            if (!double.IsFinite(value))
            {
                unreadable++;
                return null;
            }

            return Bounded(Math.Abs(value) < (double)limit ? Exact(value) : limit, limit);
        }

        decimal? Bounded(decimal value, decimal limit)
        {
            if (Math.Abs(value) < limit)
            {
                return value;
            }

            implausible++;
            return null;
        }
    }

    /// <summary>The accounts, and the days of which there are statistics.</summary>
    private async Task<Delivered> FindAsync(CancellationToken cancellation)
    {
        var tables = _delivered?.Tables ?? await TransferTables.FindAsync(client, settings, project, bigQuery, jobs, cancellation).ConfigureAwait(false);
        var currencies = new Dictionary<long, string?>();
        var days = new HashSet<(long Account, DateOnly Date)>();
        var (oldest, newest) = (DateOnly.MaxValue, DateOnly.MinValue);
        var sql = $"""
            WITH customers AS (
            {Latest("Customer", tables, ["customer_id"], "customer_currency_code", "customer_manager")}
            ),
            days AS (
              SELECT customer_id, _DATA_DATE AS day FROM {tables["CampaignBasicStats"]} AS campaign_days GROUP BY customer_id, _DATA_DATE
              UNION DISTINCT
              SELECT customer_id, _DATA_DATE AS day FROM {tables["AdGroupBasicStats"]} AS ad_group_days GROUP BY customer_id, _DATA_DATE
            )
            SELECT COALESCE(days.customer_id, customers.customer_id) AS customer_id, days.day, customers.customer_currency_code, COALESCE(customers.customer_manager, FALSE) AS is_manager
            FROM days
            FULL JOIN customers ON customers.customer_id = days.customer_id
            """;
        await foreach (var row in jobs.QueryAsync(sql, cancellation).ConfigureAwait(false))
        {
            // Of a manager's transfer every account's days tell that the transfer has run.
            var account = row.Get<long>("customer_id");
            if (row.Get<DateOnly?>("day") is { } day)
            {
                (oldest, newest) = (day < oldest ? day : oldest, day > newest ? day : newest);
                days.Add((account, day));
            }

            if (!row.Get<bool>("is_manager") && (tables.Suffix == settings.CustomerId || Id(account) == settings.CustomerId))
            {
                currencies[account] = row.Get<string>("customer_currency_code");
            }
        }

        return new Delivered(tables, currencies, [.. days.Where(day => currencies.ContainsKey(day.Account))], oldest, newest);
    }

    /// <summary>A report's rows, each network and device for itself: they are added where they are staged, exactly.</summary>
    private string Select(ReportGrain grain, TransferTables tables, DateOnly from, DateOnly to)
    {
        var isAdGroup = grain == ReportGrain.AdGroup;
        var adGroup = isAdGroup
            ? (Columns: "stats.ad_group_id, ad_groups.ad_group_name, ad_groups.ad_group_status", Join: "LEFT JOIN ad_groups ON ad_groups.customer_id = stats.customer_id AND ad_groups.ad_group_id = stats.ad_group_id")
            : (Columns: "CAST(NULL AS INT64) AS ad_group_id, CAST(NULL AS STRING) AS ad_group_name, CAST(NULL AS STRING) AS ad_group_status", Join: "");
        return $"""
            WITH campaigns AS (
            {Latest("Campaign", tables, ["customer_id", "campaign_id"], "campaign_name", "campaign_status", "campaign_advertising_channel_type")}
            ){(isAdGroup ? $",\nad_groups AS (\n{Latest("AdGroup", tables, ["customer_id", "ad_group_id"], "ad_group_name", "ad_group_status")}\n)" : "")}
            SELECT
              stats.customer_id,
              stats._DATA_DATE AS day,
              stats.campaign_id,
              campaigns.campaign_name,
              campaigns.campaign_status,
              campaigns.campaign_advertising_channel_type AS campaign_type,
              {adGroup.Columns},
              stats.metrics_cost_micros AS cost_micros,
              stats.metrics_clicks AS clicks,
              stats.metrics_impressions AS impressions,
              stats.metrics_conversions AS conversions,
              stats.metrics_conversions_value AS conversions_value,
              stats.metrics_view_through_conversions AS view_through_conversions
            FROM {tables[isAdGroup ? "AdGroupBasicStats" : "CampaignBasicStats"]} AS stats
            LEFT JOIN campaigns ON campaigns.customer_id = stats.customer_id AND campaigns.campaign_id = stats.campaign_id
            {adGroup.Join}
            WHERE stats._DATA_DATE BETWEEN {Literal(from)} AND {Literal(to)}{(tables.Suffix == settings.CustomerId ? "" : $" AND stats.customer_id = {settings.CustomerId}")}
            """;
    }

    /// <summary>Each entity as it was last delivered: one that has been removed since is not in the newest delivery.</summary>
    private static string Latest(string report, TransferTables tables, string[] key, params string[] attributes) =>
        $"""
          SELECT {string.Join(", ", key)}, {string.Join(", ", attributes)}
          FROM (
            SELECT {string.Join(", ", key)}, {string.Join(", ", attributes)}, ROW_NUMBER() OVER (PARTITION BY {string.Join(", ", key)} ORDER BY _DATA_DATE DESC) AS place
            FROM {tables[report]} AS delivered
          ) AS deliveries
          WHERE place = 1
        """;

    /// <summary>The decimal that the double was written as, with the nine places of a NUMERIC.</summary>
    private static decimal Exact(double value) =>
        decimal.Round(decimal.Parse(value.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture), 9, MidpointRounding.AwayFromZero);

    private static string SourceOf(long account) => "customers/" + Id(account);

    private static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Literal(DateOnly date) => $"DATE '{Text(date)}'";

    private PipelineException Missing(string message, string advice) => new(PipelineErrorKind.SourceMissing, message, advice, $"{project}.{settings.Dataset}");

    /// <summary>What the transfer has delivered: of which accounts, the currency of each, and the days with rows.</summary>
    private sealed record Delivered(TransferTables Tables, IReadOnlyDictionary<long, string?> Currencies, IReadOnlyList<(long Account, DateOnly Date)> Days, DateOnly Oldest, DateOnly Newest);
}
