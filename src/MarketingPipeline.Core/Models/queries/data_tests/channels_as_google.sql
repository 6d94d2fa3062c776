-- check: channels_as_google
-- about: Google's group of a session is the first that any of its events carries. A workspace's own rules and sites mean to differ.
-- target: int_sessions_enriched
-- column: channel_grouping
-- severity: warning
-- for: ga4
-- holds: Every session of the window that the export has Google's own channel group of shows that channel.
-- fails: Sessions whose channel is not Google's own: {found} of {sessions} (share that agrees {amount}), for example {example}.
-- advice: Look at channelRules, knownSites and channelSites of pipeline.json; where none of them means it, run Invoke-MartBuild.
WITH google_groups AS (
  SELECT session_key, last_click_channel_group AS google_group
  FROM {{ref "stg_ga4_events"}}
  WHERE session_key IS NOT NULL AND last_click_channel_group IS NOT NULL AND event_date BETWEEN {{given "range_from"}} AND {{given "range_to"}}
  QUALIFY ROW_NUMBER() OVER (PARTITION BY session_key ORDER BY {{> event_order e=""}}) = 1
),
compared AS (
  SELECT sessions.channel_grouping, google_groups.google_group, sessions.channel_grouping <> google_groups.google_group AS differs
  FROM {{ref "int_sessions_enriched"}} AS sessions
  JOIN google_groups ON google_groups.session_key = sessions.session_key
  WHERE sessions.session_date BETWEEN {{given "range_from"}} AND {{given "range_to"}}
)
SELECT
  COUNT(CASE WHEN differs THEN 1 END) AS found,
  COUNT(*) AS sessions,
  {{div "COUNT(CASE WHEN NOT differs THEN 1 END)" "COUNT(*)"}} AS amount,
  MIN(CASE WHEN differs THEN channel_grouping || ', of Google ' || google_group END) AS example,
  CASE WHEN NOT {{lit has_own_channels}} AND 20 * COUNT(CASE WHEN differs THEN 1 END) > COUNT(*) THEN 'warning' ELSE 'information' END AS severity
FROM compared
