-- check: plausible_timestamps
-- target: stg_ga4_events
-- column: event_timestamp
-- severity: warning
-- for: ga4
-- holds: No event lies in the future.
-- fails: Events in the future: {found}, the last at {example}.
-- advice: Look at the clock of what sends those events (Measurement Protocol), and at this machine's.
SELECT COUNT(*) AS found, MAX(event_timestamp) AS example
FROM {{ref "stg_ga4_events"}}
WHERE {{on_any_date "event_date"}} AND event_timestamp > {{given "now"}}
