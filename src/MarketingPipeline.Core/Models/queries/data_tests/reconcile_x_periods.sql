-- check: reconcile_{figure}
-- target: mart_campaign_periods
-- column: {property}
-- severity: error
-- holds: {property}: every period has what its days in mart_campaign_performance add up to.
-- fails: {property}: periods that differ from what their days in mart_campaign_performance add up to: {found}, for example {example}, {amount} apart in all.
-- advice: Run Invoke-MartBuild -FullRefresh; if it stays, report it.
WITH ranges AS (
  SELECT 'last_7d' AS period, {{given "week_from"}} AS from_date
  UNION ALL
  SELECT 'last_30d', {{given "recent_from"}}
  UNION ALL
  SELECT 'month_to_date', {{given "month_from"}}
),
summed AS (
  SELECT
    ranges.period, days.currency,
    {{#each reconciled}}SUM(days.{{name}}) AS {{name}}{{#unless @last}},{{/unless}}
    {{/each}}
  FROM {{ref "mart_campaign_performance"}} AS days
  JOIN ranges ON days.date BETWEEN ranges.from_date AND {{given "as_of"}}
  GROUP BY ranges.period, days.currency
),
shown AS (
  SELECT
    period, currency,
    {{#each reconciled}}SUM({{name}}) AS {{name}}{{#unless @last}},{{/unless}}
    {{/each}}
  FROM {{ref "mart_campaign_periods"}}
  GROUP BY period, currency
),
sides AS (
  {{#each reconciled}}
  {{#unless @first}}UNION ALL{{/unless}}
  SELECT {{lit figure}} AS figure, {{lit name}} AS property, period, currency, {{numeric name}} AS below, {{numeric "0"}} AS above FROM summed
  UNION ALL
  SELECT {{lit figure}}, {{lit name}}, period, currency, {{numeric "0"}}, {{numeric name}} FROM shown
  {{/each}}
),
groups_compared AS (
  SELECT figure, property, period, currency, COALESCE(SUM(below), 0) AS below, COALESCE(SUM(above), 0) AS above
  FROM sides
  GROUP BY figure, property, period, currency
)
SELECT
  figure, property,
  COUNT(CASE WHEN below <> above THEN 1 END) AS found,
  MIN(CASE WHEN below <> above THEN period || ', ' || currency END) AS example,
  SUM(above) - SUM(below) AS amount
FROM groups_compared
GROUP BY figure, property
ORDER BY property
