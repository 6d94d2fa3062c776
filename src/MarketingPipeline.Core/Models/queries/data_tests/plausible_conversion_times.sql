-- check: plausible_timestamps
-- target: int_conversions_attributed
-- column: conversion_timestamp
-- severity: warning
-- for: ga4
-- holds: No conversion lies before its session's start.
-- fails: Conversions before their session's start: {found}, for example {example}.
-- advice: Run Invoke-MartBuild -FullRefresh; if it stays, report it with the example.
SELECT COUNT(*) AS found, MIN(conversion_id) AS example
FROM {{ref "int_conversions_attributed"}}
WHERE conversion_timestamp < session_start
