-- check: reconcile_revenue
-- target: mart_campaign_performance
-- column: platform_conversions_value
-- severity: error
-- for: google_ads
-- holds: Google Ads' value of conversions ({currency}) in the marts' window: {above}; before it, and only in staging: {outside}.
-- fails: Dates whose value of conversions ({currency}) in the mart differ from staging: {found}, the first {example}, {amount} apart in all.
-- advice: Run Invoke-MartBuild -FullRefresh; if it stays, report it with the date.
WITH sides AS (
  SELECT {{given "range_to"}} AS date, {{lit currency}} AS currency, 0 AS below, 0 AS above, 0 AS outside
  UNION ALL
  SELECT date, currency, CASE WHEN date BETWEEN {{given "range_from"}} AND {{given "range_to"}} THEN COALESCE(conversions_value, 0) ELSE 0 END, 0, CASE WHEN date BETWEEN {{given "range_from"}} AND {{given "range_to"}} THEN 0 ELSE COALESCE(conversions_value, 0) END FROM {{ref "stg_google_ads_cost"}} WHERE date <= {{given "as_of"}}
  UNION ALL
  SELECT date, currency, 0, COALESCE(platform_conversions_value, 0), 0 FROM {{ref "mart_campaign_performance"}} WHERE date BETWEEN {{given "range_from"}} AND {{given "range_to"}}
),
{{> days_compared}}
