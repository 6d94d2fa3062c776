-- check: reconcile_{figure}
-- target: mart_executive_dashboard
-- column: {property}
-- severity: error
-- holds: {property} is {shown}, as the days of mart_campaign_performance add up to.
-- fails: {property} is {shown}, but the days of mart_campaign_performance add up to {summed}.
-- advice: Run Invoke-MartBuild -FullRefresh; if it stays, report it.
WITH recent AS (
  SELECT
    {{#each reconciled}}SUM({{name}}) AS {{name}}{{#unless @last}},{{/unless}}
    {{/each}}
  FROM {{ref "mart_campaign_performance"}}
  WHERE currency = {{lit currency}} AND date BETWEEN {{given "recent_from"}} AND {{given "as_of"}}
),
dashboard AS (
  SELECT
    {{#each reconciled}}{{kpi}}{{#unless @last}},{{/unless}}
    {{/each}}
  FROM {{ref "mart_executive_dashboard"}}
),
figures AS (
  {{#each reconciled}}
  {{#unless @first}}UNION ALL{{/unless}}
  SELECT {{lit figure}} AS figure, {{lit kpi}} AS property, {{numeric shown}} AS shown, {{numeric summed}} AS summed
  FROM dashboard
  CROSS JOIN recent
  {{/each}}
)
SELECT
  figure, property, shown, summed,
  COALESCE(shown, 0) - COALESCE(summed, 0) AS amount,
  CASE WHEN COALESCE(shown, 0) <> COALESCE(summed, 0) OR (shown IS NULL AND summed IS NOT NULL) THEN 1 ELSE 0 END AS found
FROM figures
ORDER BY property
