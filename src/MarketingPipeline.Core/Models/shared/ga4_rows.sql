-- Shared by stg_ga4_events and the count of its residuals: the export's rows in the product's columns, whole-row
-- duplicates once, and the client that owns each where a property is shared.
-- Times at which a user has several events of one name: only these can be duplicates, so only these are compared
-- whole, and read apart from the others: an engine then reads hardly more than it finds.
repeated_times AS (
  SELECT DISTINCT event_micros
  FROM (
    {{#each sources}}
    {{#unless @first}}UNION ALL{{/unless}}
    SELECT source_date, {{field "event_timestamp" "int64"}} AS event_micros, {{field "event_name" "string"}} AS event_name, {{field "user_pseudo_id" "string"}} AS user_pseudo_id
    FROM {{relation}} AS day_tables
    {{/each}}
  ) AS moments
  GROUP BY source_date, event_micros, event_name, user_pseudo_id
  HAVING COUNT(*) > 1
),
exported AS {{inline}} (
  {{#each sources}}
  {{#unless @first}}UNION ALL{{/unless}}
  SELECT
    row_fingerprint,
    is_repeated,
    source_table,
    source_date AS event_date,
    {{field "event_timestamp" "int64"}} AS event_micros,
    {{field "event_name" "string"}} AS event_name,
    {{field "user_pseudo_id" "string"}} AS user_pseudo_id,
    {{field "user_id" "string"}} AS user_id,
    {{field "stream_id" "string"}} AS stream_id,
    {{field "platform" "string"}} AS platform,
    {{param "ga_session_id" "int64"}} AS ga_session_id,
    {{param "ga_session_number" "int64"}} AS ga_session_number,
    {{param "page_location" "string"}} AS page_location,
    {{param "page_title" "string"}} AS page_title,
    {{param "page_referrer" "string"}} AS page_referrer,
    {{field "device.web_info.hostname" "string"}} AS web_hostname,
    {{param "engagement_time_msec" "int64"}} AS engagement_time_msec,
    {{param "session_engaged" "id"}} AS session_engaged,
    NULLIF({{field "collected_traffic_source.manual_source" "string"}}, '') AS collected_source,
    NULLIF({{field "collected_traffic_source.manual_medium" "string"}}, '') AS collected_medium,
    NULLIF({{field "collected_traffic_source.manual_campaign_name" "string"}}, '') AS collected_campaign,
    NULLIF({{field "collected_traffic_source.manual_campaign_id" "string"}}, '') AS collected_campaign_id,
    NULLIF({{field "collected_traffic_source.manual_term" "string"}}, '') AS collected_term,
    NULLIF({{field "collected_traffic_source.manual_content" "string"}}, '') AS collected_content,
    NULLIF({{field "collected_traffic_source.gclid" "string"}}, '') AS collected_gclid,
    NULLIF({{field "collected_traffic_source.dclid" "string"}}, '') AS collected_dclid,
    NULLIF({{field "collected_traffic_source.srsltid" "string"}}, '') AS collected_srsltid,
    NULLIF({{param "source" "string"}}, '') AS param_source,
    NULLIF({{param "medium" "string"}}, '') AS param_medium,
    NULLIF({{param "campaign" "string"}}, '') AS param_campaign,
    NULLIF({{param "campaign_id" "string"}}, '') AS param_campaign_id,
    NULLIF({{param "term" "string"}}, '') AS param_term,
    NULLIF({{param "content" "string"}}, '') AS param_content,
    NULLIF({{param "gclid" "string"}}, '') AS param_gclid,
    NULLIF({{param "dclid" "string"}}, '') AS param_dclid,
    NULLIF({{param "gbraid" "string"}}, '') AS param_gbraid,
    NULLIF({{param "wbraid" "string"}}, '') AS param_wbraid,
    NULLIF({{param "srsltid" "string"}}, '') AS param_srsltid,
    NULLIF({{param "msclkid" "string"}}, '') AS param_msclkid,
    NULLIF({{param "fbclid" "string"}}, '') AS param_fbclid,
    {{param "ignore_referrer" "string"}} AS ignore_referrer,
    {{field "session_traffic_source_last_click.cross_channel_campaign.source" "string"}} AS cross_source,
    {{field "session_traffic_source_last_click.cross_channel_campaign.medium" "string"}} AS cross_medium,
    {{field "session_traffic_source_last_click.cross_channel_campaign.campaign_name" "string"}} AS cross_campaign,
    {{field "session_traffic_source_last_click.cross_channel_campaign.campaign_id" "string"}} AS cross_campaign_id,
    {{field "session_traffic_source_last_click.cross_channel_campaign.default_channel_group" "string"}} AS cross_channel_group,
    {{field "session_traffic_source_last_click.manual_campaign.source" "string"}} AS manual_source,
    {{field "session_traffic_source_last_click.manual_campaign.medium" "string"}} AS manual_medium,
    {{field "session_traffic_source_last_click.manual_campaign.campaign_name" "string"}} AS manual_campaign,
    {{field "session_traffic_source_last_click.manual_campaign.campaign_id" "string"}} AS manual_campaign_id,
    {{field "session_traffic_source_last_click.manual_campaign.term" "string"}} AS manual_term,
    {{field "session_traffic_source_last_click.manual_campaign.content" "string"}} AS manual_content,
    {{field "session_traffic_source_last_click.google_ads_campaign.campaign_name" "string"}} AS google_ads_campaign,
    NULLIF(NULLIF({{field "session_traffic_source_last_click.google_ads_campaign.campaign_id" "string"}}, ''), '(not set)') AS google_ads_campaign_id,
    NULLIF(NULLIF({{field "session_traffic_source_last_click.google_ads_campaign.ad_group_id" "string"}}, ''), '(not set)') AS google_ads_ad_group_id,
    {{field "user_first_touch_timestamp" "int64"}} AS first_touch_micros,
    {{field "traffic_source.source" "string"}} AS first_user_source,
    {{field "traffic_source.medium" "string"}} AS first_user_medium,
    {{field "traffic_source.name" "string"}} AS first_user_campaign,
    {{field "device.category" "string"}} AS device_category,
    {{field "device.operating_system" "string"}} AS operating_system,
    COALESCE({{field "device.web_info.browser" "string"}}, {{field "device.browser" "string"}}) AS browser,
    {{field "device.language" "string"}} AS language,
    {{field "geo.country" "string"}} AS country,
    {{field "geo.region" "string"}} AS region,
    {{field "geo.city" "string"}} AS city,
    COALESCE(
      NULLIF(NULLIF({{field "ecommerce.transaction_id" "string"}}, ''), '(not set)'),
      NULLIF(NULLIF({{param "transaction_id" "id"}}, ''), '(not set)')) AS transaction_id,
    {{param "value" "numeric"}} AS value,
    {{field "ecommerce.purchase_revenue" "numeric"}} AS revenue,
    {{field "ecommerce.purchase_revenue_in_usd" "numeric"}} AS revenue_usd,
    {{field "ecommerce.refund_value" "numeric"}} AS refund,
    {{field "ecommerce.tax_value" "numeric"}} AS tax,
    {{field "ecommerce.shipping_value" "numeric"}} AS shipping,
    TRANSLATE(NULLIF(NULLIF(TRIM({{param "currency" "string"}}, ' '), ''), '(not set)'), 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') AS currency,
    NULLIF({{param "coupon" "string"}}, '') AS coupon,
    {{items}} AS items,
    {{field "ecommerce.total_item_quantity" "int64"}} AS item_quantity,
    {{field "privacy_info.analytics_storage" "string"}} AS analytics_storage,
    {{field "privacy_info.ads_storage" "string"}} AS ads_storage,
    {{field "batch_page_id" "int64"}} AS batch_page_id,
    {{field "batch_ordering_id" "int64"}} AS batch_ordering_id,
    {{field "batch_event_index" "int64"}} AS batch_event_index,
    {{field "event_bundle_sequence_id" "int64"}} AS event_bundle_sequence_id
  FROM (
    SELECT *, {{param_lists}}
    FROM (
      SELECT *, FALSE AS is_repeated FROM {{relation}} AS day_tables
      WHERE COALESCE({{field "event_timestamp" "int64"}} NOT IN (SELECT event_micros FROM repeated_times), TRUE)
      UNION ALL
      SELECT *, TRUE AS is_repeated FROM {{relation}} AS day_tables
      WHERE {{field "event_timestamp" "int64"}} IN (SELECT event_micros FROM repeated_times)
    ) AS parted
  ) AS keyed
  {{/each}}
),
-- The page's host and its query without fragment, each read once.
located AS {{inline}} (
  SELECT
    *,
    COALESCE(
      {{extract (lower "page_location") "^[a-z][a-z0-9+.-]*://(?:[^/?#@]*@)?(?:www\.)?([^/?#:]*?)\.?(?::[0-9]*)?(?:[/?#]|$)"}},
      {{extract (lower "web_hostname") "^(?:www\.)?(.*?)\.?(?::[0-9]*)?$"}}) AS hostname,
    {{extract "CASE WHEN STRPOS(page_location, '?') > 0 THEN page_location END" "^[^?#]*\?([^#]*)"}} AS query
  FROM exported
),
-- utm_* of the page, decoded; a malformed value stays raw.
tagged AS {{inline}} (
  SELECT
    *,
    CASE WHEN utm_query IS NOT NULL THEN {{url_decode "raw_utm_source"}} END AS utm_source,
    CASE WHEN utm_query IS NOT NULL THEN {{url_decode "raw_utm_medium"}} END AS utm_medium,
    CASE WHEN utm_query IS NOT NULL THEN {{url_decode "raw_utm_campaign"}} END AS utm_campaign,
    CASE WHEN utm_query IS NOT NULL THEN {{url_decode "raw_utm_id"}} END AS utm_id,
    CASE WHEN utm_query IS NOT NULL THEN {{url_decode "raw_utm_term"}} END AS utm_term,
    CASE WHEN utm_query IS NOT NULL THEN {{url_decode "raw_utm_content"}} END AS utm_content
  FROM (
    SELECT
      *,
      {{extract "utm_query" "(?:^|&)utm_source=([^&]*)"}} AS raw_utm_source,
      {{extract "utm_query" "(?:^|&)utm_medium=([^&]*)"}} AS raw_utm_medium,
      {{extract "utm_query" "(?:^|&)utm_campaign=([^&]*)"}} AS raw_utm_campaign,
      {{extract "utm_query" "(?:^|&)utm_id=([^&]*)"}} AS raw_utm_id,
      {{extract "utm_query" "(?:^|&)utm_term=([^&]*)"}} AS raw_utm_term,
      {{extract "utm_query" "(?:^|&)utm_content=([^&]*)"}} AS raw_utm_content
    FROM (
      SELECT
        *,
        CASE WHEN STRPOS(query, 'utm_') > 0 THEN query END AS utm_query,
        CASE WHEN STRPOS(query, 'clid=') > 0 OR STRPOS(query, 'clkid=') > 0 OR STRPOS(query, 'braid=') > 0 OR STRPOS(query, 'srsltid=') > 0 OR STRPOS(query, 'gad') > 0 THEN query END AS click_query
      FROM located
    ) AS queries
  ) AS raw_tags
),
-- Which place names the hit's source: collected, parameters, utm. Only a record that names something is taken before one
-- that is merely not empty, and its six columns stay together.
named AS {{inline}} (
  SELECT
    *,
    CASE
      WHEN {{> names_something p="collected_"}} THEN 'collected'
      WHEN {{> names_something p="param_"}} THEN 'param'
      WHEN {{> names_something p="utm_"}} THEN 'utm'
      WHEN COALESCE(collected_source, collected_medium, collected_campaign, collected_campaign_id, collected_term, collected_content) IS NOT NULL THEN 'collected'
      WHEN COALESCE(param_source, param_medium, param_campaign, param_campaign_id, param_term, param_content) IS NOT NULL THEN 'param'
      WHEN COALESCE(utm_source, utm_medium, utm_campaign, utm_id, utm_term, utm_content) IS NOT NULL THEN 'utm'
    END AS hit_place,
    CASE
      WHEN cross_source <> '' AND cross_source <> '(not set)' THEN 'cross'
      WHEN google_ads_campaign_id IS NOT NULL OR (google_ads_campaign <> '' AND google_ads_campaign <> '(not set)') THEN 'google_ads'
      WHEN manual_source <> '' AND manual_source <> '(not set)' THEN 'manual'
    END AS last_click_place,
    CASE WHEN user_pseudo_id IS NOT NULL AND ga_session_id IS NOT NULL
      THEN COALESCE(stream_id, '') || '|' || user_pseudo_id || '|' || {{string "ga_session_id"}} END AS session_key,
    COALESCE(stream_id, '') || '|' || COALESCE(user_pseudo_id, '') || '|' || COALESCE({{string "event_micros"}}, '') || '|' || COALESCE(event_name, '')
      || '|' || COALESCE({{string "event_bundle_sequence_id"}}, '') || '|' || COALESCE({{string "batch_page_id"}}, '') || '|' || COALESCE({{string "batch_ordering_id"}}, '')
      || '|' || COALESCE({{string "batch_event_index"}}, '') || '|' || COALESCE({{string "ga_session_id"}}, '') || '|' || COALESCE(page_location, '')
      || '|' || COALESCE(transaction_id, '') AS event_key
  FROM tagged
),
-- Whole-row duplicates once; equal keys numbered in the order of what is stored, so that every engine numbers alike.
numbered AS (
  SELECT
    *,
    {{string "DENSE_RANK() OVER same_key"}} AS ordinal,
    LAG(row_fingerprint) OVER same_key AS fingerprint_before
  FROM named
  WHERE is_repeated
  WINDOW same_key AS (
    PARTITION BY event_date, event_key
    ORDER BY engagement_time_msec NULLS LAST, value NULLS LAST, revenue NULLS LAST, page_title NULLS LAST, page_referrer NULLS LAST, user_id NULLS LAST, platform NULLS LAST, collected_source NULLS LAST, param_source NULLS LAST, row_fingerprint)
),
deduplicated AS (
  SELECT *, '1' AS ordinal, NULL AS fingerprint_before FROM named
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
    ORDER BY event_micros NULLS LAST, batch_page_id NULLS LAST, batch_ordering_id NULLS LAST, batch_event_index NULLS LAST, event_bundle_sequence_id NULLS LAST, event_key, ordinal) = 1
),
attributed AS (
  SELECT owned.*, COALESCE(owned.direct_owner, session_owners.host_owner) AS owner
  FROM owned
  LEFT JOIN session_owners ON session_owners.session_key = owned.session_key AND session_owners.event_date = owned.event_date
)
{{/if}}
