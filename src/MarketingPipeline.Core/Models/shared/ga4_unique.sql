-- Whole-row duplicates once, and the client that owns each row where a property is shared. Third of stg_ga4_events' three steps.
-- Equal keys are numbered by what is stored of their rows, so that the same row has the same id on every engine.
numbered AS (
  SELECT
    *,
    {{string "DENSE_RANK() OVER same_key"}} AS ordinal,
    LAG(row_fingerprint) OVER same_key AS fingerprint_before
  FROM stored
  WHERE is_repeated
  WINDOW same_key AS (
    PARTITION BY event_date, event_key
    ORDER BY {{md5 (content_of "stg_ga4_events" "event_id, items, unreadable_values, implausible_values, source_table, loaded_at")}}, {{items_text "items"}}, row_fingerprint)
),
deduplicated AS (
  SELECT *, '1' AS ordinal, NULL AS fingerprint_before FROM stored
  WHERE NOT is_repeated
  UNION ALL
  SELECT * FROM numbered
  WHERE fingerprint_before IS NULL OR fingerprint_before <> row_fingerprint
)
{{#if is_shared}}
,
-- A shared property: an event belongs to the client that owns its stream or host.
owned AS (
  SELECT
    *,
    CASE
      {{#each stream_owners}}WHEN stream_id = {{lit stream}} THEN {{lit owner}}
      {{/each}}{{#each host_owners}}WHEN hostname = {{lit host}} OR ENDS_WITH(hostname, {{lit subdomain}}) THEN {{lit owner}}
      {{/each}}ELSE NULL
    END AS direct_owner,
    {{#if host_owners}}CASE
      {{#each host_owners}}WHEN hostname = {{lit host}} OR ENDS_WITH(hostname, {{lit subdomain}}) THEN {{lit owner}}
      {{/each}}ELSE NULL
    END{{else}}{{typed_null "string"}}{{/if}} AS host_owner
  FROM deduplicated
),
-- Where none does, to the client whose host its session shows first that date; else to nobody.
session_owners AS (
  SELECT session_key, event_date, host_owner
  FROM owned
  WHERE host_owner IS NOT NULL AND session_key IS NOT NULL
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY session_key, event_date
    ORDER BY event_timestamp NULLS LAST, batch_page_id NULLS LAST, batch_ordering_id NULLS LAST, batch_event_index NULLS LAST, event_bundle_sequence_id NULLS LAST, event_key, ordinal) = 1
),
attributed AS (
  SELECT owned.*, COALESCE(owned.direct_owner, session_owners.host_owner) AS owner
  FROM owned
  LEFT JOIN session_owners ON session_owners.session_key = owned.session_key AND session_owners.event_date = owned.event_date
)
{{/if}}
