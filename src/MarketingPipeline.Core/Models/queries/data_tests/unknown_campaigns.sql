-- check: unknown_campaigns
-- about: A last click may be of a campaign that has spent nothing in the history.
-- target: int_sessions_enriched
-- column: google_ads_campaign_id
-- severity: information
-- for: full
-- holds: Every Google Ads campaign that sessions name is in the account's reports.
-- fails: Sessions of Google Ads campaigns that the reports do not have: {found}, for example campaign {example}.
-- advice: If the campaign belongs to another account, its cost is missing here.
SELECT COUNT(*) AS found, MIN(sessions.google_ads_campaign_id) AS example
FROM {{ref "int_sessions_enriched"}} AS sessions
LEFT JOIN (SELECT DISTINCT campaign_id FROM {{ref "stg_google_ads_cost"}} WHERE date <= {{given "as_of"}}) AS campaigns
  ON campaigns.campaign_id = sessions.google_ads_campaign_id
WHERE sessions.google_ads_campaign_id IS NOT NULL AND campaigns.campaign_id IS NULL
  AND sessions.session_date BETWEEN {{given "range_from"}} AND {{given "range_to"}}
