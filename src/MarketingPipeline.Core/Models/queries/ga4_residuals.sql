-- Whose the events of a shared property are, by date: for the ledger's counts of what was not staged.
WITH
{{> ga4_rows}}
SELECT event_date AS date, owner, COUNT(*) AS events
FROM attributed
GROUP BY event_date, owner
