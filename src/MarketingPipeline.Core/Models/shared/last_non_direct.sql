-- What each session shows as its last non-direct source: its own, or the user's latest earlier one (inherits_key).
-- What a session without a source of its own can look back at.
sources AS (
  SELECT session_key, user_pseudo_id, session_date, session_start, is_direct, source, medium, campaign, channel_grouping
  FROM {{from}}
  {{#if are_changes}}
  UNION ALL
  SELECT session_key, user_pseudo_id, session_date, session_start, COALESCE(source = '(direct)', FALSE) AS is_direct, source, medium, campaign, channel_grouping
  FROM {{ref "int_sessions_enriched"}}
  WHERE ('user ' || user_pseudo_id) IN (SELECT user_key FROM changed_users) AND session_key NOT IN (SELECT session_key FROM changed_sessions)
  {{/if}}
),
-- The user's latest earlier session that was not direct.
earlier AS (
  SELECT
    session_key,
    LAST_VALUE(CASE WHEN NOT is_direct THEN session_key END IGNORE NULLS) OVER (
      PARTITION BY user_pseudo_id ORDER BY session_start, session_key
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS earlier_key
  FROM sources
),
looked_back AS (
  SELECT
    sessions_now.*,
    CASE WHEN NOT sessions_now.is_direct OR sessions_now.source_method = 'last_click' THEN sessions_now.session_key ELSE earlier.earlier_key END AS inherits_key
  FROM {{from}} AS sessions_now
  JOIN earlier ON earlier.session_key = sessions_now.session_key
)
