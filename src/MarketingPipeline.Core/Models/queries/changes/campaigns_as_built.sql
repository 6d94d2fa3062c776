-- The Google Ads campaigns that a layer is built with.
WITH
{{> campaigns}}
SELECT {{lit layer}} AS layer, campaign_id, campaign_name, campaign_type
FROM campaigns
