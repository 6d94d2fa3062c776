-- Google Ads campaigns as last seen up to the as-of date.
campaigns AS (
  SELECT
    campaign_id,
    {{last "campaign_name" "date"}} AS campaign_name,
    {{last "campaign_type" "date"}} AS campaign_type
  FROM (
    SELECT DISTINCT date, campaign_id, campaign_name, campaign_type
    FROM {{ref "stg_google_ads_cost"}}
    WHERE date <= {{given "as_of"}}
  ) AS campaign_days
  GROUP BY campaign_id
)
