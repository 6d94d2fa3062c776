-- check: reconcile_revenue
-- target: int_conversions_attributed
-- column: revenue
-- severity: error
-- for: ga4
-- holds: Revenue of conversion events, up to the as-of date: {staged} {currency} = {counted} counted + {repeated} of repeated transactions (repeated_transactions).
-- fails: Revenue of conversion events is {staged} {currency}, but {counted} is counted and {repeated} is of repeated transactions: {amount} apart.
-- advice: Run Invoke-MartBuild; if it stays, Invoke-MartBuild -FullRefresh.
WITH
{{> conversion_trace}},
sides AS (
  SELECT {{lit currency}} AS currency, {{numeric "0"}} AS staged, {{numeric "0"}} AS repeated, {{numeric "0"}} AS counted
  UNION ALL
  SELECT currency, COALESCE(revenue, 0), CASE WHEN NOT is_counted AND is_repeated THEN COALESCE(revenue, 0) ELSE 0 END, 0 FROM traced
  UNION ALL
  SELECT currency, 0, 0, COALESCE(revenue, 0) FROM {{ref "int_conversions_attributed"}}
),
by_currency AS (
  SELECT currency, SUM(staged) AS staged, SUM(repeated) AS repeated, SUM(counted) AS counted
  FROM sides
  GROUP BY currency
)
SELECT currency, staged, repeated, counted, counted + repeated - staged AS amount, CASE WHEN staged = counted + repeated THEN 0 ELSE 1 END AS found
FROM by_currency
ORDER BY currency
