-- check: no_campaign_row
-- about: Without the campaign's own report nothing says that its ad groups are all of it.
-- target: ledger
-- column: no_campaign_rows
-- severity: warning
-- for: google_ads
-- holds: Every campaign and date of the ad-group report is in the campaign report.
-- fails: Campaigns and dates that only the ad-group report has: {found}, the first on {example}; they count what their ad groups add up to.
-- advice: Save the campaign report for the same dates as the ad-group report.
SELECT COALESCE(SUM(no_campaign_rows), 0) AS found, MIN(CASE WHEN no_campaign_rows > 0 THEN date END) AS example
FROM {{ref "ledger"}}
WHERE source = 'google_ads'
