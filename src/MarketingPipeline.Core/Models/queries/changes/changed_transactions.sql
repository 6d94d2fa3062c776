-- The conversion events, of any date, that share user and transaction with one of a changed date: another of them may count now.
WITH
conversion_events AS (
  SELECT event_name, category FROM {{values conversion_events}} AS configured
),
events AS (
  SELECT {{> user_key e="staged."}} AS user_key, staged.transaction_id, staged.session_key, staged.event_date
  FROM {{ref "stg_ga4_events"}} AS staged
  JOIN conversion_events ON conversion_events.event_name = staged.event_name
  WHERE {{on_any_date "staged.event_date"}} AND staged.transaction_id IS NOT NULL
),
transactions AS (
  SELECT user_key, transaction_id FROM events WHERE event_date IN {{changed_dates}}
  UNION DISTINCT
  SELECT {{> user_key e=""}} AS user_key, transaction_id
  FROM {{ref "int_conversions_attributed"}}
  WHERE conversion_date IN {{changed_dates}} AND transaction_id IS NOT NULL
)
SELECT events.user_key, events.session_key, events.event_date
FROM events
JOIN transactions ON transactions.user_key = events.user_key AND transactions.transaction_id = events.transaction_id
