-- check: freshness
-- about: GA4's export may land in the afternoon of the day after, Google Ads' a day later; two days are no reason to look.
-- target: ledger
-- column: {source}
-- severity: error
-- holds: The newest staged day is {newest}, {amount} days before {expected}.
-- fails: The newest staged day is {newest}, {amount} days before {expected}.
-- advice: Run Invoke-StagingRefresh; if the day stays, look whether the export still runs (Test-PipelineClient).
WITH sources AS (
  SELECT source FROM {{values client_source_rows}} AS configured
),
newest_days AS (
  SELECT sources.source, MAX(ledger.date) AS newest
  FROM sources
  LEFT JOIN {{ref "ledger"}} AS ledger ON ledger.source = sources.source
  GROUP BY sources.source
),
behind AS (
  SELECT source, newest, CASE WHEN newest < {{given "expected_to"}} THEN {{days_between "newest" (given "expected_to")}} WHEN newest IS NOT NULL THEN 0 END AS days
  FROM newest_days
)
SELECT
  source,
  COALESCE({{string "newest"}}, 'none') AS newest,
  {{given "expected_to"}} AS expected,
  CASE WHEN days IS NULL THEN 1 WHEN days > 2 THEN days ELSE 0 END AS found,
  days AS amount,
  CASE WHEN days IS NULL OR days > 7 THEN 'error' ELSE 'warning' END AS severity
FROM behind
ORDER BY source
