-- Each metric of Google Ads' reports from one report: of several segmentations of the same campaign or ad group and date the
-- least split counts, of these the latest that has selected the metric. Where nothing is read twice, all of them added up.
{{#if is_read_twice}}
reports AS (
  SELECT grain, date, customer_id, campaign_id, ad_group_id, splits, segmentation, source_order,
    {{> google_ads_sums}}
  FROM google_ads_report_rows
  GROUP BY grain, date, customer_id, campaign_id, ad_group_id, splits, segmentation, source_order
),
newest AS (
  SELECT grain, date, customer_id, campaign_id, ad_group_id,
    {{last "cost_micros" "-splits" "source_order" "segmentation"}} AS cost_micros,
    {{last "clicks" "-splits" "source_order" "segmentation"}} AS clicks,
    {{last "impressions" "-splits" "source_order" "segmentation"}} AS impressions,
    {{last "conversions" "-splits" "source_order" "segmentation"}} AS conversions,
    {{last "conversions_value" "-splits" "source_order" "segmentation"}} AS conversions_value,
    {{last "all_conversions" "-splits" "source_order" "segmentation"}} AS all_conversions,
    {{last "view_through_conversions" "-splits" "source_order" "segmentation"}} AS view_through_conversions
  FROM reports
  GROUP BY grain, date, customer_id, campaign_id, ad_group_id
)
{{else}}
newest AS (
  SELECT grain, date, customer_id, campaign_id, ad_group_id,
    {{> google_ads_sums}}
  FROM google_ads_report_rows
  GROUP BY grain, date, customer_id, campaign_id, ad_group_id
)
{{/if}}
