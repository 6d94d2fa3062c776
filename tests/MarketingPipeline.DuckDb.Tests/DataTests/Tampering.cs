using MarketingPipeline.Core;

namespace MarketingPipeline.DuckDb.Tests.DataTests;

/// <summary>A change of a healthy client's tables, and the finding that it must make.</summary>
/// <param name="Statement">The change.</param>
/// <param name="Check">The check that finds it.</param>
/// <param name="Target">The table it names.</param>
/// <param name="Property">The column it names.</param>
/// <param name="Rows">How many rows it counts.</param>
/// <param name="Value">The amount, where it measures one.</param>
/// <param name="Severity">How bad it is.</param>
public sealed record Tampering(string Statement, string Check, string Target, string? Property, long Rows, decimal? Value = null, FindingSeverity Severity = FindingSeverity.Error)
{
    private const string Events = "stg_acme_ga4_events";
    private const string Cost = "stg_acme_google_ads_cost";
    private const string Sessions = "int_acme_sessions_enriched";
    private const string Conversions = "int_acme_conversions_attributed";
    private const string Mart = "mart_acme_campaign_performance";
    private const string Periods = "mart_acme_campaign_periods";
    private const string Dashboard = "mart_acme_executive_dashboard";
    private const string Ledger = "pipeline_ledger";
    private const string Ga4 = "source = 'ga4'";
    private const string GoogleAds = "source = 'google_ads'";
    private const string OnDay = "date = DATE '2026-06-15'";
    private const FindingSeverity Warning = FindingSeverity.Warning;
    private const FindingSeverity Information = FindingSeverity.Information;

    public override string ToString() => $"{Check} {Target}.{Property}: {Statement}";

    /// <summary>Changes of <see cref="TestedClient.FullAsync"/>: four events, three sessions, a conversion of 25.5, cost of 7.100001.</summary>
    public static Tampering[] OfFull { get; } = [.. Keys(), .. References(), .. Names(), .. Sources(), .. Currencies(), .. Residuals(), .. Ga4Sums(), .. GoogleAdsSums(), .. Shown()];

    /// <summary>Changes of <see cref="TestedClient.GoogleAdsOnlyAsync"/>.</summary>
    public static Tampering[] OfGoogleAdsOnly { get; } =
    [
        new($"UPDATE {Mart} SET conversions = conversions + 0.25 WHERE {OnDay}", "reconcile_conversions", Mart, "conversions", 1, 0.25m),
        new($"UPDATE {Mart} SET revenue = revenue - 0.000000001 WHERE {OnDay}", "reconcile_revenue", Mart, "revenue", 1, -0.000000001m),
    ];

    private static Tampering[] Keys() =>
    [
        new($"DROP TABLE {Periods}", "tables_exist", Periods, null, 1),
        new($"INSERT INTO {Events} SELECT * FROM {Events}", "unique_key", Events, "event_id", 4),
        new($"INSERT INTO {Cost} SELECT * FROM {Cost}", "unique_key", Cost, "date, customer_id, campaign_id, ad_group_id, row_kind", 2),
        new($"INSERT INTO {Sessions} SELECT * FROM {Sessions}", "unique_key", Sessions, "session_key", 3),
        new($"INSERT INTO {Conversions} SELECT * FROM {Conversions}", "unique_key", Conversions, "conversion_id", 1),
        new($"INSERT INTO {Mart} SELECT * FROM {Mart} WHERE campaign IS NULL", "unique_key", Mart, "date, channel_grouping, source, medium, campaign, currency", 1),
        new($"INSERT INTO {Periods} SELECT * FROM {Periods} WHERE period = 'last_7d'", "unique_key", Periods, "period, channel_grouping, source, medium, campaign, currency", 2),
        new($"INSERT INTO {Dashboard} SELECT * FROM {Dashboard}", "unique_key", Dashboard, "client", 1),
        new($"INSERT INTO {Dashboard} SELECT * FROM {Dashboard}", "one_row", Dashboard, null, 1),
        new($"DELETE FROM {Dashboard}", "one_row", Dashboard, null, 1),
        new($"INSERT INTO {Ledger} SELECT * FROM {Ledger}", "unique_key", Ledger, "source, date", 4),
        new($"UPDATE {Events} SET event_timestamp = NULL WHERE event_name = 'purchase'", "not_null", Events, "event_timestamp", 1),
        new($"UPDATE {Cost} SET currency = NULL", "not_null", Cost, "currency", 2),
        new($"UPDATE {Sessions} SET user_pseudo_id = NULL", "not_null", Sessions, "user_pseudo_id", 3),
        new($"UPDATE {Conversions} SET is_transaction = NULL", "not_null", Conversions, "is_transaction", 1),
        new($"UPDATE {Mart} SET channel_grouping = NULL", "not_null", Mart, "channel_grouping", 3),
        new($"UPDATE {Periods} SET currency = NULL WHERE period = 'last_7d'", "not_null", Periods, "currency", 2),
        new($"UPDATE {Dashboard} SET data_quality_json = NULL", "not_null", Dashboard, "data_quality_json", 1),
        new($"UPDATE {Ledger} SET staged_rows = NULL", "not_null", Ledger, "staged_rows", 4),
    ];

    private static Tampering[] References() =>
    [
        new($"DELETE FROM {Ledger} WHERE {Ga4} AND {OnDay}", "foreign_key", Events, "event_date", 3),
        new($"DELETE FROM {Ledger} WHERE {GoogleAds}", "foreign_key", Cost, "date", 2),
        new($"DELETE FROM {Events} WHERE session_key = '1|u2|3'", "foreign_key", Sessions, "session_key", 1),
        new($"DELETE FROM {Events} WHERE event_name = 'purchase'", "foreign_key", Conversions, "conversion_id", 1),
        new($"DELETE FROM {Sessions} WHERE session_key = '1|u1|1'", "foreign_key", Conversions, "session_key", 1),
        new($"DELETE FROM {Ledger} WHERE {OnDay}", "foreign_key", Mart, "date", 2),
    ];

    private static Tampering[] Names() =>
    [
        new($"UPDATE {Cost} SET row_kind = 'keyword'", "accepted_values", Cost, "row_kind", 2),
        new($"UPDATE {Sessions} SET engaged_by = 'luck'", "accepted_values", Sessions, "engaged_by", 3),
        new($"UPDATE {Sessions} SET source_method = 'no_session'", "accepted_values", Sessions, "source_method", 3),
        new($"UPDATE {Sessions} SET attribution_method = 'dclid'", "accepted_values", Sessions, "attribution_method", 3),
        new($"UPDATE {Sessions} SET channel_grouping = 'Carrier Pigeon'", "accepted_values", Sessions, "channel_grouping", 3, Severity: Warning),
        new($"UPDATE {Conversions} SET conversion_category = 'wish'", "accepted_values", Conversions, "conversion_category", 1, Severity: Warning),
        new($"UPDATE {Conversions} SET source_method = 'guess'", "accepted_values", Conversions, "source_method", 1),
        new($"UPDATE {Conversions} SET customer_type = 'loyal'", "accepted_values", Conversions, "customer_type", 1),
        new($"UPDATE {Conversions} SET channel_grouping = 'direct'", "accepted_values", Conversions, "channel_grouping", 1, Severity: Warning),
        new($"UPDATE {Mart} SET channel_grouping = 'Carrier Pigeon'", "accepted_values", Mart, "channel_grouping", 3, Severity: Warning),
        new($"UPDATE {Mart} SET cost_match = 'maybe' WHERE cost > 0", "accepted_values", Mart, "cost_match", 2),
        new($"UPDATE {Mart} SET currency = 'euro'", "accepted_values", Mart, "currency", 3, Severity: Warning),
        new($"UPDATE {Periods} SET period = 'last_8d' WHERE period = 'last_7d'", "accepted_values", Periods, "period", 2),
        new($"UPDATE {Dashboard} SET scenario = 'ga4_only'", "accepted_values", Dashboard, "scenario", 1),
    ];

    private static Tampering[] Sources() =>
    [
        new($"UPDATE {Ledger} SET date = date - 3 WHERE {GoogleAds}", "freshness", Ledger, "google_ads", 3, 3, Warning),
        new($"UPDATE {Ledger} SET date = date - 8 WHERE {Ga4}", "freshness", Ledger, "ga4", 8, 8),
        new($"DELETE FROM {Ledger} WHERE {Ga4}", "freshness", Ledger, "ga4", 1),
        new($"UPDATE {Dashboard} SET report_date = report_date - 5", "freshness", Dashboard, "report_date", 1, 5, Information),
        new($"UPDATE {Ledger} SET loaded_at = loaded_at + INTERVAL 1 HOUR", "build_is_current", Dashboard, "loaded_at", 4, Severity: Warning),
        new($"UPDATE {Ledger} SET date = date - 10 WHERE {Ga4} AND NOT {OnDay}", "gaps", Ledger, "ga4", 10, Severity: Warning),
        new($"UPDATE {Ledger} SET date = date - 1 WHERE {GoogleAds} AND NOT {OnDay}", "gaps", Ledger, "google_ads", 1, Severity: Warning),
        new($"UPDATE {Events} SET event_timestamp = event_timestamp - INTERVAL 2 DAY", "plausible_timestamps", Events, "event_timestamp", 4, Severity: Warning),
        new($"UPDATE {Events} SET event_timestamp = event_timestamp + INTERVAL 1 DAY", "plausible_timestamps", Events, "event_timestamp", 3, Severity: Warning),
        new($"UPDATE {Sessions} SET session_end = session_start - INTERVAL 1 SECOND", "plausible_timestamps", Sessions, "session_end", 3),
        new($"UPDATE {Conversions} SET conversion_timestamp = session_start - INTERVAL 1 SECOND", "plausible_timestamps", Conversions, "conversion_timestamp", 1, Severity: Warning),
    ];

    private static Tampering[] Currencies() =>
    [
        new($"UPDATE {Conversions} SET currency = ''", "revenue_currency", Conversions, "currency", 1, 25.5m),
        new($"UPDATE {Mart} SET currency = NULL", "revenue_currency", Mart, "currency", 2, 25.5m),
        new($"UPDATE {Cost} SET currency = NULL", "revenue_currency", Cost, "currency", 2, 7.100001m),
        new($"UPDATE {Events} SET currency = NULL", "currency_filled", Conversions, "currency", 1, 25.5m, Information),
        new($"UPDATE {Conversions} SET currency = 'USD'", "other_currencies", Conversions, "currency", 1, 25.5m, Information),
        new($"UPDATE {Cost} SET currency = 'USD'", "other_currencies", Cost, "currency", 2, 7.100001m, Warning),
    ];

    private static Tampering[] Residuals() =>
    [
        new($"UPDATE {Events} SET unreadable_values = 2, value = NULL WHERE event_name = 'purchase'", "unreadable_values", Events, "unreadable_values", 2, Severity: Warning),
        new($"UPDATE {Events} SET implausible_values = 1 WHERE event_name = 'purchase'", "implausible_values", Events, "implausible_values", 1, Severity: Warning),
        new($"UPDATE {Events} SET session_key = NULL WHERE event_name = 'page_view'", "no_session", Events, "session_key", 3, Severity: Information),
        new($"UPDATE {Conversions} SET session_key = NULL", "no_session", Conversions, "session_key", 1, 25.5m, Information),
        new($"UPDATE {Ledger} SET duplicate_rows = 7 WHERE {Ga4} AND {OnDay}", "duplicate_rows", Ledger, "duplicate_rows", 7, Severity: Information),
        new($"UPDATE {Ledger} SET no_campaign_rows = 2 WHERE {GoogleAds} AND {OnDay}", "no_campaign_row", Ledger, "no_campaign_rows", 2, Severity: Warning),
        new($"UPDATE {Ledger} SET unreadable_values = 2 WHERE {GoogleAds} AND {OnDay}", "unreadable_values", Ledger, "unreadable_values", 2, Severity: Warning),
        new($"UPDATE {Ledger} SET implausible_values = 3 WHERE {GoogleAds} AND {OnDay}", "implausible_values", Ledger, "implausible_values", 3, Severity: Warning),
        new($"UPDATE {Mart} SET cost_match = 'unmatched' WHERE {OnDay} AND cost > 0", "unmatched_cost", Mart, "cost_match", 1, 5.1m, Warning),
        new($"UPDATE {Events} SET last_click_channel_group = 'Referral' WHERE event_timestamp = (SELECT MIN(event_timestamp) FROM {Events})", "channels_as_google", Sessions, "channel_grouping", 1, 0m, Warning),
        new($"UPDATE {Events} SET last_click_channel_group = CASE WHEN user_pseudo_id = 'u1' THEN 'Paid Search' ELSE 'Referral' END WHERE last_click_source IS NOT NULL", "channels_as_google", Sessions, "channel_grouping", 1, 0.5m, Warning),
        new($"UPDATE {Events} SET analytics_storage = 'No' WHERE event_name = 'purchase'", "consent_denied", Events, "analytics_storage", 1, 0.25m, Information),
        new($"UPDATE {Events} SET analytics_storage = 'No' WHERE event_name = 'page_view'", "consent_denied", Events, "analytics_storage", 3, 0.75m, Warning),
        new($"UPDATE {Events} SET event_name = 'order' WHERE event_name = 'purchase'", "unconfigured_purchases", Events, "event_name", 1, 25.5m, Information),
        new($"UPDATE {Conversions} SET conversion_id = 'another'", "repeated_transactions", Events, "transaction_id", 1, 25.5m, Information),
        new($"UPDATE {Cost} SET campaign_id = '78'", "unknown_campaigns", Sessions, "google_ads_campaign_id", 2, Severity: Information),
    ];

    private static Tampering[] Ga4Sums() =>
    [
        new($"UPDATE {Ledger} SET source_rows = source_rows + 1 WHERE {Ga4}", "reconcile_events", Ledger, "source_rows", 2, 2),
        new($"UPDATE {Ledger} SET source_rows = source_rows - 1, duplicate_rows = -1 WHERE {Ga4} AND {OnDay}", "reconcile_events", Ledger, "source_rows", 1, 0),
        new($"DELETE FROM {Events} WHERE event_name = 'purchase'", "reconcile_events", Events, null, 1, -1),
        new($"UPDATE {Sessions} SET event_count = event_count + CASE session_key WHEN '1|u1|1' THEN 1 WHEN '1|u2|2' THEN -1 ELSE 0 END", "reconcile_events", Sessions, "event_count", 2, 0),
        new($"DELETE FROM {Sessions} WHERE session_key = '1|u2|3'", "reconcile_sessions", Sessions, "session_key", 1, -1),
        new($"UPDATE {Mart} SET sessions = sessions + CASE WHEN {OnDay} THEN 1 ELSE -1 END WHERE campaign = 'Brand'", "reconcile_sessions", Mart, "sessions", 2, 0),
        new($"UPDATE {Mart} SET sessions = NULL WHERE NOT {OnDay}", "reconcile_sessions", Mart, "sessions", 1, -1),
        new($"DELETE FROM {Conversions}", "reconcile_conversions", Conversions, null, 1, 25.5m),
        new($"DELETE FROM {Conversions}", "reconcile_purchases", Conversions, null, 1, 25.5m),
        new($"UPDATE {Sessions} SET conversions = conversions + 1", "reconcile_conversions", Sessions, "conversions", 1, 3),
        new($"UPDATE {Mart} SET conversions = 0", "reconcile_conversions", Mart, "conversions", 1, -1),
        new($"INSERT INTO {Conversions} SELECT * REPLACE ('another' AS conversion_id) FROM {Conversions}", "reconcile_purchases", Conversions, "transaction_id", 1),
        new($"UPDATE {Sessions} SET transactions = 0", "reconcile_purchases", Sessions, "transactions", 1, -1),
        new($"UPDATE {Mart} SET transactions = transactions + 1 WHERE {OnDay} AND campaign = 'Brand'", "reconcile_purchases", Mart, "transactions", 1, 1),
        new($"UPDATE {Conversions} SET revenue = revenue + 0.01", "reconcile_revenue", Conversions, "revenue", 1, 0.01m),
        new($"UPDATE {Sessions} SET revenue = 0", "reconcile_revenue", Sessions, "revenue", 1, -25.5m),
        new($"UPDATE {Mart} SET revenue = revenue - 0.000000001 WHERE {OnDay} AND campaign = 'Brand'", "reconcile_revenue", Mart, "revenue", 1, -0.000000001m),
    ];

    private static Tampering[] GoogleAdsSums() =>
    [
        new($"UPDATE {Cost} SET cost_micros = cost_micros + 1 WHERE {OnDay}", "reconcile_cost", Cost, "cost_micros", 1, 0.000001m),
        new($"UPDATE {Cost} SET cost = cost + 0.000001 WHERE {OnDay}", "reconcile_cost", Cost, "cost", 1),
        new($"UPDATE {Mart} SET cost = cost + 0.000001 WHERE {OnDay} AND campaign = 'Brand'", "reconcile_cost", Mart, "cost", 1, 0.000001m),
        new($"UPDATE {Ledger} SET source_clicks = 9 WHERE {GoogleAds} AND {OnDay}", "reconcile_clicks", Cost, "clicks", 1, -6),
        new($"UPDATE {Mart} SET clicks = 9 WHERE {OnDay} AND campaign = 'Brand'", "reconcile_clicks", Mart, "clicks", 1, 6),
        new($"UPDATE {Mart} SET impressions = NULL", "reconcile_impressions", Mart, "impressions", 2, -20),
        new($"UPDATE {Mart} SET platform_conversions = 0", "reconcile_conversions", Mart, "platform_conversions", 1, -1.25m),
        new($"UPDATE {Mart} SET platform_conversions_value = 0", "reconcile_revenue", Mart, "platform_conversions_value", 1, -30.1m),
    ];

    private static IEnumerable<Tampering> Shown()
    {
        foreach (var (check, figure) in new[] { ("sessions", "sessions"), ("conversions", "conversions"), ("purchases", "transactions"), ("revenue", "revenue"), ("cost", "cost"), ("clicks", "clicks") })
        {
            yield return new($"UPDATE {Dashboard} SET {figure}_30d = {figure}_30d + 1", "reconcile_" + check, Dashboard, figure + "_30d", 1, 1);
            yield return new($"UPDATE {Periods} SET {figure} = {figure} + 1 WHERE period = 'last_7d' AND campaign = 'Brand'", "reconcile_" + check, Periods, figure, 1, 1);
        }

        yield return new($"UPDATE {Dashboard} SET users_30d = 3", "reconcile_users", Dashboard, "users_30d", 1, 1);
    }
}
