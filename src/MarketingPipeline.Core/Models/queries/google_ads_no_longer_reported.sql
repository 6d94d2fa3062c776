-- Campaigns that a later report over the same dates no longer has, though it may have been asked for a part: they keep their
-- figures.
WITH
reports AS (
  SELECT source_order, customer_id, MIN(date) AS first_date, MAX(date) AS last_date
  FROM google_ads_report_rows
  WHERE grain = 'Campaign'
  GROUP BY source_order, customer_id
),
campaign_days AS (
  SELECT date, customer_id, campaign_id, MAX(source_order) AS source_order
  FROM google_ads_report_rows
  WHERE grain = 'Campaign'
  GROUP BY date, customer_id, campaign_id
)
SELECT campaign_days.campaign_id, COUNT(DISTINCT campaign_days.date) AS dates, MIN(campaign_days.date) AS first_date, MAX(campaign_days.date) AS last_date
FROM campaign_days
JOIN reports
  ON reports.customer_id = campaign_days.customer_id
  AND reports.source_order > campaign_days.source_order
  AND campaign_days.date BETWEEN reports.first_date AND reports.last_date
GROUP BY campaign_days.campaign_id
ORDER BY campaign_days.campaign_id
