-- check: repeated_transactions
-- target: stg_ga4_events
-- column: transaction_id
-- severity: information
-- for: ga4
-- holds: No transaction was sent twice.
-- fails: Conversion events that repeat a transaction: {found}, revenue {amount} {currency}, the first on {example}; the first event of each counts.
-- advice: A confirmation page that sends again when it is reloaded is the usual cause.
WITH
{{> conversion_trace}}
SELECT currency, COUNT(*) AS found, COALESCE(SUM(revenue), 0) AS amount, MIN(event_date) AS example
FROM traced
WHERE NOT is_counted AND is_repeated
GROUP BY currency
ORDER BY currency
