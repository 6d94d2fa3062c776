-- check: reconcile_events
-- target: stg_ga4_events
-- severity: error
-- for: ga4
-- holds: The ledger and the table agree on every date: {above} events.
-- fails: Dates whose events are not as many as the ledger loaded: {found}, the first {example}, {amount} events apart in all.
-- advice: Run Invoke-StagingRefresh -FullRefresh, then Invoke-MartBuild; if it stays, report it with the date.
WITH sides AS (
  SELECT date, ledger.staged_rows AS below, 0 AS above FROM {{ref "ledger"}} AS ledger WHERE source = 'ga4'
  UNION ALL
  SELECT event_date, 0, COUNT(*) FROM {{ref "stg_ga4_events"}} WHERE {{on_any_date "event_date"}} GROUP BY event_date
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
