-- Shared by sessions and conversions: the client's conversion events, each transaction once. Of the events with the same
-- user and transaction_id, over all conversion events, the first counts; an event without transaction_id always counts. Where
-- only changes are built, those of the users concerned, which were read before.
{{#if are_changes}}
conversions AS (
  SELECT * FROM conversions_of_users
)
{{else}}
conversion_events AS (
  SELECT event_name, category FROM {{values conversion_events}} AS configured
),
conversions AS (
  SELECT
    events.event_id,
    events.event_date,
    events.event_timestamp,
    events.event_name,
    conversion_events.category,
    events.user_pseudo_id,
    events.session_key,
    events.transaction_id,
    COALESCE(events.revenue, CASE WHEN conversion_events.category IN ('purchase', 'booking') THEN events.value END) AS revenue,
    COALESCE(events.currency, {{lit currency}}) AS currency,
    events.currency IS NULL AS currency_filled,
    events.tax,
    events.shipping,
    events.coupon,
    events.items,
    events.batch_page_id,
    events.batch_ordering_id,
    events.batch_event_index,
    events.event_bundle_sequence_id
  FROM {{ref "stg_ga4_events"}} AS events
  JOIN conversion_events ON conversion_events.event_name = events.event_name
  {{#if are_of_users}}
  WHERE events.event_date IN {{conversion_dates}} AND {{> user_key e="events."}} IN (SELECT user_key FROM changed_users)
  {{else}}
  WHERE events.event_date <= {{given "as_of"}}
  {{/if}}
  QUALIFY events.transaction_id IS NULL OR ROW_NUMBER() OVER (
    PARTITION BY {{> user_key e="events."}}, COALESCE(events.transaction_id, '')
    ORDER BY {{> event_order e="events."}}) = 1
)
{{/if}}
