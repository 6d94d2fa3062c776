-- The dates whose campaign performance changes with the sessions and conversions.
SELECT DISTINCT 'sessions' AS kind, session_date AS date
FROM (
  SELECT session_date
  FROM (
    SELECT sessions.session_key, session_date, user_pseudo_id, is_new_user, channel_grouping, source, medium, campaign, campaign_id, google_ads_campaign_id, is_engaged, page_views, engagement_seconds
    FROM {{ref "int_sessions_enriched"}} AS sessions
    JOIN changed_sessions ON changed_sessions.session_key = sessions.session_key
    UNION ALL
    SELECT session_key, session_date, user_pseudo_id, is_new_user, channel_grouping, source, medium, campaign, campaign_id, google_ads_campaign_id, is_engaged, page_views, engagement_seconds
    FROM changed_session_rows
  ) AS then_and_now
  GROUP BY session_key, session_date, user_pseudo_id, is_new_user, channel_grouping, source, medium, campaign, campaign_id, google_ads_campaign_id, is_engaged, page_views, engagement_seconds
  HAVING COUNT(*) = 1
) AS differing
UNION ALL
SELECT DISTINCT 'conversions' AS kind, conversion_date AS date FROM changed_conversions
