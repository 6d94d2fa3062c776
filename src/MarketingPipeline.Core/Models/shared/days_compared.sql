-- Shared by the reconciliations of the marts: from sides (date, currency, below, above, outside) one row per currency.
-- Dates are compared one by one, so that two wrong days cannot make up for each other.
days AS (
  SELECT date, currency, SUM(below) AS below, SUM(above) AS above, SUM(outside) AS outside
  FROM sides
  GROUP BY date, currency
)
SELECT
  currency,
  COUNT(CASE WHEN below <> above THEN 1 END) AS found,
  MIN(CASE WHEN below <> above THEN date END) AS example,
  SUM(above) - SUM(below) AS amount,
  SUM(above) AS above,
  SUM(outside) AS outside
FROM days
GROUP BY currency
HAVING currency = {{lit currency}} OR SUM(ABS(days.below) + ABS(days.above) + ABS(days.outside)) > 0
ORDER BY currency
