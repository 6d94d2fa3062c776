-- model: mart_campaign_performance
-- layer: mart
-- description: Every session, conversion and unit of cost of the window, by date, channel, source, medium, campaign and currency.
-- grain: one row per date, channel_grouping, source, medium, campaign, currency
-- key: date, channel_grouping, source, medium, campaign, currency
-- partition: date
-- cluster: channel_grouping, campaign
-- inputs: int_sessions_enriched?, int_conversions_attributed?, stg_google_ads_cost?, ledger
-- refresh: by date, those that changes reach; what leaves the window is dropped
-- columns:
--   date DATE session_date, conversion_date or Google Ads' date.
--   channel_grouping STRING The channel.
--   source STRING The source.
--   medium STRING The medium.
--   campaign STRING The campaign.
--   currency STRING The currency of the row's money.
--   campaign_id STRING The most frequent of its sessions, else of its conversions, else its cost's; then the smallest.
--   users INT64 Distinct users.
--   sessions INT64 Sessions.
--   engaged_sessions INT64 Engaged sessions.
--   new_users INT64 Distinct users of sessions with is_new_user.
--   page_views INT64 Page views.
--   engagement_seconds NUMERIC Seconds of engagement.
--   conversions NUMERIC Conversions; Google Ads only: Google Ads' own, fractional.
--   transactions INT64 Transactions.
--   converting_users INT64 Distinct users who converted.
--   revenue NUMERIC Revenue in currency; Google Ads only: conversions_value.
--   new_customer_revenue NUMERIC Revenue of customer_type new in currency.
--   cost NUMERIC Google Ads cost in currency.
--   clicks INT64 Google Ads clicks.
--   impressions INT64 Google Ads impressions.
--   platform_conversions NUMERIC Google Ads' own conversions.
--   platform_conversions_value NUMERIC Google Ads' own conversions' value in currency.
--   ctr FLOAT64 clicks / impressions.
--   cpc FLOAT64 cost / clicks.
--   cpm FLOAT64 1000 · cost / impressions.
--   conversion_rate FLOAT64 conversions / sessions; Google Ads only: / clicks.
--   aov FLOAT64 revenue / transactions.
--   engagement_rate FLOAT64 engaged_sessions / sessions.
--   bounce_rate FLOAT64 1 − engagement_rate.
--   roas FLOAT64 revenue / cost.
--   cpa FLOAT64 cost / conversions.
--   cost_match STRING How the cost found the row: id, name, unmatched; none where there is no cost.
--   is_final BOOL No source may still change the date.
--   loaded_at TIMESTAMP When the row was built, UTC.
WITH
{{> performance_days}}
SELECT
  date,
  channel_grouping,
  source,
  medium,
  campaign,
  currency,
  campaign_id,
  users,
  sessions,
  engaged_sessions,
  new_users,
  page_views,
  engagement_seconds,
  conversions,
  transactions,
  converting_users,
  revenue,
  new_customer_revenue,
  cost,
  clicks,
  impressions,
  platform_conversions,
  platform_conversions_value,
  {{div "clicks" "impressions"}} AS ctr,
  {{div "cost" "clicks"}} AS cpc,
  1000 * {{div "cost" "impressions"}} AS cpm,
  {{div "conversions" rated_by}} AS conversion_rate,
  {{div "revenue" "transactions"}} AS aov,
  {{div "engaged_sessions" "sessions"}} AS engagement_rate,
  1 - {{div "engaged_sessions" "sessions"}} AS bounce_rate,
  {{div "revenue" "cost"}} AS roas,
  {{div "cost" "conversions"}} AS cpa,
  cost_match,
  is_final,
  {{given "loaded_at"}} AS loaded_at
FROM performance_days
