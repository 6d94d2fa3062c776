-- What is staged of each date, by account and currency, before the date is replaced.
SELECT
  date,
  customer_id,
  currency,
  {{int64 "SUM(cost_micros)"}} AS cost_micros,
  {{int64 "SUM(clicks)"}} AS clicks,
  SUM(conversions) AS conversions,
  SUM(conversions_value) AS conversions_value
FROM {{ref "stg_google_ads_cost"}}
WHERE date BETWEEN {{given "range_from"}} AND {{given "range_to"}}
GROUP BY date, customer_id, currency
ORDER BY date, customer_id, currency
