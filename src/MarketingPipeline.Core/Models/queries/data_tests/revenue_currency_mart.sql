-- check: revenue_currency
-- target: mart_campaign_performance
-- column: currency
-- severity: error
-- holds: Every revenue and cost has its currency.
-- fails: Rows with revenue or cost and without currency: {found}, revenue {amount}, the first on {example}.
-- advice: Run Invoke-MartBuild -FullRefresh; if it stays, report it with the date.
SELECT COUNT(*) AS found, COALESCE(SUM(COALESCE(revenue, 0)), 0) AS amount, MIN(date) AS example
FROM {{ref "mart_campaign_performance"}}
WHERE (COALESCE(revenue, 0) <> 0 OR COALESCE(cost, 0) <> 0) AND COALESCE(currency, '') = ''
