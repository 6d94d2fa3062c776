-- check: reconcile_clicks
-- target: stg_google_ads_cost
-- column: clicks
-- severity: error
-- for: google_ads
-- holds: Staged clicks are what the reports said on every date: {above}.
-- fails: Dates whose staged clicks differ from the reports: {found}, the first {example}, {amount} apart in all.
-- advice: Run Invoke-StagingRefresh -FullRefresh, then Invoke-MartBuild; if it stays, report it with the date.
WITH sides AS (
  SELECT date, COALESCE(source_clicks, 0) AS below, 0 AS above FROM {{ref "ledger"}} WHERE source = 'google_ads'
  UNION ALL
  SELECT date, 0, COALESCE(SUM(clicks), 0) FROM {{ref "stg_google_ads_cost"}} WHERE {{on_any_date "date"}} GROUP BY date
),
days AS (
  SELECT date, SUM(below) AS below, SUM(above) AS above
  FROM sides
  GROUP BY date
)
SELECT
  COUNT(CASE WHEN below <> above THEN 1 END) AS found,
  MIN(CASE WHEN below <> above THEN date END) AS example,
  COALESCE(SUM(above) - SUM(below), 0) AS amount,
  COALESCE(SUM(above), 0) AS above
FROM days
