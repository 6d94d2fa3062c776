-- The names that staged campaigns show: one each, unless something else than a refresh has changed them.
SELECT DISTINCT campaign_id, campaign_name
FROM {{ref "stg_google_ads_cost"}}
WHERE {{on_any_date "date"}}
