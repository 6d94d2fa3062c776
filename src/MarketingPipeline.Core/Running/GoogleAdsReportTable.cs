using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.Core.Running;

/// <summary>The temporary table that Google Ads' report rows are loaded into, and that stg_google_ads_cost reads.</summary>
internal static class GoogleAdsReportTable
{
    public const string Name = "google_ads_report_rows";

    public static IReadOnlyList<ModelColumn> Columns { get; } =
    [
        new("grain", ColumnType.String, "Campaign or AdGroup."),
        new("source_order", ColumnType.Int64, "Later sources replace earlier ones."),
        new("date", ColumnType.Date, "The account's local date."),
        new("customer_id", ColumnType.String, "The account."),
        new("currency", ColumnType.String, "The account's currency."),
        new("campaign_id", ColumnType.String, "The campaign."),
        new("campaign_name", ColumnType.String, "Its name."),
        new("campaign_status", ColumnType.String, "Its status."),
        new("campaign_type", ColumnType.String, "Its advertising_channel_type."),
        new("ad_group_id", ColumnType.String, "The ad group."),
        new("ad_group_name", ColumnType.String, "Its name."),
        new("ad_group_status", ColumnType.String, "Its status."),
        new("segmentation", ColumnType.String, "The segments that split the report."),
        new("splits", ColumnType.Int64, "How many they are."),
        new("cost_micros", ColumnType.Int64, "Cost in millionths."),
        new("clicks", ColumnType.Int64, "Clicks."),
        new("impressions", ColumnType.Int64, "Impressions."),
        new("conversions", ColumnType.Numeric, "Conversions."),
        new("conversions_value", ColumnType.Numeric, "Their value."),
        new("all_conversions", ColumnType.Numeric, "All conversions."),
        new("view_through_conversions", ColumnType.Int64, "View-through conversions."),
    ];

    public static object?[] Values(GoogleAdsRow row, string customerId) =>
    [
        row.Grain.ToString(), (long)row.SourceOrder, row.Date, row.CustomerId ?? customerId, row.Currency?.ToUpperInvariant(), row.CampaignId, row.CampaignName, row.CampaignStatus,
        row.CampaignType, row.AdGroupId, row.AdGroupName, row.AdGroupStatus, row.Segmentation, (long)Splits(row), row.CostMicros, row.Clicks, row.Impressions, row.Conversions, row.ConversionsValue,
        row.AllConversions, row.ViewThroughConversions,
    ];

    private static int Splits(GoogleAdsRow row) => row.Segmentation.Length == 0 ? 0 : 1 + row.Segmentation.Count(letter => letter == ';');
}
