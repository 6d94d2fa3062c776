-- The latest name of a campaign is shown on all its dates: that of the reports at hand, which know names that the staged
-- rows no longer show; what they lack keeps what is staged.
UPDATE {{ref "stg_google_ads_cost"}} SET campaign_name = latest.campaign_name
FROM (
  SELECT campaign_id AS id, {{last "campaign_name" "date"}} AS campaign_name
  FROM (
    SELECT date, campaign_id, {{last "campaign_name" "place"}} AS campaign_name
    FROM (
      SELECT date, campaign_id, campaign_name, ROW_NUMBER() OVER (PARTITION BY date, campaign_id ORDER BY {{> google_ads_row_order}}) AS place
      FROM google_ads_report_rows
    ) AS placed
    GROUP BY date, campaign_id
    UNION ALL
    SELECT DISTINCT date, campaign_id, campaign_name
    FROM {{ref "stg_google_ads_cost"}}
    WHERE {{on_any_date "date"}} AND campaign_id NOT IN (SELECT campaign_id FROM google_ads_report_rows WHERE campaign_name IS NOT NULL)
  ) AS named
  GROUP BY campaign_id
) AS latest
WHERE {{on_any_date "date"}} AND campaign_id = latest.id AND COALESCE({{ref "stg_google_ads_cost"}}.campaign_name, '') <> COALESCE(latest.campaign_name, '')
