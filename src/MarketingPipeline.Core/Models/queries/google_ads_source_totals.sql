-- What the reports say of each date, by currency: the campaign report, and ad groups whose campaign it lacks.
WITH
{{> google_ads_newest}},
campaigns AS (
  SELECT
    date, customer_id, campaign_id,
    COALESCE(MIN(currency), {{lit currency}}) AS currency,
    MAX(CASE WHEN grain = 'Campaign' THEN 1 ELSE 0 END) = 1 AS is_reported,
    SUM(CASE WHEN grain = 'Campaign' THEN cost_micros ELSE 0 END) AS campaign_micros,
    SUM(CASE WHEN grain = 'AdGroup' THEN cost_micros ELSE 0 END) AS ad_group_micros,
    SUM(CASE WHEN grain = 'Campaign' THEN clicks ELSE 0 END) AS campaign_clicks,
    SUM(CASE WHEN grain = 'AdGroup' THEN clicks ELSE 0 END) AS ad_group_clicks,
    SUM(CASE WHEN grain = 'Campaign' THEN conversions ELSE 0 END) AS campaign_conversions,
    SUM(CASE WHEN grain = 'AdGroup' THEN conversions ELSE 0 END) AS ad_group_conversions
  FROM newest
  GROUP BY date, customer_id, campaign_id
)
SELECT
  date,
  currency,
  {{int64 "SUM(CASE WHEN is_reported THEN campaign_micros ELSE ad_group_micros END)"}} AS cost_micros,
  {{int64 "SUM(CASE WHEN is_reported THEN campaign_clicks ELSE ad_group_clicks END)"}} AS clicks,
  SUM(CASE WHEN is_reported THEN campaign_conversions ELSE ad_group_conversions END) AS conversions,
  COUNT(CASE WHEN NOT is_reported THEN 1 END) AS no_campaign_rows
FROM campaigns
GROUP BY date, currency
ORDER BY date, currency
