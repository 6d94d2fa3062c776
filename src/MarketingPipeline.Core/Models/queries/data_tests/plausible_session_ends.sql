-- check: plausible_timestamps
-- target: int_sessions_enriched
-- column: session_end
-- severity: error
-- for: ga4
-- holds: No session ends before it starts.
-- fails: Sessions that end before they start: {found}, for example {example}.
-- advice: Run Invoke-MartBuild -FullRefresh; if it stays, report it with the example.
SELECT COUNT(*) AS found, MIN(session_key) AS example
FROM {{ref "int_sessions_enriched"}}
WHERE session_end < session_start
