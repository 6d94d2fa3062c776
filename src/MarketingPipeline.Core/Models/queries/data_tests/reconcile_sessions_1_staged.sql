-- check: reconcile_sessions
-- target: int_sessions_enriched
-- column: session_key
-- severity: error
-- for: ga4
-- holds: Every session of the staged events is one row: {above} sessions.
-- fails: Sessions that are missing, repeated or without events: {found}, for example {example}, {amount} in all.
-- advice: Run Invoke-MartBuild; if it stays, Invoke-MartBuild -FullRefresh.
WITH sides AS (
  SELECT DISTINCT session_key, 1 AS below, 0 AS above FROM {{ref "stg_ga4_events"}} WHERE session_key IS NOT NULL AND event_date <= {{given "as_of"}}
  UNION ALL
  SELECT session_key, 0, 1 FROM {{ref "int_sessions_enriched"}}
),
by_session AS (
  SELECT session_key, SUM(below) AS below, SUM(above) AS above
  FROM sides
  GROUP BY session_key
)
SELECT
  COUNT(CASE WHEN below <> above THEN 1 END) AS found,
  MIN(CASE WHEN below <> above THEN session_key END) AS example,
  COALESCE(SUM(above) - SUM(below), 0) AS amount,
  COALESCE(SUM(above), 0) AS above
FROM by_session
