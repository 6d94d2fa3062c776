-- check: other_currencies
-- target: int_conversions_attributed
-- column: currency
-- severity: information
-- for: ga4
-- holds: All conversions of the marts' window are in the client's currency.
-- fails: Conversions in {currency}: {found}, revenue {amount}; they have rows of their own in mart_campaign_performance, and are not in the dashboard's money.
-- advice: Nothing, if the client sells in that currency.
SELECT currency, COUNT(*) AS found, COALESCE(SUM(revenue), 0) AS amount
FROM {{ref "int_conversions_attributed"}}
WHERE currency <> {{lit currency}} AND conversion_date BETWEEN {{given "range_from"}} AND {{given "range_to"}}
GROUP BY currency
ORDER BY currency
