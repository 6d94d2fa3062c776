-- What is staged of GA4's dates, by currency: money by its own, and all that is counted in the row of the client's. Conversions
-- are the client's conversion events, before those of one transaction are counted once; revenue is that of purchases.
WITH
conversion_events AS (
  SELECT event_name FROM {{values conversion_events}} AS configured
),
events AS (
  SELECT
    staged.event_date AS date,
    COALESCE(staged.currency, {{lit currency}}) AS currency,
    staged.session_key,
    staged.revenue,
    conversion_events.event_name IS NOT NULL AS is_conversion
  FROM {{ref "stg_ga4_events"}} AS staged
  LEFT JOIN conversion_events ON conversion_events.event_name = staged.event_name
  WHERE staged.event_date IN {{rewritten_dates}}
),
figures AS (
  SELECT date, {{lit currency}} AS currency, COUNT(*) AS events, COUNT(DISTINCT session_key) AS sessions, COUNT(CASE WHEN is_conversion THEN 1 END) AS conversions, {{typed_null "numeric"}} AS revenue
  FROM events
  GROUP BY date
  UNION ALL
  SELECT date, currency, 0, 0, 0, SUM(revenue)
  FROM events
  WHERE revenue IS NOT NULL
  GROUP BY date, currency
)
SELECT
  date,
  currency,
  {{int64 "SUM(events)"}} AS events,
  {{int64 "SUM(sessions)"}} AS sessions,
  {{int64 "SUM(conversions)"}} AS conversions,
  SUM(revenue) AS revenue
FROM figures
GROUP BY date, currency
ORDER BY date, currency
