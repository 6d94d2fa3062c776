-- check: freshness
-- about: Information: -AsOf may have asked for it.
-- target: mart_executive_dashboard
-- column: report_date
-- severity: information
-- holds: The marts were built as of {report_date}; yesterday is {yesterday}.
-- fails: The marts were built as of {report_date}, {amount} days before yesterday, {yesterday}.
-- advice: Run Invoke-StagingRefresh and Invoke-MartBuild, unless that date was meant.
SELECT {{days_between "MAX(report_date)" (given "yesterday")}} AS amount, MAX(report_date) AS report_date, {{given "yesterday"}} AS yesterday,
  CASE WHEN MAX(report_date) < {{given "yesterday"}} THEN 1 ELSE 0 END AS found
FROM {{ref "mart_executive_dashboard"}}
