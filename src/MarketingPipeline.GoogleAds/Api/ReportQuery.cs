using System.Globalization;
using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.GoogleAds.Api;

/// <summary>
/// A report as Google Ads is asked for it. No status is filtered: what a paused or removed campaign has cost was spent. Campaign
/// dates are not among the fields, as v23 has renamed them.
/// </summary>
/// <param name="Grain">Which report.</param>
/// <param name="From">The first date, the account's local one.</param>
/// <param name="To">The last.</param>
internal sealed record ReportQuery(ReportGrain Grain, DateOnly From, DateOnly To)
{
    private const string Customer = "customer.id, customer.currency_code, customer.time_zone";
    private const string Campaign = "campaign.id, campaign.name, campaign.status, campaign.advertising_channel_type";
    private const string AdGroup = "ad_group.id, ad_group.name, ad_group.status";
    private const string Metrics =
        "segments.date, metrics.cost_micros, metrics.clicks, metrics.impressions, metrics.conversions, metrics.conversions_value, metrics.all_conversions, metrics.view_through_conversions";

    /// <summary>The query (GAQL).</summary>
    public string Text => Grain == ReportGrain.Campaign
        ? $"SELECT {Customer}, {Campaign}, {Metrics} FROM campaign WHERE {Dates}"
        : $"SELECT {Customer}, {Campaign}, {AdGroup}, {Metrics} FROM ad_group WHERE {Dates}";

    /// <summary>True where it can be asked for in two halves.</summary>
    public bool CanSplit => From < To;

    private string Dates => string.Create(CultureInfo.InvariantCulture, $"segments.date BETWEEN '{From:yyyy-MM-dd}' AND '{To:yyyy-MM-dd}'");

    /// <summary>The two halves.</summary>
    public (ReportQuery Earlier, ReportQuery Later) Split()
    {
        var middle = From.AddDays((To.DayNumber - From.DayNumber) / 2);
        return (this with { To = middle }, this with { From = middle.AddDays(1) });
    }

    /// <summary>What is wrong with a row as an answer to it; null where nothing is. A server's answer is not trusted.</summary>
    public string? Objection(GoogleAdsRow row) => row switch
    {
        _ when row.Date < From || row.Date > To => string.Create(CultureInfo.InvariantCulture, $"a row is of {row.Date:yyyy-MM-dd}, and {From:yyyy-MM-dd} to {To:yyyy-MM-dd} was asked for"),
        _ when row.Grain != Grain => Grain == ReportGrain.Campaign ? "a row of the campaign report names an ad group" : "a row of the ad-group report names no ad group",
        _ when row.CustomerId is null => "a row names no account",
        _ => null,
    };
}
