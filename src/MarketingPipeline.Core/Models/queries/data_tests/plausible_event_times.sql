-- check: plausible_timestamps
-- about: A property's local day and the UTC day are at most one apart (14 hours).
-- target: stg_ga4_events
-- column: event_timestamp
-- severity: warning
-- for: ga4
-- holds: Every event lies within a day of its event_date.
-- fails: Events more than a day away from their event_date: {found}, the first on {example}.
-- advice: Their sessions may begin or end at a wrong time. Look at how those events are sent (Measurement Protocol, offline uploads).
SELECT
  COUNT(*) AS found,
  MIN(event_date) AS example
FROM {{ref "stg_ga4_events"}}
WHERE {{on_any_date "event_date"}} AND ABS({{days_between "event_date" "CAST(event_timestamp AS DATE)"}}) > 1
