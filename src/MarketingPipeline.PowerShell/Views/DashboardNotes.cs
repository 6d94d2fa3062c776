using System.Globalization;
using System.Text.Json;
using MarketingPipeline.Core.Dashboards;

namespace MarketingPipeline.PowerShell.Views;

/// <summary>What data_quality_json says, as sentences for people. What it does not say is not mentioned.</summary>
internal static class DashboardNotes
{
    internal static IReadOnlyList<string> Of(ExecutiveDashboard dashboard)
    {
        try
        {
            using var document = JsonDocument.Parse(dashboard.DataQualityJson);
            return document.RootElement.ValueKind == JsonValueKind.Object ? [.. Notes(document.RootElement, dashboard.Currency)] : [];
        }
        catch (JsonException)
        {
            return ["The notes about the data cannot be read."];
        }
    }

    private static IEnumerable<string> Notes(JsonElement quality, string currency)
    {
        foreach (var source in Rows(quality, "freshness"))
        {
            yield return Number(source, "days_behind") is { } behind and > 0
                ? $"{Source(source)}: data up to {Text(source, "last_date")}, {Days(behind)} behind the report's date."
                : $"{Source(source)}: data up to {Text(source, "last_date")}, the report's date.";
        }

        foreach (var days in Rows(quality, "days_without_source").GroupBy(Source))
        {
            var dates = days.Select(day => Text(day, "date")).ToList();
            yield return $"{days.Key}: no data on {dates.Count} of the 60 days ({string.Join(", ", dates.Take(6))}{(dates.Count > 6 ? ", …" : "")}); totals leave them out.";
        }

        if (Number(quality, "provisional_ga4_days") is { } ga4 and > 0)
        {
            yield return $"GA4: {Days(ga4)} of the last 30 may still change.";
        }

        if (Number(quality, "provisional_google_ads_days") is { } ads and > 0)
        {
            yield return $"Google Ads: {Days(ads)} of the last 30 may still be restated.";
        }

        if (Number(quality, "unmatched_cost") is { } cost and > 0)
        {
            yield return $"{Figure.Money(cost)} {currency} of advertising cost belong to campaigns that GA4 has not seen.";
        }

        if (Number(quality, "consent_denied_share") is { } denied and > 0)
        {
            yield return $"{Figure.Share(denied)} of the events come from visitors who refused consent.";
        }

        foreach (var other in Rows(quality, "other_currencies"))
        {
            yield return $"Not included, in {Text(other, "currency")}: revenue {Figure.Money(Number(other, "revenue"))}, cost {Figure.Money(Number(other, "cost"))}.";
        }

        foreach (var residual in Rows(quality, "residuals"))
        {
            if (Number(residual, "amount") is { } amount and > 0)
            {
                yield return Residual(Text(residual, "name"), amount, Number(residual, "revenue"), currency);
            }
        }
    }

    private static string Residual(string name, decimal amount, decimal? revenue, string currency)
    {
        var worth = revenue is { } money and not 0 ? $" ({Figure.Money(money)} {currency})" : "";
        return name switch
        {
            "no_session_events" => $"{Figure.Count(amount)} events belong to no session.",
            "no_session_conversions" => $"{Figure.Count(amount)} conversions{worth} belong to no session and to no channel.",
            "no_hostname_events" => $"{Figure.Count(amount)} events name no host and count for no client of a shared property.",
            "duplicate_events" => $"{Figure.Count(amount)} events were delivered twice and count once.",
            _ => $"{name}: {Figure.Count(amount)}{worth}.",
        };
    }

    private static string Source(JsonElement row) => Text(row, "source") switch
    {
        "ga4" => "GA4",
        "google_ads" => "Google Ads",
        var other => other,
    };

    private static string Days(decimal days) => string.Create(CultureInfo.InvariantCulture, $"{days:#,0} {(days == 1 ? "day" : "days")}");

    private static IEnumerable<JsonElement> Rows(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var rows) && rows.ValueKind == JsonValueKind.Array
            ? rows.EnumerateArray().Where(row => row.ValueKind == JsonValueKind.Object)
            : [];

    private static decimal? Number(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? number : null;

    private static string Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? PlainText.Clean(value.GetString()) : Figure.Absent;
}
