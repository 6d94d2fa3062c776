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

    private readonly TextCache _texts = new();
    private readonly ResourceSection _customer = new("customer", "customers");
    private readonly ResourceSection _campaign = new("campaign", "campaigns");
    private readonly ResourceSection _adGroup = new("adGroup", "adGroups");
    private readonly ResourceSection _other = new("", "");
    private readonly SegmentsSection _segments = new();
    private readonly MetricsSection _metrics = new();
    private string? _accountOfOther;

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
        _customer.Clear();
        _campaign.Clear();
        _adGroup.Clear();
        _segments.Clear();
        _metrics.Clear();
        _accountOfOther = null;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                return true;
            }

            var section = SectionNamed(in reader);
            if (!reader.Read() || !section.TryRead(ref reader, _texts))
            {
                return false;
            }

            if (section == _other)
            {
                _accountOfOther ??= _other.Account;
            }
        }

        return false;
    }

    private RowSection SectionNamed(ref readonly Utf8JsonReader reader)
    {
        if (reader.IsNamed("metrics"u8))
        {
            return _metrics;
        }

        if (reader.IsNamed("segments"u8))
        {
            return _segments;
        }

        if (reader.IsNamed("campaign"u8))
        {
            return _campaign;
        }

        if (reader.IsNamed("adGroup"u8))
        {
            return _adGroup;
        }

        return reader.IsNamed("customer"u8) ? _customer : _other;
    }

    private GoogleAdsRow Checked(RowPlace place)
    {
        _customer.Check(place, fault);
        Require(_campaign, place, "the row names no campaign.");
        _adGroup.Check(place, fault);
        Require(_segments, place, "the row has no date (segments.date).");
        Require(_metrics, place, "the row has no metrics.");
        var campaignId = _campaign.Id(place, fault) ?? throw fault.At(place.ToString(), "the row names no campaign (campaign.id).", SelectMore);

        // An ad group without an id would count as a campaign, beside the campaign's own row.
        var adGroupId = _adGroup.IsThere
            ? _adGroup.Id(place, fault) ?? throw fault.At(place.ToString(), "the row has an ad group without an id (adGroup.id).", SelectMore)
            : null;

        RefuseOtherNaming(place);
        return new GoogleAdsRow
        {
            Source = source,
            SourceOrder = sourceOrder,
            Grain = adGroupId is null ? ReportGrain.Campaign : ReportGrain.AdGroup,
            Date = _segments.Date(place, fault) ?? throw fault.At(place.ToString(), "the row has no date (segments.date).", SelectMore),
            CustomerId = AccountOf(place),
            Currency = _customer.Currency.Checked("customer.currencyCode", place, fault),
            CampaignId = campaignId,
            CampaignName = _campaign.DisplayName.Checked("campaign.name", place, fault),
            CampaignStatus = _campaign.Status.Checked("campaign.status", place, fault),
            CampaignType = _campaign.ChannelType.Checked("campaign.advertisingChannelType", place, fault),
            AdGroupId = adGroupId,
            AdGroupName = _adGroup.DisplayName.Checked("adGroup.name", place, fault),
            AdGroupStatus = _adGroup.Status.Checked("adGroup.status", place, fault),
            Segments = _segments.Text(),
            CostMicros = _metrics.CostMicros.Checked("costMicros", place, fault),
            Clicks = _metrics.Clicks.Checked("clicks", place, fault),
            Impressions = _metrics.Impressions.Checked("impressions", place, fault),
            Conversions = _metrics.Conversions.Checked("conversions", place, fault) ?? 0,
            ConversionsValue = _metrics.ConversionsValue.Checked("conversionsValue", place, fault) ?? 0,
            AllConversions = _metrics.AllConversions.Checked("allConversions", place, fault),
            ViewThroughConversions = _metrics.ViewThroughConversions.Checked("viewThroughConversions", place, fault),
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
        if (_metrics.OtherNaming is { } metric)
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
        var found = _customer.Id(place, fault) ?? _campaign.Account ?? _adGroup.Account ?? _accountOfOther;
        return found is null || customerId is null || found == customerId
            ? found
            : throw fault.OtherAccount(place.ToString(), found, customerId);
    }
}
