-- The dates that may hold events of changed sessions, and those that hold conversions of changed users. An unchanged date holds
-- events of a session only if their times overlap.
WITH
spans AS (
  SELECT event_date, MIN(event_timestamp) AS first_event, MAX(event_timestamp) AS last_event
  FROM {{ref "stg_ga4_events"}}
  WHERE event_date <= {{given "as_of"}}
  GROUP BY event_date
),
reaches AS (
  SELECT sessions.session_date, MIN(sessions.session_start) AS first_start, MAX(sessions.session_end) AS last_end
  FROM {{ref "int_sessions_enriched"}} AS sessions
  JOIN changed_sessions ON changed_sessions.session_key = sessions.session_key
  GROUP BY sessions.session_date
)
SELECT DISTINCT 'events' AS kind, spans.event_date AS date
FROM reaches
JOIN spans ON spans.first_event <= reaches.last_end AND spans.last_event >= reaches.first_start
UNION ALL
SELECT 'sessions' AS kind, session_date AS date FROM reaches
UNION ALL
SELECT DISTINCT 'conversions' AS kind, date
FROM (
  SELECT conversions.conversion_date AS date
  FROM {{ref "int_conversions_attributed"}} AS conversions
  JOIN changed_users ON changed_users.user_key = {{> user_key e="conversions."}}
  UNION ALL
  SELECT event_date AS date FROM changed_transactions
) AS conversion_dates
