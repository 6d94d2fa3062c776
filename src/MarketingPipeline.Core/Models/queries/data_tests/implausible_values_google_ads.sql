-- check: implausible_values
-- about: A value beyond all bounds is NULL, so that no sum can overflow.
-- target: ledger
-- column: implausible_values
-- severity: warning
-- for: google_ads
-- holds: Every value of Google Ads' reports is within bounds.
-- fails: Values of Google Ads' reports beyond all bounds (10^18 micros, 10^15 of a count, 10^12 of an amount): {found}, the first on {example}; they are NULL.
-- advice: Look into the reports of that date, and save them again as Google's API answers them.
SELECT COALESCE(SUM(implausible_values), 0) AS found, MIN(CASE WHEN implausible_values > 0 THEN date END) AS example
FROM {{ref "ledger"}}
WHERE source = 'google_ads'
