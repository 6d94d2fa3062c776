-- check: reconcile_{figure}
-- target: int_sessions_enriched
-- column: {property}
-- severity: error
-- for: ga4
-- holds: {property}: {known} of all conversions = {shown} in sessions + {other} without one (no_session).
-- fails: {property}: {known} of all conversions, but {shown} in sessions and {other} without one: {amount} apart.
-- advice: Run Invoke-MartBuild -FullRefresh; if it stays, report it.
WITH counted AS (
  SELECT
    COUNT(*) AS conversions, COUNT(CASE WHEN session_key IS NULL THEN 1 END) AS other_conversions,
    COUNT(CASE WHEN is_transaction THEN 1 END) AS purchases, COUNT(CASE WHEN is_transaction AND session_key IS NULL THEN 1 END) AS other_purchases,
    COALESCE(SUM(CASE WHEN currency = {{lit currency}} THEN revenue END), 0) AS revenue,
    COALESCE(SUM(CASE WHEN currency = {{lit currency}} AND session_key IS NULL THEN revenue END), 0) AS other_revenue
  FROM {{ref "int_conversions_attributed"}}
),
of_sessions AS (
  SELECT COALESCE(SUM(conversions), 0) AS conversions, COALESCE(SUM(transactions), 0) AS purchases, COALESCE(SUM(revenue), 0) AS revenue
  FROM {{ref "int_sessions_enriched"}}
),
figures AS (
  SELECT 'conversions' AS figure, 'conversions' AS property, {{numeric "counted.conversions"}} AS known, {{numeric "counted.other_conversions"}} AS other, {{numeric "of_sessions.conversions"}} AS shown FROM counted CROSS JOIN of_sessions
  UNION ALL
  SELECT 'purchases', 'transactions', {{numeric "counted.purchases"}}, {{numeric "counted.other_purchases"}}, {{numeric "of_sessions.purchases"}} FROM counted CROSS JOIN of_sessions
  UNION ALL
  SELECT 'revenue', 'revenue', {{numeric "counted.revenue"}}, {{numeric "counted.other_revenue"}}, {{numeric "of_sessions.revenue"}} FROM counted CROSS JOIN of_sessions
)
SELECT figure, property, known, other, shown, shown + other - known AS amount, CASE WHEN shown + other = known THEN 0 ELSE 1 END AS found
FROM figures
ORDER BY figure
