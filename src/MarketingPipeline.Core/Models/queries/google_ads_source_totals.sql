-- What the reports say of each date, for the ledger: the campaign report, and ad groups whose campaign it lacks.
WITH newest AS (
  SELECT date, customer_id, grain, campaign_id, cost_micros, clicks
  FROM google_ads_report_rows
  QUALIFY RANK() OVER (
    PARTITION BY grain, customer_id, date, campaign_id, COALESCE(ad_group_id, ''), segments
    ORDER BY source_order DESC) = 1
),
campaigns AS (
  SELECT
    date, customer_id, campaign_id,
    MAX(CASE WHEN grain = 'Campaign' THEN 1 ELSE 0 END) = 1 AS is_reported,
    SUM(CASE WHEN grain = 'Campaign' THEN cost_micros ELSE 0 END) AS campaign_micros,
    SUM(CASE WHEN grain = 'AdGroup' THEN cost_micros ELSE 0 END) AS ad_group_micros,
    SUM(CASE WHEN grain = 'Campaign' THEN clicks ELSE 0 END) AS campaign_clicks,
    SUM(CASE WHEN grain = 'AdGroup' THEN clicks ELSE 0 END) AS ad_group_clicks
  FROM newest
  GROUP BY date, customer_id, campaign_id
)
SELECT
  date,
  {{int64 "SUM(CASE WHEN is_reported THEN campaign_micros ELSE ad_group_micros END)"}} AS cost_micros,
  {{int64 "SUM(CASE WHEN is_reported THEN campaign_clicks ELSE ad_group_clicks END)"}} AS clicks,
  COUNT(CASE WHEN NOT is_reported THEN 1 END) AS no_campaign_rows
FROM campaigns
GROUP BY date
ORDER BY date
