-- check: accepted_values
-- about: ISO 4217 codes are three upper-case letters; a site may send anything.
-- target: mart_campaign_performance
-- column: currency
-- severity: warning
-- holds: Every currency is a code of three letters.
-- fails: Rows whose currency is no code of three letters: {found}, for example '{example}'; they stand apart from the client's currency.
-- advice: Correct the currency parameter where the site sends the event; stored days keep what they have.
SELECT COUNT(*) AS found, MIN(currency) AS example
FROM {{ref "mart_campaign_performance"}}
WHERE NOT {{matches "currency" "^[A-Z][A-Z][A-Z]$"}}
