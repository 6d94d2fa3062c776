-- Why sessions have their sources: the hits of each in their order, which rule may take a hit and when it has its turn, and the
-- one that decides. By the step that int_sessions_enriched itself reads, so that the answer is the table's.
WITH
{{> session_sources}},
asked_keys AS (
  SELECT DISTINCT session_key FROM ordered
)
SELECT
  asked_keys.session_key,
  ruled.event_number,
  ruled.event_timestamp,
  ruled.event_name,
  ruled.turn,
  ruled.is_click,
  ruled.click,
  ruled.names_source,
  ruled.hit_source,
  ruled.hit_medium,
  ruled.hit_campaign,
  ruled.referrer_host,
  ruled.last_click_source,
  ruled.last_click_medium,
  ruled.last_click_campaign,
  COALESCE(session_sources.event_number = ruled.event_number, FALSE) AS decides,
  ROW_NUMBER() OVER (PARTITION BY asked_keys.session_key ORDER BY ruled.event_number DESC) = 1 AS is_last,
  COALESCE(session_sources.source_method, 'direct') AS source_method,
  CASE WHEN session_sources.session_key IS NULL THEN '(direct)' ELSE session_sources.source END AS source,
  CASE WHEN session_sources.session_key IS NULL THEN '(none)' ELSE session_sources.medium END AS medium,
  session_sources.campaign
FROM asked_keys
LEFT JOIN ruled ON ruled.session_key = asked_keys.session_key
LEFT JOIN session_sources ON session_sources.session_key = asked_keys.session_key
ORDER BY asked_keys.session_key, ruled.event_number
