-- check: no_hostname
-- target: ledger
-- column: no_hostname_rows
-- severity: information
-- for: shared
-- holds: Every event of the shared property belongs to a client.
-- fails: Events of the shared property that no client owns: {found} of {source_rows}, the first on {example}; they are in nobody's figures.
-- advice: If a host or stream of theirs is a client's, add it to the client's hostnames or streams.
SELECT COALESCE(SUM(no_hostname_rows), 0) AS found, COALESCE(SUM(source_rows), 0) AS source_rows, MIN(CASE WHEN no_hostname_rows > 0 THEN date END) AS example
FROM {{ref "ledger"}}
WHERE source = 'ga4'
