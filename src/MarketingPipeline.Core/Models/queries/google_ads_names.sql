-- The latest name of a campaign is shown on all its dates.
UPDATE {{ref "stg_google_ads_cost"}} SET campaign_name = renamed.name
FROM google_ads_renamed_campaigns AS renamed
WHERE {{on_any_date "date"}} AND campaign_id = renamed.id AND COALESCE({{ref "stg_google_ads_cost"}}.campaign_name, '') <> renamed.name
