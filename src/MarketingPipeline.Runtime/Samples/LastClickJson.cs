using System.Text.Json;

namespace MarketingPipeline.Runtime.Samples;

/// <summary>
/// session_traffic_source_last_click. A direct session, and an auto-tagged one, has a manual record that is (not set); only
/// the cross-channel record, where the export has it, says (direct).
/// </summary>
internal static class LastClickJson
{
    private const string NotSet = "(not set)";

    private static readonly Attribution Direct = new(new TrafficSource("(direct)", "(none)", "(direct)"), "Direct", null, 0);

    /// <param name="json">Takes the record.</param>
    /// <param name="lastClick">The last non-direct click; null for none.</param>
    /// <param name="era">Which records the export has.</param>
    public static void Write(Utf8JsonWriter json, Attribution? lastClick, ExportEra era)
    {
        json.WriteStartObject("session_traffic_source_last_click");
        WriteManual(json, lastClick);
        if (lastClick?.Ad is { } ad)
        {
            WriteGoogleAds(json, ad);
        }

        if (era == ExportEra.Modern)
        {
            WriteCrossChannel(json, lastClick ?? Direct);
        }

        json.WriteEndObject();
    }

    private static void WriteManual(Utf8JsonWriter json, Attribution? lastClick)
    {
        var isManual = lastClick is not null && lastClick.Ad is not { Campaign.Tag: not ClickTag.GclidAndUtm };
        var source = isManual ? lastClick!.Source : new TrafficSource(NotSet, NotSet, NotSet);
        json.WriteStartObject("manual_campaign");
        json.WriteString("campaign_id", isManual && lastClick!.Ad is null ? source.CampaignId ?? NotSet : NotSet);
        json.WriteString("campaign_name", source.Campaign ?? NotSet);
        json.WriteString("source", source.Source ?? NotSet);
        json.WriteString("medium", source.Medium ?? NotSet);
        json.WriteString("term", source.Term ?? NotSet);
        json.WriteString("content", source.Content ?? NotSet);
        json.WriteEndObject();
    }

    private static void WriteGoogleAds(Utf8JsonWriter json, AdClick ad)
    {
        json.WriteStartObject("google_ads_campaign");
        json.WriteString("customer_id", ad.Account.CustomerId);
        json.WriteString("account_name", ad.Account.Name);
        json.WriteString("campaign_id", ad.Campaign.Id);
        json.WriteString("campaign_name", ad.CampaignName);
        json.WriteString("ad_group_id", ad.Group?.Id ?? NotSet);
        json.WriteString("ad_group_name", ad.Group?.Name ?? NotSet);
        json.WriteEndObject();
    }

    private static void WriteCrossChannel(Utf8JsonWriter json, Attribution attribution)
    {
        json.WriteStartObject("cross_channel_campaign");
        json.WriteString("campaign_id", attribution.Source.CampaignId ?? NotSet);
        json.WriteString("campaign_name", attribution.Source.Campaign ?? NotSet);
        json.WriteString("source", attribution.Source.Source);
        json.WriteString("medium", attribution.Source.Medium ?? NotSet);
        json.WriteString("source_platform", attribution.Ad is null ? "Manual" : "Google Ads");
        json.WriteString("default_channel_group", attribution.Channel);
        json.WriteString("primary_channel_group", attribution.Channel);
        json.WriteEndObject();
    }
}
