-- check: build_is_current
-- target: mart_executive_dashboard
-- column: loaded_at
-- severity: warning
-- holds: No date up to the as-of date was staged after the marts were built.
-- fails: Dates that were staged again after the marts were built: {found}, the first {example}; until a build, reconciliations may differ.
-- advice: Run Invoke-MartBuild.
WITH built AS (
  SELECT MAX(loaded_at) AS built_at FROM {{ref "mart_executive_dashboard"}}
)
SELECT COUNT(*) AS found, MIN(ledger.date) AS example
FROM {{ref "ledger"}} AS ledger
JOIN built ON ledger.loaded_at > built.built_at
WHERE ledger.date <= {{given "as_of"}}
