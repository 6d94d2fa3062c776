-- What the reports say of each date, by currency: the campaign report, and ad groups whose campaign or metric it lacks.
WITH
{{> google_ads_newest}},
currencies AS (
  SELECT date, customer_id, campaign_id, COALESCE(MIN(currency), {{lit currency}}) AS currency
  FROM google_ads_report_rows
  GROUP BY date, customer_id, campaign_id
),
campaigns AS (
  SELECT
    date, customer_id, campaign_id,
    MAX(CASE WHEN grain = 'Campaign' THEN 1 ELSE 0 END) = 1 AS is_reported,
    COALESCE(SUM(CASE WHEN grain = 'Campaign' THEN cost_micros END), SUM(cost_micros)) AS cost_micros,
    COALESCE(SUM(CASE WHEN grain = 'Campaign' THEN clicks END), SUM(clicks)) AS clicks,
    COALESCE(SUM(CASE WHEN grain = 'Campaign' THEN conversions END), SUM(conversions)) AS conversions,
    COALESCE(SUM(CASE WHEN grain = 'Campaign' THEN conversions_value END), SUM(conversions_value)) AS conversions_value
  FROM newest
  GROUP BY date, customer_id, campaign_id
)
SELECT
  campaigns.date,
  currencies.currency,
  {{int64 "SUM(campaigns.cost_micros)"}} AS cost_micros,
  {{int64 "SUM(campaigns.clicks)"}} AS clicks,
  SUM(campaigns.conversions) AS conversions,
  SUM(campaigns.conversions_value) AS conversions_value,
  COUNT(CASE WHEN NOT campaigns.is_reported THEN 1 END) AS no_campaign_rows
FROM campaigns
JOIN currencies
  ON currencies.date = campaigns.date
  AND currencies.customer_id = campaigns.customer_id
  AND currencies.campaign_id = campaigns.campaign_id
GROUP BY campaigns.date, currencies.currency
ORDER BY campaigns.date, currencies.currency
