-- The Google Ads campaigns whose latest name or type is another than the one that a layer was built with.
WITH
{{> campaigns}}
SELECT DISTINCT campaign_id
FROM (
  SELECT campaign_id
  FROM (
    SELECT campaign_id, campaign_name, campaign_type FROM campaigns
    UNION ALL
    SELECT campaign_id, campaign_name, campaign_type FROM pipeline_campaigns WHERE layer = {{lit layer}}
  ) AS then_and_now
  GROUP BY campaign_id, campaign_name, campaign_type
  HAVING COUNT(*) = 1
) AS differing
