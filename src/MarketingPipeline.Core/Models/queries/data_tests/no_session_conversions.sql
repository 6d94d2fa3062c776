-- check: no_session
-- target: int_conversions_attributed
-- column: session_key
-- severity: information
-- for: ga4
-- holds: Every conversion belongs to a session.
-- fails: Conversions without a session: {found}, revenue {amount} {currency}, the first on {example}; they count, under channel Unassigned.
SELECT
  COUNT(*) AS found,
  COALESCE(SUM(CASE WHEN currency = {{lit currency}} THEN revenue END), 0) AS amount,
  {{lit currency}} AS currency,
  MIN(conversion_date) AS example
FROM {{ref "int_conversions_attributed"}}
WHERE session_key IS NULL
