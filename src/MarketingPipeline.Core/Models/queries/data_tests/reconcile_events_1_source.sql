-- check: reconcile_events
-- target: ledger
-- column: source_rows
-- severity: error
-- for: ga4
-- holds: Rows of the export: {source_rows} = {staged} staged + {duplicate_rows} duplicates + {other_client_rows} of other clients + {no_hostname_rows} without an owner.
-- fails: Dates whose export rows are not staged + duplicates + other clients' + without owner: {found}, the first {example}, {amount} rows apart in all.
-- advice: Run Invoke-StagingRefresh -FullRefresh, then Invoke-MartBuild; if it stays, report it with the date.
WITH dates AS (
  SELECT date, source_rows, ledger.staged_rows AS staged, duplicate_rows, COALESCE(other_client_rows, 0) AS other_client_rows, COALESCE(no_hostname_rows, 0) AS no_hostname_rows
  FROM {{ref "ledger"}} AS ledger
  WHERE source = 'ga4'
),
judged AS (
  SELECT *, duplicate_rows >= 0 AND source_rows = staged + duplicate_rows + other_client_rows + no_hostname_rows AS adds_up
  FROM dates
)
SELECT
  COUNT(CASE WHEN adds_up THEN NULL ELSE 1 END) AS found,
  MIN(CASE WHEN adds_up THEN NULL ELSE date END) AS example,
  COALESCE(SUM(source_rows), 0) - COALESCE(SUM(staged + duplicate_rows + other_client_rows + no_hostname_rows), 0) AS amount,
  COALESCE(SUM(source_rows), 0) AS source_rows,
  COALESCE(SUM(staged), 0) AS staged,
  COALESCE(SUM(duplicate_rows), 0) AS duplicate_rows,
  COALESCE(SUM(other_client_rows), 0) AS other_client_rows,
  COALESCE(SUM(no_hostname_rows), 0) AS no_hostname_rows
FROM judged
