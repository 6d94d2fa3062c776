-- check: duplicate_rows
-- target: ledger
-- column: duplicate_rows
-- severity: information
-- for: ga4
-- holds: The export holds no row twice.
-- fails: Rows that the export holds again: {found} of the {source_rows} of those days, the first on {example}; each was stored once.
SELECT COALESCE(SUM(duplicate_rows), 0) AS found, COALESCE(SUM(source_rows), 0) AS source_rows, MIN(CASE WHEN duplicate_rows > 0 THEN date END) AS example
FROM {{ref "ledger"}}
WHERE source = 'ga4' AND duplicate_rows > 0
