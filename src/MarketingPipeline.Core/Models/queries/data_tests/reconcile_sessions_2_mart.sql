-- check: reconcile_sessions
-- target: mart_campaign_performance
-- column: sessions
-- severity: error
-- for: ga4
-- holds: Sessions in the marts' window: {above}; before it, and only in int_sessions_enriched: {outside}.
-- fails: Dates whose sessions in the mart are not those of int_sessions_enriched: {found}, the first {example}, {amount} sessions apart in all.
-- advice: Run Invoke-MartBuild -FullRefresh; if it stays, report it with the date.
WITH sides AS (
  SELECT {{given "range_to"}} AS date, {{lit currency}} AS currency, 0 AS below, 0 AS above, 0 AS outside
  UNION ALL
  SELECT session_date, {{lit currency}}, CASE WHEN session_date BETWEEN {{given "range_from"}} AND {{given "range_to"}} THEN 1 ELSE 0 END, 0, CASE WHEN session_date BETWEEN {{given "range_from"}} AND {{given "range_to"}} THEN 0 ELSE 1 END FROM {{ref "int_sessions_enriched"}}
  UNION ALL
  SELECT date, {{lit currency}}, 0, COALESCE(sessions, 0), 0 FROM {{ref "mart_campaign_performance"}} WHERE date BETWEEN {{given "range_from"}} AND {{given "range_to"}}
),
{{> days_compared}}
