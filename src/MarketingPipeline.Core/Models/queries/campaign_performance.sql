-- Campaign figures of any range by any of the dimensions, compared with another range (Get-CampaignPerformance).
WITH
{{#if from_mart}}
performance_days AS (
  SELECT * FROM {{ref "mart_campaign_performance"}}
),
{{else}}
{{> performance_days}},
{{/if}}
{{> performance_totals}}
SELECT
  {{#each dimensions}}{{name}},
  {{/each}}
  currency,
  is_comparable,
  {{> period_figures}}
  period
FROM range_ratios
ORDER BY CASE WHEN currency = {{lit currency}} THEN 0 ELSE 1 END, currency{{#each dimensions}}, {{order}}{{/each}}
