-- The names that staged campaigns show, and until when: one each, unless something else than a refresh has changed them.
SELECT campaign_id, campaign_name, MAX(date) AS last_date
FROM {{ref "stg_google_ads_cost"}}
WHERE {{on_any_date "date"}}
GROUP BY campaign_id, campaign_name
ORDER BY campaign_id, last_date
