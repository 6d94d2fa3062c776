-- check: gaps
-- target: ledger
-- column: {source}
-- severity: warning
-- holds: No date is missing between the first staged and the last.
-- fails: Dates missing between the first staged and the last: {found}, the first {example}; their figures are NULL.
-- advice: If the source has those days, run Invoke-StagingRefresh, which fills gaps; if it has not, nothing can.
WITH sources AS (
  SELECT source FROM {{values client_source_rows}} AS configured
),
steps AS (
  SELECT source, date, LAG(date) OVER (PARTITION BY source ORDER BY date) AS date_before
  FROM {{ref "ledger"}}
),
gaps AS (
  SELECT source, {{days_after "date_before" "1"}} AS first_missing, {{days_between "date_before" "date"}} - 1 AS days
  FROM steps
  WHERE {{days_between "date_before" "date"}} > 1
)
SELECT sources.source, COALESCE(SUM(gaps.days), 0) AS found, MIN(gaps.first_missing) AS example
FROM sources
LEFT JOIN gaps ON gaps.source = sources.source
GROUP BY sources.source
ORDER BY sources.source
