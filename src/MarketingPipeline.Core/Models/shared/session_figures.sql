-- The figures of each session, and what is its own in the order of its events (ordered); its conversions.
engagement_events AS (
  SELECT event_name FROM {{values engagement_events}} AS configured
),
sessions AS (
  SELECT
    session_key,
    MIN(user_pseudo_id) AS user_pseudo_id,
    {{last "user_id" "event_number"}} AS user_id,
    {{first "event_date" "event_number"}} AS session_date,
    MIN(event_timestamp) AS session_start,
    MAX(event_timestamp) AS session_end,
    {{first "ga_session_number" "event_number"}} AS ga_session_number,
    MAX(CASE WHEN ga_session_number = 1 OR event_name IN ('first_visit', 'first_open') THEN 1 ELSE 0 END) = 1 AS is_new_user,
    COUNT(*) AS event_count,
    COUNT(CASE WHEN event_name IN ('page_view', 'screen_view') THEN 1 END) AS page_views,
    COUNT(DISTINCT page_location) AS unique_pages,
    COALESCE(SUM(engagement_time_msec), 0) AS engagement_msec,
    MAX(CASE WHEN session_engaged THEN 1 ELSE 0 END) = 1 AS is_flagged,
    {{first "page_location" "event_number"}} AS landing_page,
    {{last "page_location" "event_number"}} AS exit_page,
    {{first "gad_campaign_id" "event_number"}} AS gad_campaign_id,
    {{first "gclid" "event_number"}} AS gclid,
    {{first "gbraid" "event_number"}} AS gbraid,
    {{first "wbraid" "event_number"}} AS wbraid,
    {{first "dclid" "event_number"}} AS dclid,
    {{first "srsltid" "event_number"}} AS srsltid,
    {{first "msclkid" "event_number"}} AS msclkid,
    {{first "fbclid" "event_number"}} AS fbclid,
    {{first "device_category" "event_number"}} AS device_category,
    {{first "operating_system" "event_number"}} AS operating_system,
    {{first "browser" "event_number"}} AS browser,
    {{first "language" "event_number"}} AS language,
    {{first "country" "event_number"}} AS country,
    {{first "region" "event_number"}} AS region,
    {{first "city" "event_number"}} AS city,
    MAX(CASE WHEN event_name IN (SELECT event_name FROM engagement_events) THEN 1 ELSE 0 END) = 1 AS has_engagement_event
  FROM ordered
  GROUP BY session_key
),
session_conversions AS (
  SELECT
    session_key,
    COUNT(*) AS conversions,
    COUNT(CASE WHEN {{> is_transaction}} THEN 1 END) AS transactions,
    SUM(CASE WHEN currency = {{lit currency}} THEN revenue END) AS revenue,
    COUNT(CASE WHEN currency <> {{lit currency}} THEN 1 END) AS other_currency_conversions
  FROM conversions
  WHERE session_key IS NOT NULL
  GROUP BY session_key
)
