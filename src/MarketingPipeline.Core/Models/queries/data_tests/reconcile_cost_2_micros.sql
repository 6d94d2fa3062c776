-- check: reconcile_cost
-- target: stg_google_ads_cost
-- column: cost
-- severity: error
-- for: google_ads
-- holds: Every cost is its micros, exactly.
-- fails: Rows whose cost is not their micros: {found}, the first on {example}.
-- advice: Run Invoke-StagingRefresh -FullRefresh, then Invoke-MartBuild; if it stays, report it with the date.
SELECT COUNT(*) AS found, MIN(date) AS example
FROM {{ref "stg_google_ads_cost"}}
WHERE {{on_any_date "date"}} AND COALESCE(cost, 0) <> {{millionth "COALESCE(cost_micros, 0)"}}
