-- check: implausible_values
-- target: stg_ga4_events
-- column: implausible_values
-- severity: warning
-- for: ga4
-- holds: Every amount of the export is below 10^12, every engagement time between 0 and a day.
-- fails: Amounts and engagement times beyond all bounds: {found}, of them {purchases} of conversions, the first on {example}; they are unknown, not 0.
-- advice: See what sends such values; an amount counts in units of its currency, not in millionths.
WITH conversion_events AS (
  SELECT event_name FROM {{values conversion_events}} AS configured
)
SELECT
  COALESCE(SUM(implausible_values), 0) AS found,
  COALESCE(SUM(CASE WHEN event_name IN (SELECT event_name FROM conversion_events) THEN implausible_values END), 0) AS purchases,
  MIN(event_date) AS example
FROM {{ref "stg_ga4_events"}}
WHERE implausible_values > 0 AND event_date <= {{given "as_of"}}
