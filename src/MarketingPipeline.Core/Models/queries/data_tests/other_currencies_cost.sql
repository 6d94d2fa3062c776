-- check: other_currencies
-- about: Cost in another currency leaves the dashboard without cost and roas, so it is worth a warning.
-- target: stg_google_ads_cost
-- column: currency
-- severity: warning
-- for: google_ads
-- holds: All cost of the marts' window is in the client's currency.
-- fails: Cost in {currency}: {amount}, in {found} rows; it is not in the dashboard's cost, and no roas is computed with it.
-- advice: Set the client's currency to the account's, if revenue is in it too.
SELECT currency, COUNT(*) AS found, COALESCE(SUM(cost), 0) AS amount
FROM {{ref "stg_google_ads_cost"}}
WHERE currency <> {{lit currency}} AND date BETWEEN {{given "range_from"}} AND {{given "range_to"}}
GROUP BY currency
ORDER BY currency
