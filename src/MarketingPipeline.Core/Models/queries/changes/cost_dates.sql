-- The dates on which campaigns that are shown otherwise had cost.
SELECT DISTINCT costs.date AS date
FROM {{ref "stg_google_ads_cost"}} AS costs
JOIN changed_campaigns ON changed_campaigns.campaign_id = costs.campaign_id
WHERE costs.date BETWEEN {{given "range_from"}} AND {{given "range_to"}}
