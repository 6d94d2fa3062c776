-- check: revenue_currency
-- target: stg_google_ads_cost
-- column: currency
-- severity: error
-- for: google_ads
-- holds: Every cost has its currency.
-- fails: Rows with cost and without currency: {found}, cost {amount}, the first on {example}.
-- advice: Run Invoke-StagingRefresh -FullRefresh, then Invoke-MartBuild; if it stays, report it with the date.
SELECT COUNT(*) AS found, COALESCE(SUM(cost), 0) AS amount, MIN(date) AS example
FROM {{ref "stg_google_ads_cost"}}
WHERE {{on_any_date "date"}} AND cost_micros <> 0 AND COALESCE(currency, '') = ''
