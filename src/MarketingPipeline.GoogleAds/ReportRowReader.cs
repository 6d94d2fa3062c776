using System.Text.Json;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.GoogleAds;

/// <summary>
/// One row of a search or searchStream response, as Google's REST API writes it (proto3 JSON: lowerCamelCase, 64-bit
/// integers as text, unset fields omitted), into a <see cref="GoogleAdsRow"/>. What the report has selected is either known
/// and fills what the row does not have, or it is found out on the way.
/// </summary>
internal sealed class ReportRowReader(string source, int sourceOrder, string? customerId, ReportFault fault, ReportSelection? selection)
{
    private const string SelectMore =
        "Select campaign.id, segments.date and the metrics in the report's query, and save the report again.";

    private const string OfCampaigns = "Save a report FROM campaign or FROM ad_group instead, with segments.date and the metrics, and without that field.";

    // Attributes of the campaign, which split nothing.
    private static readonly string[] Attributes = ["accessibleBiddingStrategy", "biddingStrategy", "campaignBudget", "campaignGroup"];

    private static readonly HashSet<string> NoSplits = [];

    private readonly TextCache _texts = new();
    private readonly ResourceSection _customer = new("customer", "customers");
    private readonly ResourceSection _campaign = new("campaign", "campaigns");
    private readonly ResourceSection _adGroup = new("adGroup", "adGroups");
    private readonly ResourceSection _other = new("", "");
    private readonly SegmentsSection _segments = new();
    private readonly MetricsSection _metrics = new();
    private string? _accountOfOther;
    private string? _otherResource;

    /// <summary>What the rows so far and their field masks have selected.</summary>
    public ReportSelection Found { get; } = new();

    /// <summary>The account's time zone, as a row has last named it.</summary>
    public string? TimeZone { get; private set; }

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
        (_accountOfOther, _otherResource) = (null, null);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                return true;
            }

            var section = SectionNamed(in reader);
            var name = section == _other ? _texts.Of(in reader) : null;
            if (!reader.Read() || !section.TryRead(ref reader, _texts))
            {
                return false;
            }

            if (section == _other)
            {
                _accountOfOther ??= _other.Account;
                _otherResource ??= _other.IsThere && !Attributes.Contains(name) ? name : null;
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

    /// <summary>Adds a batch's field mask to what is found, for the rows in the batch.</summary>
    /// <exception cref="PipelineException">It names what makes the report another one.</exception>
    public void Add(FieldMask mask, IEnumerable<ReportGrain> grains, RowPlace place)
    {
        var resource = mask.Resources.FirstOrDefault(name => name is not "customer" and not "campaign" and not "adGroup" && !Attributes.Contains(name));
        RefuseOther(resource, SegmentNames.Other(mask.Segments), place);
        Found.Add(grains, mask);
    }

    private GoogleAdsRow Checked(RowPlace place)
    {
        RefuseOther(_otherResource, _segments.Other, place);
        _customer.Check(place, fault);
        Require(_campaign, place, "the row names no campaign.");
        _adGroup.Check(place, fault);
        Require(_segments, place, "the row has no date (segments.date).");
        Require(_metrics, place, "the row has no metrics.");
        var campaignId = _campaign.Id(place, fault) ?? throw fault.OtherReport(place, "the row names no campaign (campaign.id).", SelectMore);

        // An ad group without an id would count as a campaign, beside the campaign's own row.
        var adGroupId = _adGroup.IsThere
            ? _adGroup.Id(place, fault) ?? throw fault.OtherReport(place, "the row has an ad group without an id (adGroup.id).", SelectMore)
            : null;
        var grain = adGroupId is null ? ReportGrain.Campaign : ReportGrain.AdGroup;
        Found.Add(grain, _metrics.There);
        TimeZone = _customer.TimeZone.Text ?? TimeZone;
        _metrics.Fill(selection?.MetricsOf(grain) ?? ReportMetrics.None);
        RefuseOtherNaming(place);
        return new GoogleAdsRow
        {
            Source = source,
            SourceOrder = sourceOrder,
            Grain = grain,
            Date = _segments.Date(place, fault) ?? throw fault.OtherReport(place, "the row has no date (segments.date).", SelectMore),
            CustomerId = AccountOf(place),
            Currency = _customer.Currency.Checked("customer.currencyCode", place, fault),
            CampaignId = campaignId,
            CampaignName = _campaign.DisplayName.Checked("campaign.name", place, fault),
            CampaignStatus = _campaign.Status.Checked("campaign.status", place, fault),
            CampaignType = _campaign.ChannelType.Checked("campaign.advertisingChannelType", place, fault),
            AdGroupId = adGroupId,
            AdGroupName = _adGroup.DisplayName.Checked("adGroup.name", place, fault),
            AdGroupStatus = _adGroup.Status.Checked("adGroup.status", place, fault),
            Segmentation = _segments.Segmentation(selection?.SplitsOf(grain) ?? NoSplits),
            CostMicros = _metrics.CostMicros,
            Clicks = _metrics.Clicks,
            Impressions = _metrics.Impressions,
            Conversions = _metrics.Conversions,
            ConversionsValue = _metrics.ConversionsValue,
            AllConversions = _metrics.AllConversions,
            ViewThroughConversions = _metrics.ViewThroughConversions,
            UnreadableValues = _metrics.Unreadable,
            ImplausibleValues = _metrics.Implausible,
        };
    }

    private void RefuseOther(string? resource, string? segment, RowPlace place)
    {
        if (resource is not null)
        {
            throw fault.OtherReport(place, $"the report is of another resource, '{resource}': its rows do not add up to a campaign's figures.", OfCampaigns);
        }

        if (segment is not null)
        {
            throw fault.OtherReport(place, $"the report is split by the segment '{segment}': its rows do not add up to a campaign's figures.", OfCampaigns);
        }
    }

    private void Require(RowSection section, RowPlace place, string otherwise)
    {
        section.Check(place, fault);
        if (!section.IsThere)
        {
            throw fault.OtherReport(place, otherwise, SelectMore);
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
