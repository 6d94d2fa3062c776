-- model: stg_google_ads_cost
-- layer: staging
-- description: Google Ads cost by date, campaign and ad group, with what a campaign's ad groups do not explain as a row of its own.
-- grain: one row per date, campaign, ad group
-- key: date, customer_id, campaign_id, ad_group_id, row_kind
-- partition: date
-- cluster: campaign_id, ad_group_id
-- inputs: google_ads_report
-- refresh: by date; a date is replaced whole
-- columns:
--   date DATE The account's local date.
--   customer_id STRING The account.
--   campaign_id STRING The campaign.
--   campaign_name STRING The campaign's latest name.
--   campaign_status STRING ENABLED, PAUSED or REMOVED.
--   campaign_type STRING advertising_channel_type.
--   ad_group_id STRING The ad group; NULL in a campaign's residual.
--   ad_group_name STRING The ad group's name.
--   ad_group_status STRING The ad group's status.
--   row_kind STRING 'ad_group', or 'campaign_residual': campaign report less its ad groups.
--   cost_micros INT64 Cost in millionths of currency; NULL, as every metric, where no report of the date has selected it.
--   cost NUMERIC Cost in currency.
--   currency STRING The account's currency.
--   clicks INT64 Clicks.
--   impressions INT64 Impressions.
--   conversions NUMERIC Google Ads' conversions, fractional.
--   conversions_value NUMERIC Their value in currency.
--   all_conversions NUMERIC All conversions; NULL from the Data Transfer.
--   view_through_conversions INT64 View-through conversions.
--   loaded_at TIMESTAMP When the row was loaded, UTC.
WITH
{{> google_ads_newest}},
-- Of rows that name a campaign differently the latest source's count, of these the campaign report's, then the text decides.
campaign_days AS (
  SELECT
    date,
    customer_id,
    campaign_id,
    {{last "campaign_name" "source_order" "grain" "campaign_name"}} AS campaign_name,
    {{last "campaign_status" "source_order" "grain" "campaign_status"}} AS campaign_status,
    {{last "campaign_type" "source_order" "grain" "campaign_type"}} AS campaign_type,
    MIN(currency) AS currency
  FROM google_ads_report_rows
  GROUP BY date, customer_id, campaign_id
),
ad_group_days AS (
  SELECT
    date,
    customer_id,
    campaign_id,
    ad_group_id,
    {{last "ad_group_name" "source_order" "ad_group_name"}} AS ad_group_name,
    {{last "ad_group_status" "source_order" "ad_group_status"}} AS ad_group_status
  FROM google_ads_report_rows
  WHERE grain = 'AdGroup'
  GROUP BY date, customer_id, campaign_id, ad_group_id
),
ad_group_report AS (
  SELECT
    newest.date,
    newest.customer_id,
    newest.campaign_id,
    newest.ad_group_id,
    ad_group_days.ad_group_name,
    ad_group_days.ad_group_status,
    newest.cost_micros,
    newest.clicks,
    newest.impressions,
    newest.conversions,
    newest.conversions_value,
    newest.all_conversions,
    newest.view_through_conversions
  FROM newest
  JOIN ad_group_days
    ON ad_group_days.date = newest.date
    AND ad_group_days.customer_id = newest.customer_id
    AND ad_group_days.campaign_id = newest.campaign_id
    AND ad_group_days.ad_group_id = newest.ad_group_id
  WHERE newest.grain = 'AdGroup'
),
explained AS (
  SELECT
    date,
    customer_id,
    campaign_id,
    {{> google_ads_sums}}
  FROM ad_group_report
  GROUP BY date, customer_id, campaign_id
),
-- What the ad-group report lacks is 0 there; what the campaign report lacks, nothing tells.
residuals AS (
  SELECT
    newest.date,
    newest.customer_id,
    newest.campaign_id,
    explained.campaign_id IS NOT NULL AS has_ad_groups,
    newest.cost_micros - COALESCE(explained.cost_micros, 0) AS cost_micros,
    newest.clicks - COALESCE(explained.clicks, 0) AS clicks,
    newest.impressions - COALESCE(explained.impressions, 0) AS impressions,
    newest.conversions - COALESCE(explained.conversions, 0) AS conversions,
    newest.conversions_value - COALESCE(explained.conversions_value, 0) AS conversions_value,
    newest.all_conversions - COALESCE(explained.all_conversions, 0) AS all_conversions,
    newest.view_through_conversions - COALESCE(explained.view_through_conversions, 0) AS view_through_conversions
  FROM newest
  LEFT JOIN explained
    ON explained.date = newest.date
    AND explained.customer_id = newest.customer_id
    AND explained.campaign_id = newest.campaign_id
  WHERE newest.grain = 'Campaign'
),
cost_rows AS (
  SELECT date, customer_id, campaign_id, ad_group_id, ad_group_name, ad_group_status, 'ad_group' AS row_kind,
    cost_micros, clicks, impressions, conversions, conversions_value, all_conversions, view_through_conversions
  FROM ad_group_report
  UNION ALL
  SELECT date, customer_id, campaign_id, {{typed_null "string"}}, {{typed_null "string"}}, {{typed_null "string"}}, 'campaign_residual',
    cost_micros, clicks, impressions, conversions, conversions_value, all_conversions, view_through_conversions
  FROM residuals
  WHERE NOT has_ad_groups OR cost_micros <> 0 OR clicks <> 0 OR impressions <> 0 OR conversions <> 0 OR conversions_value <> 0
    OR all_conversions <> 0 OR view_through_conversions <> 0
)
SELECT
  cost_rows.date,
  cost_rows.customer_id,
  cost_rows.campaign_id,
  campaign_days.campaign_name,
  campaign_days.campaign_status,
  campaign_days.campaign_type,
  cost_rows.ad_group_id,
  cost_rows.ad_group_name,
  cost_rows.ad_group_status,
  cost_rows.row_kind,
  cost_rows.cost_micros,
  {{millionth "cost_rows.cost_micros"}} AS cost,
  COALESCE(campaign_days.currency, {{lit currency}}) AS currency,
  cost_rows.clicks,
  cost_rows.impressions,
  cost_rows.conversions,
  cost_rows.conversions_value,
  cost_rows.all_conversions,
  cost_rows.view_through_conversions,
  {{given "loaded_at"}} AS loaded_at
FROM cost_rows
JOIN campaign_days
  ON campaign_days.date = cost_rows.date
  AND campaign_days.customer_id = cost_rows.customer_id
  AND campaign_days.campaign_id = cost_rows.campaign_id
