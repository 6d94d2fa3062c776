-- check: unreadable_values
-- about: A value that is no number is NULL, so that its day counts without it.
-- target: ledger
-- column: unreadable_values
-- severity: warning
-- for: google_ads
-- holds: Every value of Google Ads' reports is a number.
-- fails: Values of Google Ads' reports that are no number, or a fraction where a whole number belongs: {found}, the first on {example}; they are NULL.
-- advice: Look into the reports of that date, and save them again as Google's API answers them.
SELECT COALESCE(SUM(unreadable_values), 0) AS found, MIN(CASE WHEN unreadable_values > 0 THEN date END) AS example
FROM {{ref "ledger"}}
WHERE source = 'google_ads'
