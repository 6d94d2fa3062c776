-- check: currency_filled
-- target: int_conversions_attributed
-- column: currency
-- severity: information
-- for: ga4
-- holds: Every conversion with revenue came with its currency.
-- fails: Conversions with revenue whose event names no currency: {found}, revenue {amount}, the first on {example}; they count as {currency}.
-- advice: Send the currency parameter with the event.
SELECT COUNT(*) AS found, COALESCE(SUM(conversions.revenue), 0) AS amount, MIN(conversions.conversion_date) AS example, {{lit currency}} AS currency
FROM {{ref "int_conversions_attributed"}} AS conversions
JOIN {{ref "stg_ga4_events"}} AS events ON events.event_id = conversions.conversion_id
WHERE {{on_any_date "events.event_date"}} AND events.currency IS NULL AND COALESCE(conversions.revenue, 0) <> 0
