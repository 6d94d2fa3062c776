using System.Globalization;
using System.Text.Json;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.GoogleAds;

/// <summary>
/// One row of a search or searchStream response, as Google's REST API writes it (proto3 JSON: lowerCamelCase, 64-bit
/// integers as text, unset fields omitted), into a <see cref="GoogleAdsRow"/>.
/// </summary>
internal sealed class ReportRowReader(string source, int sourceOrder, string? customerId, ReportFault fault)
{
    private const string SelectMore =
        "Select campaign.id, segments.date and the metrics in the report's query, and save the report again.";

    /// <summary>Reads a row; <paramref name="place"/> is where it stands, for errors.</summary>
    /// <exception cref="PipelineException">The row lacks a campaign, a date or metrics, is another account's, or holds no number where one belongs.</exception>
    public GoogleAdsRow Read(JsonElement row, string place)
    {
        try
        {
            var parts = new ReportRowParts(row, place, fault);
            return Read(row, parts, place);
        }
        catch (InvalidOperationException cause)
        {
            // What System.Text.Json says of text that is not valid Unicode.
            throw fault.At(place, "a text is not valid UTF-8.", cause: cause);
        }
    }

    private GoogleAdsRow Read(JsonElement row, ReportRowParts parts, string place)
    {
        var customer = parts.Section("customer");
        var campaign = parts.Section("campaign") ?? throw fault.At(place, "the row names no campaign.", SelectMore);
        var adGroup = parts.Section("adGroup");
        var segments = parts.Section("segments") ?? throw fault.At(place, "the row has no date (segments.date).", SelectMore);
        var metrics = parts.Section("metrics") ?? throw fault.At(place, "the row has no metrics.", SelectMore);
        var campaignId = parts.Id(campaign, "campaign", "campaigns") ?? throw fault.At(place, "the row names no campaign (campaign.id).", SelectMore);

        // An ad group without an id would count as a campaign, beside the campaign's own row.
        var adGroupId = adGroup is { } group
            ? parts.Id(group, "adGroup", "adGroups") ?? throw fault.At(place, "the row has an ad group without an id (adGroup.id).", SelectMore)
            : null;

        RefuseOtherNaming(metrics, place);
        return new GoogleAdsRow
        {
            Source = source,
            SourceOrder = sourceOrder,
            Grain = adGroupId is null ? ReportGrain.Campaign : ReportGrain.AdGroup,
            Date = DateOf(segments, parts, place),
            CustomerId = AccountOf(row, customer, parts, place),
            Currency = customer is { } account ? parts.Text(account, "customer", "currencyCode") : null,
            CampaignId = campaignId,
            CampaignName = parts.Text(campaign, "campaign", "name"),
            CampaignStatus = parts.Text(campaign, "campaign", "status"),
            CampaignType = parts.Text(campaign, "campaign", "advertisingChannelType"),
            AdGroupId = adGroupId,
            AdGroupName = adGroup is { } named ? parts.Text(named, "adGroup", "name") : null,
            AdGroupStatus = adGroup is { } stated ? parts.Text(stated, "adGroup", "status") : null,
            Segments = SegmentText.Of(segments),
            CostMicros = parts.Whole(metrics, "costMicros"),
            Clicks = parts.Whole(metrics, "clicks"),
            Impressions = parts.Whole(metrics, "impressions"),
            Conversions = parts.Fraction(metrics, "conversions") ?? 0,
            ConversionsValue = parts.Fraction(metrics, "conversionsValue") ?? 0,
            AllConversions = parts.Fraction(metrics, "allConversions"),
            ViewThroughConversions = parts.Whole(metrics, "viewThroughConversions"),
        };
    }

    // A missing metric is 0, so metrics under names of another library would be read as no activity at all.
    private void RefuseOtherNaming(JsonElement metrics, string place)
    {
        foreach (var metric in metrics.EnumerateObject())
        {
            if (metric.Name.Contains('_', StringComparison.Ordinal))
            {
                throw fault.At(
                    place,
                    $"the metric '{metric.Name}' is not named as the REST API names it (lowerCamelCase, as in costMicros).",
                    "Save the body of the REST API's searchStream response, not the output of a client library.");
            }
        }
    }

    private DateOnly DateOf(JsonElement segments, ReportRowParts parts, string place)
    {
        var text = parts.Text(segments, "segments", "date") ?? throw fault.At(place, "the row has no date (segments.date).", SelectMore);
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw fault.At(place, $"segments.date is '{text}', which is no date of the form YYYY-MM-DD.");
    }

    /// <summary>The row's account; another one than the client's is refused, as its costs must not be counted.</summary>
    private string? AccountOf(JsonElement row, JsonElement? customer, ReportRowParts parts, string place)
    {
        var found = (customer is { } account ? parts.Id(account, "customer", "customers") : null) ?? parts.AccountInResourceNames(row);
        return found is null || customerId is null || found == customerId
            ? found
            : throw fault.OtherAccount(place, found, customerId);
    }
}
