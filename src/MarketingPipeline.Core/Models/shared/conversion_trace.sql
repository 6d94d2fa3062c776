-- Shared by the reconciliations: what became of each staged conversion event. Found by its id, not by the rule that
-- de-duplicates, so that a fault of that rule shows.
conversion_events AS (
  SELECT event_name, category FROM {{values conversion_events}} AS configured
),
staged AS (
  SELECT
    events.event_id, events.event_date, conversion_events.category,
    COALESCE(events.revenue, CASE WHEN conversion_events.category IN ('purchase', 'booking') THEN events.value END) AS revenue,
    COALESCE(events.currency, {{lit currency}}) AS currency,
    {{> user_key e="events."}} || '|' || events.transaction_id AS transaction_key
  FROM {{ref "stg_ga4_events"}} AS events
  JOIN conversion_events ON conversion_events.event_name = events.event_name
  WHERE events.event_date <= {{given "as_of"}}
),
counted_events AS (
  SELECT DISTINCT conversion_id FROM {{ref "int_conversions_attributed"}}
),
counted_transactions AS (
  SELECT DISTINCT {{> user_key e=""}} || '|' || transaction_id AS transaction_key
  FROM {{ref "int_conversions_attributed"}}
  WHERE transaction_id IS NOT NULL
),
traced AS (
  SELECT
    staged.event_id, staged.event_date, staged.category, staged.revenue, staged.currency,
    counted_events.conversion_id IS NOT NULL AS is_counted,
    counted_transactions.transaction_key IS NOT NULL AS is_repeated
  FROM staged
  LEFT JOIN counted_events ON counted_events.conversion_id = staged.event_id
  LEFT JOIN counted_transactions ON counted_transactions.transaction_key = staged.transaction_key
)
