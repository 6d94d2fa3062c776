-- check: unreadable_values
-- target: stg_ga4_events
-- column: unreadable_values
-- severity: warning
-- for: ga4
-- holds: Every amount and engagement time of the export is a number.
-- fails: Amounts and engagement times that are no number: {found}, of them {purchases} of conversions, the first on {example}; they are unknown, not 0.
-- advice: Send amounts as numbers: 1299.00, not '1,299.00' or '$1299'.
WITH conversion_events AS (
  SELECT event_name FROM {{values conversion_events}} AS configured
)
SELECT
  COALESCE(SUM(unreadable_values), 0) AS found,
  COALESCE(SUM(CASE WHEN event_name IN (SELECT event_name FROM conversion_events) THEN unreadable_values END), 0) AS purchases,
  MIN(event_date) AS example
FROM {{ref "stg_ga4_events"}}
WHERE unreadable_values > 0 AND event_date <= {{given "as_of"}}
