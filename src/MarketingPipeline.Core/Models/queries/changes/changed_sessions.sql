-- The sessions to build again: those that have or had an event on a changed date, whose conversions another event may take,
-- whose Google Ads campaign is shown otherwise, or has become one of the account's; and the same users' later direct sessions,
-- which look back at them.
WITH
touched AS (
  SELECT session_key FROM pipeline_replaced_sessions
  UNION DISTINCT
  SELECT session_key FROM {{ref "stg_ga4_events"}} WHERE event_date IN {{changed_dates}} AND session_key IS NOT NULL
  UNION DISTINCT
  SELECT session_key FROM {{ref "int_sessions_enriched"}} WHERE session_date IN {{changed_dates}}
  UNION DISTINCT
  SELECT session_key FROM changed_transactions WHERE session_key IS NOT NULL
  {{#if has_google_ads}}
  UNION DISTINCT
  SELECT sessions.session_key
  FROM {{ref "int_sessions_enriched"}} AS sessions
  JOIN changed_campaigns ON changed_campaigns.campaign_id = sessions.google_ads_campaign_id
  UNION DISTINCT
  SELECT sessions.session_key
  FROM {{ref "int_sessions_enriched"}} AS sessions
  JOIN changed_campaigns ON changed_campaigns.campaign_id = sessions.campaign_id
  {{/if}}
),
starts AS (
  SELECT sessions.user_pseudo_id, sessions.session_start
  FROM touched
  JOIN {{ref "int_sessions_enriched"}} AS sessions ON sessions.session_key = touched.session_key
  UNION ALL
  SELECT user_pseudo_id, event_timestamp AS session_start
  FROM {{ref "stg_ga4_events"}}
  WHERE event_date IN {{changed_dates}} AND session_key IS NOT NULL
),
firsts AS (
  SELECT user_pseudo_id, MIN(session_start) AS first_start
  FROM starts
  GROUP BY user_pseudo_id
)
SELECT session_key FROM touched
UNION DISTINCT
SELECT sessions.session_key
FROM {{ref "int_sessions_enriched"}} AS sessions
JOIN firsts ON firsts.user_pseudo_id = sessions.user_pseudo_id
WHERE sessions.session_start >= firsts.first_start AND sessions.source = '(direct)' AND sessions.source_method <> 'last_click'
