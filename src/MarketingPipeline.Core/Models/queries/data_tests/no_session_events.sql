-- check: no_session
-- target: stg_ga4_events
-- column: session_key
-- severity: information
-- for: ga4
-- holds: Every event belongs to a session.
-- fails: Events without a session (no user or no session id, as where consent is denied): {found}, the first on {example}; they are in no session's figures.
SELECT COUNT(*) AS found, MIN(event_date) AS example
FROM {{ref "stg_ga4_events"}}
WHERE session_key IS NULL AND event_date <= {{given "as_of"}}
