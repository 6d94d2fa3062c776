-- check: unconfigured_purchases
-- target: stg_ga4_events
-- column: event_name
-- severity: information
-- for: ga4
-- holds: Every purchase, and every event with revenue, is among the client's conversionEvents.
-- fails: Purchases, or events with revenue, that are not among the client's conversionEvents: {found}, revenue {amount} {currency}, for example '{example}'; they are in no mart.
-- advice: Add the event to ga4.conversionEvents if it is a sale of its own.
WITH conversion_events AS (
  SELECT event_name FROM {{values conversion_events}} AS configured
),
unconfigured AS (
  SELECT COALESCE(events.currency, {{lit currency}}) AS currency, events.event_name, events.revenue
  FROM {{ref "stg_ga4_events"}} AS events
  LEFT JOIN conversion_events ON conversion_events.event_name = events.event_name
  WHERE conversion_events.event_name IS NULL AND (events.event_name = 'purchase' OR COALESCE(events.revenue, 0) <> 0) AND events.event_date <= {{given "as_of"}}
)
SELECT currency, COUNT(*) AS found, COALESCE(SUM(revenue), 0) AS amount, MIN(event_name) AS example
FROM unconfigured
GROUP BY currency
ORDER BY currency
