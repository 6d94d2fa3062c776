-- Google Ads' report rows without those that a later source has read again: of the same figures the later source counts.
-- Where no two sources overlap, all of them.
{{#if is_read_twice}}
newest AS (
  SELECT *
  FROM google_ads_report_rows
  QUALIFY RANK() OVER (
    PARTITION BY grain, customer_id, date, campaign_id, COALESCE(ad_group_id, ''), segments
    ORDER BY source_order DESC) = 1
)
{{else}}
newest AS {{inline}} (
  SELECT * FROM google_ads_report_rows
)
{{/if}}
