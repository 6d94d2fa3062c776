-- model: int_conversions_attributed
-- layer: intermediate
-- description: Conversions with the session that brought them, the user's touches and customer type.
-- grain: one row per conversion
-- key: conversion_id
-- partition: conversion_date
-- cluster: conversion_type, source, medium
-- inputs: stg_ga4_events, int_sessions_enriched
-- refresh: those of the users that changed dates touch, over every staged date up to the as-of date
-- columns:
--   conversion_id STRING The event's event_id.
--   conversion_date DATE The event's event_date.
--   conversion_timestamp TIMESTAMP The event's time, UTC.
--   conversion_type STRING The event's name.
--   conversion_category STRING purchase, booking, sign_up, lead, other, or as configured.
--   user_pseudo_id STRING The user; NULL where consent was denied.
--   session_key STRING The session; NULL where it is not known.
--   transaction_id STRING The transaction.
--   revenue NUMERIC Purchase revenue; for purchase and booking else the value parameter; in currency.
--   is_transaction BOOL A purchase or booking with a transaction_id or a revenue other than 0.
--   currency STRING ISO 4217 code; the client's where the event has none.
--   tax NUMERIC Tax in currency.
--   shipping NUMERIC Shipping in currency.
--   coupon STRING The coupon.
--   items ITEMS The items, nested.
--   session_start TIMESTAMP The session's first event, UTC.
--   source STRING The session's source.
--   medium STRING The session's medium.
--   campaign STRING The session's campaign.
--   campaign_id STRING The session's campaign id.
--   google_ads_campaign_id STRING The session's Google Ads campaign.
--   channel_grouping STRING The session's channel; Unassigned without a session.
--   last_non_direct_source STRING The session's last non-direct source.
--   last_non_direct_medium STRING The session's last non-direct medium.
--   last_non_direct_campaign STRING The session's last non-direct campaign.
--   last_non_direct_channel_grouping STRING The session's last non-direct channel.
--   attribution_id STRING The session's attribution id.
--   landing_page STRING The session's landing page.
--   source_method STRING The rule that gave the session's source; 'no_session' without one.
--   minutes_to_conversion FLOAT64 Minutes from session start.
--   days_since_first_touch INT64 conversion_date less the user's first known session_date.
--   touches INT64 The user's sessions that started up to the conversion, of the last 90 days.
--   user_conversion_number INT64 The user's how-manieth conversion of that category.
--   previous_conversion_timestamp TIMESTAMP The user's conversion of that category before, UTC.
--   customer_type STRING new, returning, reactivated or unknown.
WITH
{{> conversions}},
sessions AS (
  SELECT session_key, user_pseudo_id, session_date, session_start, source, medium, campaign, campaign_id, google_ads_campaign_id, channel_grouping,
    last_non_direct_source, last_non_direct_medium, last_non_direct_campaign, last_non_direct_channel_grouping, attribution_id, landing_page, source_method
  FROM {{ref "int_sessions_enriched"}}
  {{#if are_changes}}
  WHERE ('user ' || user_pseudo_id) IN (SELECT user_key FROM changed_users) AND session_key NOT IN (SELECT session_key FROM changed_sessions)
  UNION ALL
  SELECT session_key, user_pseudo_id, session_date, session_start, source, medium, campaign, campaign_id, google_ads_campaign_id, channel_grouping,
    last_non_direct_source, last_non_direct_medium, last_non_direct_campaign, last_non_direct_channel_grouping, attribution_id, landing_page, source_method
  FROM changed_session_rows
  {{/if}}
),
first_touches AS (
  SELECT user_pseudo_id, MIN(session_date) AS first_date
  FROM sessions
  GROUP BY user_pseudo_id
),
touched AS (
  SELECT conversions.event_id, COUNT(*) AS touches
  FROM conversions
  JOIN sessions
    ON sessions.user_pseudo_id = conversions.user_pseudo_id
    AND sessions.session_start <= conversions.event_timestamp
    AND sessions.session_date >= {{days_after "conversions.event_date" -90}}
  GROUP BY conversions.event_id
),
sequenced AS (
  SELECT
    conversions.*,
    ROW_NUMBER() OVER same_customer AS number,
    LAG(event_timestamp) OVER same_customer AS previous_timestamp,
    LAG(event_date) OVER same_customer AS previous_date
  FROM conversions
  WINDOW same_customer AS (PARTITION BY user_pseudo_id, category ORDER BY {{> event_order e=""}})
)
SELECT
  sequenced.event_id AS conversion_id,
  sequenced.event_date AS conversion_date,
  sequenced.event_timestamp AS conversion_timestamp,
  sequenced.event_name AS conversion_type,
  sequenced.category AS conversion_category,
  sequenced.user_pseudo_id,
  sessions.session_key,
  sequenced.transaction_id,
  sequenced.revenue,
  {{> is_transaction}} AS is_transaction,
  sequenced.currency,
  sequenced.tax,
  sequenced.shipping,
  sequenced.coupon,
  sequenced.items,
  sessions.session_start,
  sessions.source,
  sessions.medium,
  sessions.campaign,
  sessions.campaign_id,
  sessions.google_ads_campaign_id,
  COALESCE(sessions.channel_grouping, 'Unassigned') AS channel_grouping,
  sessions.last_non_direct_source,
  sessions.last_non_direct_medium,
  sessions.last_non_direct_campaign,
  sessions.last_non_direct_channel_grouping,
  sessions.attribution_id,
  sessions.landing_page,
  COALESCE(sessions.source_method, 'no_session') AS source_method,
  {{minutes_between "sessions.session_start" "sequenced.event_timestamp"}} AS minutes_to_conversion,
  {{days_between "first_touches.first_date" "sequenced.event_date"}} AS days_since_first_touch,
  CASE WHEN sequenced.user_pseudo_id IS NOT NULL THEN COALESCE(touched.touches, 0) END AS touches,
  CASE WHEN sequenced.user_pseudo_id IS NOT NULL THEN sequenced.number END AS user_conversion_number,
  CASE WHEN sequenced.user_pseudo_id IS NOT NULL THEN sequenced.previous_timestamp END AS previous_conversion_timestamp,
  CASE
    WHEN sequenced.user_pseudo_id IS NULL THEN 'unknown'
    WHEN sequenced.number = 1 THEN 'new'
    WHEN {{days_between "sequenced.previous_date" "sequenced.event_date"}} > 90 THEN 'reactivated'
    ELSE 'returning'
  END AS customer_type
FROM sequenced
LEFT JOIN sessions ON sessions.session_key = sequenced.session_key
LEFT JOIN first_touches ON first_touches.user_pseudo_id = sequenced.user_pseudo_id
LEFT JOIN touched ON touched.event_id = sequenced.event_id
