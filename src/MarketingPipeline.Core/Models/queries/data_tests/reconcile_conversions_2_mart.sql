-- check: reconcile_conversions
-- target: mart_campaign_performance
-- column: conversions
-- severity: error
-- for: ga4
-- holds: Conversions counted in {currency} in the marts' window: {above}; before it, and only in int_conversions_attributed: {outside}.
-- fails: Dates whose conversions counted in {currency} in the mart are not those of int_conversions_attributed: {found}, the first {example}, {amount} conversions apart in all.
-- advice: Run Invoke-MartBuild -FullRefresh; if it stays, report it with the date.
WITH sides AS (
  SELECT {{given "range_to"}} AS date, {{lit currency}} AS currency, 0 AS below, 0 AS above, 0 AS outside
  UNION ALL
  SELECT conversion_date, currency, CASE WHEN conversion_date BETWEEN {{given "range_from"}} AND {{given "range_to"}} THEN 1 ELSE 0 END, 0, CASE WHEN conversion_date BETWEEN {{given "range_from"}} AND {{given "range_to"}} THEN 0 ELSE 1 END FROM {{ref "int_conversions_attributed"}}
  UNION ALL
  SELECT date, currency, 0, COALESCE(conversions, 0), 0 FROM {{ref "mart_campaign_performance"}} WHERE date BETWEEN {{given "range_from"}} AND {{given "range_to"}}
),
{{> days_compared}}
