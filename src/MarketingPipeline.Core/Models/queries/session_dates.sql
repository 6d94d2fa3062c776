-- When sessions that are asked for were.
SELECT session_key, session_date, session_start, session_end
FROM {{ref "int_sessions_enriched"}}
WHERE session_key IN (SELECT session_key FROM {{given "asked_sessions"}} AS asked_sessions)
