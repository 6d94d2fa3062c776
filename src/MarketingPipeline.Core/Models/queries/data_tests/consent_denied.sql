-- check: consent_denied
-- about: Where most events are without consent, users and sessions describe the minority.
-- target: stg_ga4_events
-- column: analytics_storage
-- severity: warning
-- for: ga4
-- holds: No event of the window was sent without consent.
-- fails: Events sent without consent for analytics: {found} of {events} (share {amount}); they have no user and no session.
-- advice: Read users, sessions and channels as those of consenting visitors.
SELECT
  COUNT(CASE WHEN analytics_storage = 'No' THEN 1 END) AS found,
  COUNT(*) AS events,
  {{div "COUNT(CASE WHEN analytics_storage = 'No' THEN 1 END)" "COUNT(*)"}} AS amount,
  CASE WHEN 2 * COUNT(CASE WHEN analytics_storage = 'No' THEN 1 END) > COUNT(*) THEN 'warning' ELSE 'information' END AS severity
FROM {{ref "stg_ga4_events"}}
WHERE event_date BETWEEN {{given "range_from"}} AND {{given "range_to"}}
