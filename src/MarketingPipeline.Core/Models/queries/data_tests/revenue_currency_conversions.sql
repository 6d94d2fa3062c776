-- check: revenue_currency
-- target: int_conversions_attributed
-- column: currency
-- severity: error
-- for: ga4
-- holds: Every revenue has its currency.
-- fails: Conversions with revenue and without currency: {found}, revenue {amount}, the first on {example}.
-- advice: Run Invoke-MartBuild -FullRefresh; if it stays, report it with the date.
SELECT COUNT(*) AS found, COALESCE(SUM(revenue), 0) AS amount, MIN(conversion_date) AS example
FROM {{ref "int_conversions_attributed"}}
WHERE COALESCE(revenue, 0) <> 0 AND COALESCE(currency, '') = ''
