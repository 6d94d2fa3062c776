-- model: mart_campaign_periods
-- layer: mart
-- description: The campaign figures of the last 7 and 30 days and the month to date, each against the period before.
-- grain: one row per period, channel_grouping, source, medium, campaign, currency
-- key: period, channel_grouping, source, medium, campaign, currency
-- cluster: period, channel_grouping
-- inputs: mart_campaign_performance, int_sessions_enriched?, int_conversions_attributed?, ledger
-- refresh: rebuilt whole where anything changed
-- columns:
--   period STRING last_7d, last_30d or month_to_date, each up to the as-of date.
--   channel_grouping STRING The channel.
--   source STRING The source.
--   medium STRING The medium.
--   campaign STRING The campaign.
--   currency STRING The currency of the row's money.
--   users{,_prev,_diff,_change:FLOAT64} INT64 Distinct users, counted from sessions.
--   sessions{,_prev,_diff,_change:FLOAT64} INT64 Sessions.
--   engaged_sessions{,_prev,_diff,_change:FLOAT64} INT64 Engaged sessions.
--   new_users{,_prev,_diff,_change:FLOAT64} INT64 Distinct users of sessions with is_new_user.
--   page_views{,_prev,_diff,_change:FLOAT64} INT64 Page views.
--   engagement_seconds{,_prev,_diff,_change:FLOAT64} NUMERIC Seconds of engagement.
--   conversions{,_prev,_diff,_change:FLOAT64} NUMERIC Conversions.
--   transactions{,_prev,_diff,_change:FLOAT64} INT64 Transactions.
--   converting_users{,_prev,_diff,_change:FLOAT64} INT64 Distinct users who converted.
--   revenue{,_prev,_diff,_change:FLOAT64} NUMERIC Revenue in currency.
--   new_customer_revenue{,_prev,_diff,_change:FLOAT64} NUMERIC Revenue of new customers in currency.
--   cost{,_prev,_diff,_change:FLOAT64} NUMERIC Cost in currency.
--   clicks{,_prev,_diff,_change:FLOAT64} INT64 Clicks.
--   impressions{,_prev,_diff,_change:FLOAT64} INT64 Impressions.
--   platform_conversions{,_prev,_diff,_change:FLOAT64} NUMERIC Google Ads' own conversions.
--   platform_conversions_value{,_prev,_diff,_change:FLOAT64} NUMERIC Google Ads' own conversions' value in currency.
--   ctr{,_prev,_diff,_change} FLOAT64 clicks / impressions.
--   cpc{,_prev,_diff,_change} FLOAT64 cost / clicks.
--   cpm{,_prev,_diff,_change} FLOAT64 1000 · cost / impressions.
--   conversion_rate{,_prev,_diff,_change} FLOAT64 conversions / sessions; Google Ads only: / clicks.
--   aov{,_prev,_diff,_change} FLOAT64 revenue / transactions.
--   engagement_rate{,_prev,_diff,_change} FLOAT64 engaged_sessions / sessions.
--   bounce_rate{,_prev,_diff,_change} FLOAT64 1 − engagement_rate.
--   roas{,_prev,_diff,_change} FLOAT64 Revenue of rows that can carry Google Ads cost / cost.
--   cpa{,_prev,_diff,_change} FLOAT64 cost / conversions of rows that can carry Google Ads cost.
--   loaded_at TIMESTAMP When the row was built, UTC.
WITH
performance_days AS (
  SELECT * FROM {{ref "mart_campaign_performance"}}
),
{{> performance_totals}}
SELECT
  period,
  channel_grouping,
  source,
  medium,
  campaign,
  currency,
  {{> period_figures}}
  {{given "loaded_at"}} AS loaded_at
FROM range_ratios
