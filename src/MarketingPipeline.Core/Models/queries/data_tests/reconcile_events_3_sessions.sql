-- check: reconcile_events
-- target: int_sessions_enriched
-- column: event_count
-- severity: error
-- for: ga4
-- holds: Events up to the as-of date: {events} = {in_sessions} in sessions + {no_session} without one (no_session); staged after it, and not yet read: {after_as_of} (after_as_of).
-- fails: Sessions whose event_count is not that of their events: {found}, for example {example}, {amount} events apart in all.
-- advice: Run Invoke-MartBuild; if it stays, Invoke-MartBuild -FullRefresh.
WITH staged AS (
  SELECT
    COUNT(CASE WHEN event_date <= {{given "as_of"}} THEN 1 END) AS events,
    COUNT(CASE WHEN event_date <= {{given "as_of"}} AND session_key IS NULL THEN 1 END) AS no_session,
    COUNT(CASE WHEN event_date > {{given "as_of"}} THEN 1 END) AS after_as_of
  FROM {{ref "stg_ga4_events"}}
  WHERE {{on_any_date "event_date"}}
),
sides AS (
  SELECT session_key, COUNT(*) AS below, 0 AS above FROM {{ref "stg_ga4_events"}} WHERE session_key IS NOT NULL AND event_date <= {{given "as_of"}} GROUP BY session_key
  UNION ALL
  SELECT session_key, 0, event_count FROM {{ref "int_sessions_enriched"}}
),
by_session AS (
  SELECT session_key, SUM(below) AS below, SUM(above) AS above
  FROM sides
  GROUP BY session_key
),
compared AS (
  SELECT
    COUNT(CASE WHEN below <> above THEN 1 END) AS found,
    MIN(CASE WHEN below <> above THEN session_key END) AS example,
    COALESCE(SUM(above) - SUM(below), 0) AS amount,
    COALESCE(SUM(above), 0) AS in_sessions
  FROM by_session
)
SELECT compared.found, compared.example, compared.amount, compared.in_sessions, staged.events, staged.no_session, staged.after_as_of
FROM compared
CROSS JOIN staged
