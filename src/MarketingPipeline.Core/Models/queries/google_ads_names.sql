-- The latest name of a campaign is shown on all its dates.
UPDATE {{ref "stg_google_ads_cost"}} SET campaign_name = latest.campaign_name
FROM (
  SELECT campaign_id AS id, {{last "campaign_name" "date"}} AS campaign_name
  FROM (SELECT DISTINCT date, campaign_id, campaign_name FROM {{ref "stg_google_ads_cost"}}) AS named
  GROUP BY campaign_id
) AS latest
WHERE campaign_id = latest.id AND COALESCE({{ref "stg_google_ads_cost"}}.campaign_name, '') <> COALESCE(latest.campaign_name, '')
