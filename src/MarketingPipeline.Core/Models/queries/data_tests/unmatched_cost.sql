-- check: unmatched_cost
-- about: A day's campaign without a session is ordinary; more than a quarter of the cost is not.
-- target: mart_campaign_performance
-- column: cost_match
-- severity: warning
-- for: full
-- holds: All cost of the window found the sessions of its campaign.
-- fails: Cost that found no session of its campaign that day: {amount} of {cost} {currency}, in {found} rows; it is kept in rows of its own.
-- advice: Look whether auto-tagging is on, GA4 is linked to the account, and consent lets clicks be told.
WITH costs AS (
  SELECT
    currency,
    COUNT(CASE WHEN cost_match = 'unmatched' AND cost <> 0 THEN 1 END) AS unmatched_rows,
    COALESCE(SUM(CASE WHEN cost_match = 'unmatched' THEN cost END), 0) AS unmatched,
    COALESCE(SUM(cost), 0) AS cost
  FROM {{ref "mart_campaign_performance"}}
  WHERE cost IS NOT NULL AND date BETWEEN {{given "range_from"}} AND {{given "range_to"}}
  GROUP BY currency
)
SELECT currency, unmatched_rows AS found, unmatched AS amount, cost, CASE WHEN 4 * unmatched > cost THEN 'warning' ELSE 'information' END AS severity
FROM costs
WHERE unmatched_rows > 0 OR currency = {{lit currency}}
ORDER BY currency
