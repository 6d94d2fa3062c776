-- check: reconcile_purchases
-- target: int_conversions_attributed
-- column: transaction_id
-- severity: error
-- for: ga4
-- holds: No user's transaction counts twice.
-- fails: Conversions that count a user's transaction again: {found}, for example transaction {example}.
-- advice: Run Invoke-MartBuild -FullRefresh; if it stays, report it with the example.
WITH purchases AS (
  SELECT transaction_id, COUNT(*) - 1 AS repetitions
  FROM {{ref "int_conversions_attributed"}}
  WHERE transaction_id IS NOT NULL
  GROUP BY {{> user_key e=""}}, transaction_id
)
SELECT COALESCE(SUM(repetitions), 0) AS found, MIN(CASE WHEN repetitions > 0 THEN transaction_id END) AS example
FROM purchases
