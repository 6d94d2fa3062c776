-- model: mart_executive_dashboard
-- layer: mart
-- description: What an executive reads: the last 30 days against the 30 before, by channel, campaign, day and device, and how far the data can be trusted.
-- grain: one row
-- key: client
-- inputs: mart_campaign_performance, int_sessions_enriched?, int_conversions_attributed?, stg_ga4_events?, ledger
-- refresh: rebuilt whole where anything changed
-- columns:
--   client STRING The client.
--   scenario STRING full, ga4_only or google_ads_only.
--   report_date DATE The as-of date.
--   currency STRING The client's currency; counts and money below are its.
--   revenue{_30d,_prev_30d,_change:FLOAT64} NUMERIC Revenue.
--   cost{_30d,_prev_30d,_change:FLOAT64} NUMERIC Google Ads cost.
--   roas{_30d,_prev_30d,_change:FLOAT64} FLOAT64 Revenue of rows that can carry Google Ads cost / cost.
--   blended_roas{_30d,_prev_30d,_change:FLOAT64} FLOAT64 All revenue / cost.
--   cpa{_30d,_prev_30d,_change:FLOAT64} FLOAT64 cost / conversions of rows that can carry Google Ads cost.
--   sessions{_30d,_prev_30d,_change:FLOAT64} INT64 Sessions.
--   users{_30d,_prev_30d,_change:FLOAT64} INT64 Distinct users, counted from sessions.
--   engaged_sessions{_30d,_prev_30d,_change:FLOAT64} INT64 Engaged sessions.
--   conversions{_30d,_prev_30d,_change:FLOAT64} NUMERIC Conversions.
--   transactions{_30d,_prev_30d,_change:FLOAT64} INT64 Transactions.
--   conversion_rate{_30d,_prev_30d,_change:FLOAT64} FLOAT64 conversions / sessions; Google Ads only: / clicks.
--   aov{_30d,_prev_30d,_change:FLOAT64} FLOAT64 revenue / transactions.
--   clicks{_30d,_prev_30d,_change:FLOAT64} INT64 Google Ads clicks.
--   impressions{_30d,_prev_30d,_change:FLOAT64} INT64 Google Ads impressions.
--   ctr{_30d,_prev_30d,_change:FLOAT64} FLOAT64 clicks / impressions.
--   cpc{_30d,_prev_30d,_change:FLOAT64} FLOAT64 cost / clicks.
--   channel_performance_json STRING By channel, most sessions (Google Ads only: cost) first.
--   top_campaigns_json STRING The ten campaigns with most revenue (Google Ads only: cost).
--   daily_trend_json STRING Each of the 30 days.
--   device_json STRING By device category, most sessions first.
--   data_quality_json STRING Freshness, residuals, unmatched cost, consent, other currencies, provisional and missing days.
--   schema_version INT64 The version of this row's contract.
--   loaded_at TIMESTAMP When the row was built, UTC.
WITH
performance_days AS (
  SELECT * FROM {{ref "mart_campaign_performance"}}
),
{{> performance_totals}},
kpis AS (
  SELECT
    range_ratios.*,
    {{div "revenue" "cost"}} AS blended_roas,
    {{div "revenue_prev" "cost_prev"}} AS blended_roas_prev
  FROM range_ratios
  WHERE currency = {{lit currency}}
),
recent AS (
  SELECT
    days.*,
    CASE WHEN {{> can_carry_cost d="days."}} THEN revenue END AS cost_revenue
  FROM performance_days AS days
  WHERE currency = {{lit currency}} AND date BETWEEN {{given "recent_from"}} AND {{given "as_of"}}
),
channels AS (
  SELECT
    channel_grouping,
    {{int64 "SUM(sessions)"}} AS sessions,
    {{float64 "SUM(conversions)"}} AS conversions,
    {{int64 "SUM(transactions)"}} AS transactions,
    {{float64 "SUM(revenue)"}} AS revenue,
    {{float64 "SUM(cost)"}} AS cost,
    {{div "SUM(cost_revenue)" "SUM(cost)"}} AS roas,
    {{div "SUM(conversions)" (concat "SUM(" rated_by ")")}} AS conversion_rate
  FROM recent
  GROUP BY channel_grouping
),
campaign_totals AS (
  SELECT
    campaign,
    channel_grouping,
    source,
    medium,
    {{float64 "SUM(conversions)"}} AS conversions,
    {{int64 "SUM(transactions)"}} AS transactions,
    {{float64 "SUM(revenue)"}} AS revenue,
    {{float64 "SUM(cost)"}} AS cost,
    {{div "SUM(cost_revenue)" "SUM(cost)"}} AS roas,
    {{int64 "SUM(clicks)"}} AS clicks,
    {{int64 "SUM(impressions)"}} AS impressions
  FROM recent
  WHERE COALESCE(campaign, '(direct)') NOT IN ('(organic)', '(referral)', '(direct)', '(none)')
  GROUP BY campaign, channel_grouping, source, medium
),
top_campaigns AS (
  SELECT *
  FROM campaign_totals
  QUALIFY ROW_NUMBER() OVER (ORDER BY {{campaign_measure}} DESC NULLS LAST, campaign, channel_grouping, source NULLS LAST, medium NULLS LAST) <= 10
),
day_sums AS (
  SELECT
    date,
    SUM(sessions) AS sessions, SUM(conversions) AS conversions, SUM(transactions) AS transactions, SUM(revenue) AS revenue,
    SUM(cost) AS cost, SUM(cost_revenue) AS cost_revenue, SUM(clicks) AS clicks
  FROM recent
  GROUP BY date
),
day_users AS (
  SELECT session_date AS date, COUNT(DISTINCT user_pseudo_id) AS users
  FROM {{ref "int_sessions_enriched"}}
  WHERE session_date BETWEEN {{given "marts_from"}} AND {{given "as_of"}}
  GROUP BY session_date
),
staged_days AS (
  SELECT
    days.date,
    ga4.date IS NOT NULL AS has_ga4,
    google_ads.date IS NOT NULL AS has_google_ads,
    ga4.date IS NOT NULL AND (NOT ga4.is_daily OR days.date > {{days_after (given "as_of") "-3"}}) AS is_ga4_provisional,
    google_ads.date IS NOT NULL AND (NOT google_ads.is_daily OR days.date > {{days_after (given "as_of") restatement_offset}}) AS is_google_ads_provisional
  FROM {{dates "date" (given first_date) (given last_date)}} AS days
  LEFT JOIN {{> staged source="ga4"}} AS ga4 ON ga4.date = days.date AND ga4.date >= {{given "available_from"}}
  LEFT JOIN {{> staged source="google_ads"}} AS google_ads ON google_ads.date = days.date AND google_ads.date >= {{given "available_from"}}
),
days AS (
  SELECT
    staged_days.date,
    {{int64 "COALESCE(day_sums.sessions, CASE WHEN staged_days.has_ga4 THEN 0 END)"}} AS sessions,
    {{int64 "COALESCE(day_users.users, CASE WHEN staged_days.has_ga4 THEN 0 END)"}} AS users,
    {{float64 "COALESCE(day_sums.conversions, CASE WHEN staged_days.has_conversions THEN 0 END)"}} AS conversions,
    {{int64 "COALESCE(day_sums.transactions, CASE WHEN staged_days.has_ga4 THEN 0 END)"}} AS transactions,
    {{float64 "COALESCE(day_sums.revenue, CASE WHEN staged_days.has_conversions THEN 0 END)"}} AS revenue,
    {{float64 "COALESCE(day_sums.cost, CASE WHEN staged_days.has_google_ads THEN 0 END)"}} AS cost,
    {{div "day_sums.cost_revenue" "day_sums.cost"}} AS roas,
    {{int64 "COALESCE(day_sums.clicks, CASE WHEN staged_days.has_google_ads THEN 0 END)"}} AS clicks
  FROM (SELECT *, CASE WHEN {{lit has_ga4}} THEN has_ga4 ELSE has_google_ads END AS has_conversions FROM staged_days WHERE date >= {{given "recent_from"}}) AS staged_days
  LEFT JOIN day_sums ON day_sums.date = staged_days.date
  LEFT JOIN day_users ON day_users.date = staged_days.date
),
device_pieces AS (
  SELECT device_category, COUNT(*) AS sessions, 0 AS conversions, 0 AS transactions, {{numeric "0"}} AS revenue
  FROM {{ref "int_sessions_enriched"}}
  WHERE session_date BETWEEN {{given "marts_from"}} AND {{given "as_of"}}
  GROUP BY device_category
  UNION ALL
  SELECT sessions.device_category, 0, COUNT(*), COUNT(CASE WHEN conversions.is_transaction THEN 1 END), COALESCE(SUM(conversions.revenue), 0)
  FROM {{ref "int_conversions_attributed"}} AS conversions
  LEFT JOIN {{ref "int_sessions_enriched"}} AS sessions ON sessions.session_key = conversions.session_key
  WHERE conversions.conversion_date BETWEEN {{given "marts_from"}} AND {{given "as_of"}} AND conversions.currency = {{lit currency}}
  GROUP BY sessions.device_category
),
devices AS (
  SELECT
    device_category,
    {{int64 "SUM(sessions)"}} AS sessions,
    {{float64 "SUM(conversions)"}} AS conversions,
    {{int64 "SUM(transactions)"}} AS transactions,
    {{float64 "SUM(revenue)"}} AS revenue
  FROM device_pieces
  GROUP BY device_category
),
freshness AS (
  SELECT source, {{days_between "MAX(date)" (given "as_of")}} AS days_behind, MAX(date) AS last_date
  FROM {{ref "ledger"}}
  WHERE date <= {{given "as_of"}}
  GROUP BY source
),
missing_days AS (
  SELECT 'ga4' AS source, date FROM staged_days WHERE {{lit has_ga4}} AND NOT has_ga4
  UNION ALL
  SELECT 'google_ads' AS source, date FROM staged_days WHERE {{lit has_google_ads}} AND NOT has_google_ads
),
other_currencies AS (
  SELECT
    currency,
    {{float64 "SUM(conversions)"}} AS conversions,
    {{float64 "SUM(revenue)"}} AS revenue,
    {{float64 "SUM(cost)"}} AS cost
  FROM performance_days
  WHERE currency <> {{lit currency}} AND date BETWEEN {{given "recent_from"}} AND {{given "as_of"}}
  GROUP BY currency
),
recent_events AS (
  SELECT
    COUNT(*) AS events,
    COUNT(CASE WHEN analytics_storage = 'No' THEN 1 END) AS denied_events,
    COUNT(CASE WHEN session_key IS NULL THEN 1 END) AS sessionless_events,
    COALESCE(SUM(unreadable_values), 0) AS unreadable_values,
    COALESCE(SUM(implausible_values), 0) AS implausible_values
  FROM {{ref "stg_ga4_events"}}
  WHERE event_date BETWEEN {{given "marts_from"}} AND {{given "as_of"}}
),
recent_ledger AS (
  SELECT COALESCE(SUM(duplicate_rows), 0) AS duplicate_events, COALESCE(SUM(no_hostname_rows), 0) AS no_hostname_events
  FROM {{ref "ledger"}}
  WHERE source = 'ga4' AND date BETWEEN {{given "marts_from"}} AND {{given "as_of"}}
),
sessionless_conversions AS (
  SELECT COUNT(*) AS conversions, SUM(CASE WHEN currency = {{lit currency}} THEN revenue END) AS revenue
  FROM {{ref "int_conversions_attributed"}}
  WHERE session_key IS NULL AND conversion_date BETWEEN {{given "marts_from"}} AND {{given "as_of"}}
),
residuals AS (
  SELECT 'no_session_events' AS name, sessionless_events AS amount, {{typed_null "float64"}} AS revenue FROM recent_events
  UNION ALL
  SELECT 'no_session_conversions', conversions, {{float64 "COALESCE(revenue, 0)"}} FROM sessionless_conversions
  UNION ALL
  SELECT 'no_hostname_events', {{int64 "no_hostname_events"}}, {{typed_null "float64"}} FROM recent_ledger
  UNION ALL
  SELECT 'duplicate_events', {{int64 "duplicate_events"}}, {{typed_null "float64"}} FROM recent_ledger
  UNION ALL
  SELECT 'unreadable_values', {{int64 "unreadable_values"}}, {{typed_null "float64"}} FROM recent_events
  UNION ALL
  SELECT 'implausible_values', {{int64 "implausible_values"}}, {{typed_null "float64"}} FROM recent_events
),
unmatched AS (
  SELECT {{float64 "COALESCE(SUM(CASE WHEN cost_match = 'unmatched' THEN cost END), CASE WHEN (SELECT has_google_ads FROM comparability) THEN 0 END)"}} AS cost FROM recent
),
data_quality AS (
  SELECT
    (SELECT {{rows "freshness" "source"}} FROM freshness) AS freshness,
    {{#if has_ga4}}(SELECT {{rows "residuals" "name"}} FROM residuals WHERE (SELECT has_ga4 FROM comparability)) AS residuals,{{/if}}
    (SELECT CASE WHEN {{lit has_ga4}} AND {{lit has_google_ads}} THEN unmatched.cost END FROM unmatched) AS unmatched_cost,
    (SELECT {{div "denied_events" "events"}} FROM recent_events) AS consent_denied_share,
    (SELECT {{rows "other_currencies" "currency"}} FROM other_currencies) AS other_currencies,
    (SELECT CASE WHEN {{lit has_ga4}} THEN COUNT(CASE WHEN is_ga4_provisional AND date >= {{given "recent_from"}} THEN 1 END) END FROM staged_days) AS provisional_ga4_days,
    (SELECT CASE WHEN {{lit has_google_ads}} THEN COUNT(CASE WHEN is_google_ads_provisional AND date >= {{given "recent_from"}} THEN 1 END) END FROM staged_days) AS provisional_google_ads_days,
    (SELECT {{rows "missing_days" "source, date"}} FROM missing_days) AS days_without_source
)
SELECT
  {{lit client}} AS client,
  {{lit scenario}} AS scenario,
  {{given "as_of"}} AS report_date,
  {{lit currency}} AS currency,
  {{#each kpis}}{{name}} AS {{name}}_30d,
  {{name}}_prev AS {{name}}_prev_30d,
  CASE WHEN is_comparable THEN {{change name}} END AS {{name}}_change,
  {{/each}}
  (SELECT {{json_rows "channels" channel_order}} FROM channels) AS channel_performance_json,
  (SELECT {{json_rows "top_campaigns" campaign_order}} FROM top_campaigns) AS top_campaigns_json,
  (SELECT {{json_rows "days" "date"}} FROM days) AS daily_trend_json,
  (SELECT {{json_rows "devices" "sessions DESC, device_category NULLS LAST"}} FROM devices) AS device_json,
  (SELECT {{json_row "data_quality"}} FROM data_quality) AS data_quality_json,
  1 AS schema_version,
  {{given "loaded_at"}} AS loaded_at
FROM kpis
