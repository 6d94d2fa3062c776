-- The users whose conversions are attributed again: those of changed sessions, and of conversion events of a changed date. All
-- conversions without a user are one's.
SELECT 'user ' || sessions.user_pseudo_id AS user_key
FROM {{ref "int_sessions_enriched"}} AS sessions
JOIN changed_sessions ON changed_sessions.session_key = sessions.session_key
UNION DISTINCT
SELECT {{> user_key e=""}} AS user_key
FROM {{ref "stg_ga4_events"}}
WHERE event_date IN {{changed_dates}} AND (session_key IS NOT NULL OR event_name IN (SELECT event_name FROM {{values conversion_events}} AS configured))
UNION DISTINCT
SELECT {{> user_key e=""}} AS user_key
FROM {{ref "int_conversions_attributed"}}
WHERE conversion_date IN {{changed_dates}}
