-- check: reconcile_{figure}
-- about: Purchases are the conversion events of category purchase and booking.
-- target: int_conversions_attributed
-- severity: error
-- for: ga4
-- holds: Events among the client's {figure}, up to the as-of date: {events} = {counted} counted + {repeated} that repeat a transaction (repeated_transactions).
-- fails: Events among the client's {figure} that are neither counted nor a repetition: {found}, revenue {amount}, the first on {example}.
-- advice: Run Invoke-MartBuild; if it stays, Invoke-MartBuild -FullRefresh.
WITH
{{> conversion_trace}},
figures AS (
  SELECT 'conversions' AS figure, is_counted, is_repeated, event_date, revenue FROM traced
  UNION ALL
  SELECT 'purchases', is_counted, is_repeated, event_date, revenue FROM traced WHERE category IN ('purchase', 'booking')
  UNION ALL
  SELECT figure, TRUE, NULL, NULL, NULL FROM (SELECT 'conversions' AS figure UNION ALL SELECT 'purchases') AS always
)
SELECT
  figure,
  COUNT(CASE WHEN NOT is_counted AND NOT is_repeated THEN 1 END) AS found,
  COALESCE(SUM(CASE WHEN NOT is_counted AND NOT is_repeated THEN revenue END), 0) AS amount,
  MIN(CASE WHEN NOT is_counted AND NOT is_repeated THEN event_date END) AS example,
  COUNT(event_date) AS events,
  COUNT(CASE WHEN is_counted THEN event_date END) AS counted,
  COUNT(CASE WHEN NOT is_counted AND is_repeated THEN 1 END) AS repeated
FROM figures
GROUP BY figure
ORDER BY figure
