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

    private readonly TextCache texts = new();
    private readonly ResourceSection customer = new("customer", "customers");
    private readonly ResourceSection campaign = new("campaign", "campaigns");
    private readonly ResourceSection adGroup = new("adGroup", "adGroups");
    private readonly ResourceSection other = new("", "");
    private readonly SegmentsSection segments = new();
    private readonly MetricsSection metrics = new();
    private string? accountOfOther;

    /// <summary>
    /// Reads the row whose beginning the reader stands on; false where the bytes end inside it, and then the reader has to go back.
    /// </summary>
    /// <param name="reader">The reader, at the row's opening brace.</param>
    /// <param name="place">Where the row stands, for errors.</param>
    /// <param name="row">The row.</param>
    /// <exception cref="PipelineException">The row lacks a campaign, a date or metrics, is another account's, or holds no number where one belongs.</exception>
    public bool TryRead(ref Utf8JsonReader reader, RowPlace place, out GoogleAdsRow row)
    {
        row = null!;
        try
        {
            if (!TrySections(ref reader))
            {
                return false;
            }

            row = Checked(place);
            return true;
        }
        catch (InvalidOperationException cause)
        {
            // What System.Text.Json says of text that is not valid Unicode.
            throw fault.At(place.ToString(), "a text is not valid UTF-8.", cause: cause);
        }
    }

    private bool TrySections(ref Utf8JsonReader reader)
    {
        customer.Clear();
        campaign.Clear();
        adGroup.Clear();
        segments.Clear();
        metrics.Clear();
        accountOfOther = null;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                return true;
            }

            var section = SectionNamed(in reader);
            if (!reader.Read() || !section.TryRead(ref reader, texts))
            {
                return false;
            }

            if (section == other)
            {
                accountOfOther ??= other.Account;
            }
        }

        return false;
    }

    private RowSection SectionNamed(ref readonly Utf8JsonReader reader)
    {
        if (reader.IsNamed("metrics"u8))
        {
            return metrics;
        }

        if (reader.IsNamed("segments"u8))
        {
            return segments;
        }

        if (reader.IsNamed("campaign"u8))
        {
            return campaign;
        }

        if (reader.IsNamed("adGroup"u8))
        {
            return adGroup;
        }

        return reader.IsNamed("customer"u8) ? customer : other;
    }

    private GoogleAdsRow Checked(RowPlace place)
    {
        customer.Check(place, fault);
        Require(campaign, place, "the row names no campaign.");
        adGroup.Check(place, fault);
        Require(segments, place, "the row has no date (segments.date).");
        Require(metrics, place, "the row has no metrics.");
        var campaignId = campaign.Id(place, fault) ?? throw fault.At(place.ToString(), "the row names no campaign (campaign.id).", SelectMore);

        // An ad group without an id would count as a campaign, beside the campaign's own row.
        var adGroupId = adGroup.IsThere
            ? adGroup.Id(place, fault) ?? throw fault.At(place.ToString(), "the row has an ad group without an id (adGroup.id).", SelectMore)
            : null;

        RefuseOtherNaming(place);
        return new GoogleAdsRow
        {
            Source = source,
            SourceOrder = sourceOrder,
            Grain = adGroupId is null ? ReportGrain.Campaign : ReportGrain.AdGroup,
            Date = segments.Date(place, fault) ?? throw fault.At(place.ToString(), "the row has no date (segments.date).", SelectMore),
            CustomerId = AccountOf(place),
            Currency = customer.Currency.Checked("customer.currencyCode", place, fault),
            CampaignId = campaignId,
            CampaignName = campaign.DisplayName.Checked("campaign.name", place, fault),
            CampaignStatus = campaign.Status.Checked("campaign.status", place, fault),
            CampaignType = campaign.ChannelType.Checked("campaign.advertisingChannelType", place, fault),
            AdGroupId = adGroupId,
            AdGroupName = adGroup.DisplayName.Checked("adGroup.name", place, fault),
            AdGroupStatus = adGroup.Status.Checked("adGroup.status", place, fault),
            Segments = segments.Text(),
            CostMicros = metrics.CostMicros.Checked("costMicros", place, fault),
            Clicks = metrics.Clicks.Checked("clicks", place, fault),
            Impressions = metrics.Impressions.Checked("impressions", place, fault),
            Conversions = metrics.Conversions.Checked("conversions", place, fault) ?? 0,
            ConversionsValue = metrics.ConversionsValue.Checked("conversionsValue", place, fault) ?? 0,
            AllConversions = metrics.AllConversions.Checked("allConversions", place, fault),
            ViewThroughConversions = metrics.ViewThroughConversions.Checked("viewThroughConversions", place, fault),
        };
    }

    private void Require(RowSection section, RowPlace place, string otherwise)
    {
        section.Check(place, fault);
        if (!section.IsThere)
        {
            throw fault.At(place.ToString(), otherwise, SelectMore);
        }
    }

    // A missing metric is 0, so metrics under names of another library would be read as no activity at all.
    private void RefuseOtherNaming(RowPlace place)
    {
        if (metrics.OtherNaming is { } metric)
        {
            throw fault.At(
                place.ToString(),
                $"the metric '{metric}' is not named as the REST API names it (lowerCamelCase, as in costMicros).",
                "Save the body of the REST API's searchStream response, not the output of a client library.");
        }
    }

    /// <summary>
    /// The row's account; another one than the client's is refused, as its costs must not be counted. Where the row has no
    /// customer, its campaign or ad group says whose it is: other resources (a shared strategy) can be a manager's.
    /// </summary>
    private string? AccountOf(RowPlace place)
    {
        var found = customer.Id(place, fault) ?? campaign.Account ?? adGroup.Account ?? accountOfOther;
        return found is null || customerId is null || found == customerId
            ? found
            : throw fault.OtherAccount(place.ToString(), found, customerId);
    }
}
