-- The export's rows, what they say read into columns, amounts bounded. First of stg_ga4_events' three steps.
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
    COALESCE({{param "ga_session_id" "int64"}}, {{int64 (extract (param "ga_session_id" "string") "^(?:GS[0-9]+\\.[0-9]+\\.)?s([0-9]{1,18})(?:\\$|$)")}}) AS ga_session_id,
    {{param "ga_session_number" "int64"}} AS ga_session_number,
    page_address AS page_location,
    {{extract "CASE WHEN STRPOS(page_address, '?') > 0 THEN page_address END" "^[^?#]*\?([^#]*)"}} AS query,
    {{param "page_title" "string"}} AS page_title,
    {{param "page_referrer" "string"}} AS page_referrer,
    {{field "device.web_info.hostname" "string"}} AS web_hostname,
    {{param "session_engaged" "id"}} AS session_engaged_flag,
    {{param "engaged_session_event" "int64"}} AS engaged_session_event,
    {{field "collected_traffic_source.manual_source" "string"}} AS collected_source,
    {{field "collected_traffic_source.manual_medium" "string"}} AS collected_medium,
    {{field "collected_traffic_source.manual_campaign_name" "string"}} AS collected_campaign,
    {{field "collected_traffic_source.manual_campaign_id" "string"}} AS collected_campaign_id,
    {{field "collected_traffic_source.manual_term" "string"}} AS collected_term,
    {{field "collected_traffic_source.manual_content" "string"}} AS collected_content,
    {{field "collected_traffic_source.gclid" "string"}} AS collected_gclid,
    {{field "collected_traffic_source.dclid" "string"}} AS collected_dclid,
    {{field "collected_traffic_source.srsltid" "string"}} AS collected_srsltid,
    {{param "source" "string"}} AS param_source,
    {{param "medium" "string"}} AS param_medium,
    {{param "campaign" "string"}} AS param_campaign,
    {{param "campaign_id" "string"}} AS param_campaign_id,
    {{param "term" "string"}} AS param_term,
    {{param "content" "string"}} AS param_content,
    {{param "gclid" "string"}} AS param_gclid,
    {{param "dclid" "string"}} AS param_dclid,
    {{param "gbraid" "string"}} AS param_gbraid,
    {{param "wbraid" "string"}} AS param_wbraid,
    {{param "srsltid" "string"}} AS param_srsltid,
    {{param "msclkid" "string"}} AS param_msclkid,
    {{param "fbclid" "string"}} AS param_fbclid,
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
    NULLIF({{field "session_traffic_source_last_click.google_ads_campaign.campaign_id" "string"}}, '(not set)') AS google_ads_campaign_id,
    NULLIF({{field "session_traffic_source_last_click.google_ads_campaign.ad_group_id" "string"}}, '(not set)') AS google_ads_ad_group_id,
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
      NULLIF({{field "ecommerce.transaction_id" "string"}}, '(not set)'),
      NULLIF({{param "transaction_id" "id"}}, '(not set)')) AS transaction_id,
    value_text, {{is_number "value_text"}} AS value_reads,
    CASE WHEN {{field "event_name" "string"}} = 'in_app_purchase' AND value_integer IS NOT NULL THEN {{millionth "value_integer"}} ELSE {{numeric "value_text"}} END AS value_number,
    revenue_text, {{is_number "revenue_text"}} AS revenue_reads, {{numeric "revenue_text"}} AS revenue_number,
    revenue_usd_text, {{is_number "revenue_usd_text"}} AS revenue_usd_reads, {{numeric "revenue_usd_text"}} AS revenue_usd_number,
    refund_text, {{is_number "refund_text"}} AS refund_reads, {{numeric "refund_text"}} AS refund_number,
    tax_text, {{is_number "tax_text"}} AS tax_reads, {{numeric "tax_text"}} AS tax_number,
    shipping_text, {{is_number "shipping_text"}} AS shipping_reads, {{numeric "shipping_text"}} AS shipping_number,
    engagement_text, {{is_number "engagement_text"}} AS engagement_reads, {{numeric "engagement_text"}} AS engagement_number,
    TRANSLATE({{param "currency" "string"}}, 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') AS currency_text,
    {{param "coupon" "string"}} AS coupon,
    {{items}} AS items,
    {{field "ecommerce.total_item_quantity" "int64"}} AS item_quantity,
    {{field "privacy_info.analytics_storage" "string"}} AS analytics_storage,
    {{field "privacy_info.ads_storage" "string"}} AS ads_storage,
    {{field "batch_page_id" "int64"}} AS batch_page_id,
    {{field "batch_ordering_id" "int64"}} AS batch_ordering_id,
    {{field "batch_event_index" "int64"}} AS batch_event_index,
    {{field "event_bundle_sequence_id" "int64"}} AS event_bundle_sequence_id
  FROM (
    -- Numbers as texts, to tell what is none, or beyond all bounds; of an app's purchase an integer counts millionths.
    SELECT *, {{param_lists}},
      {{param "page_location" "string"}} AS page_address,
      {{param "value" "number"}} AS value_text,
      {{param "value" "integer"}} AS value_integer,
      {{field "ecommerce.purchase_revenue" "number"}} AS revenue_text,
      {{field "ecommerce.purchase_revenue_in_usd" "number"}} AS revenue_usd_text,
      {{field "ecommerce.refund_value" "number"}} AS refund_text,
      {{field "ecommerce.tax_value" "number"}} AS tax_text,
      {{field "ecommerce.shipping_value" "number"}} AS shipping_text,
      {{param "engagement_time_msec" "number"}} AS engagement_text
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
-- Amounts and engagement within bounds, so that no sum can overflow, and how many were lost; the page's host, and the parts of
-- its query that are looked into.
located AS {{inline}} (
  SELECT
    *,
    {{> amount_of n="value"}} AS value,
    {{> amount_of n="revenue"}} AS revenue,
    {{> amount_of n="revenue_usd"}} AS revenue_usd,
    {{> amount_of n="refund"}} AS refund,
    {{> amount_of n="tax"}} AS tax,
    {{> amount_of n="shipping"}} AS shipping,
    CASE WHEN engagement_reads AND engagement_number = TRUNC(engagement_number) AND engagement_number BETWEEN 0 AND 86400000 THEN {{int64 "engagement_number"}} END AS engagement_time_msec,
    {{> unreadable_of n="value"}}
      + {{> unreadable_of n="revenue"}}
      + {{> unreadable_of n="revenue_usd"}}
      + {{> unreadable_of n="refund"}}
      + {{> unreadable_of n="tax"}}
      + {{> unreadable_of n="shipping"}}
      + CASE WHEN engagement_text IS NOT NULL AND NOT (engagement_reads AND COALESCE(engagement_number = TRUNC(engagement_number), TRUE)) THEN 1 ELSE 0 END AS unreadable_values,
    {{> implausible_of n="value"}}
      + {{> implausible_of n="revenue"}}
      + {{> implausible_of n="revenue_usd"}}
      + {{> implausible_of n="refund"}}
      + {{> implausible_of n="tax"}}
      + {{> implausible_of n="shipping"}}
      + CASE WHEN engagement_reads AND COALESCE(engagement_number = TRUNC(engagement_number) AND engagement_number NOT BETWEEN 0 AND 86400000, TRUE) THEN 1 ELSE 0 END AS implausible_values,
    CASE WHEN {{matches "currency_text" "^[A-Z]{3}$"}} THEN currency_text END AS currency,
    COALESCE(
      {{extract (lower "page_location") "^[a-z][a-z0-9+.-]*://(?:[^/?#@]*@)?(?:www\.)?([^/?#:]*?)\.?(?::[0-9]*)?(?:[/?#]|$)"}},
      {{extract (lower "web_hostname") "^(?:www\.)?(.*?)\.?(?::[0-9]*)?$"}}) AS hostname,
    CASE WHEN STRPOS(query, 'utm_') > 0 THEN query END AS utm_query,
    CASE WHEN STRPOS(query, 'clid=') > 0 OR STRPOS(query, 'clkid=') > 0 OR STRPOS(query, 'braid=') > 0 OR STRPOS(query, 'srsltid=') > 0 OR STRPOS(query, 'gad') > 0 THEN query END AS click_query
  FROM exported
),
-- utm_* of the page, decoded; a malformed value stays raw.
tagged AS {{inline}} (
  SELECT
    *,
    CASE WHEN utm_query IS NOT NULL THEN {{trim (url_decode "raw_utm_source")}} END AS utm_source,
    CASE WHEN utm_query IS NOT NULL THEN {{trim (url_decode "raw_utm_medium")}} END AS utm_medium,
    CASE WHEN utm_query IS NOT NULL THEN {{trim (url_decode "raw_utm_campaign")}} END AS utm_campaign,
    CASE WHEN utm_query IS NOT NULL THEN {{trim (url_decode "raw_utm_id")}} END AS utm_id,
    CASE WHEN utm_query IS NOT NULL THEN {{trim (url_decode "raw_utm_term")}} END AS utm_term,
    CASE WHEN utm_query IS NOT NULL THEN {{trim (url_decode "raw_utm_content")}} END AS utm_content
  FROM (
    SELECT
      *,
      {{extract "utm_query" "(?:^|&)utm_source=([^&]*)"}} AS raw_utm_source,
      {{extract "utm_query" "(?:^|&)utm_medium=([^&]*)"}} AS raw_utm_medium,
      {{extract "utm_query" "(?:^|&)utm_campaign=([^&]*)"}} AS raw_utm_campaign,
      {{extract "utm_query" "(?:^|&)utm_id=([^&]*)"}} AS raw_utm_id,
      {{extract "utm_query" "(?:^|&)utm_term=([^&]*)"}} AS raw_utm_term,
      {{extract "utm_query" "(?:^|&)utm_content=([^&]*)"}} AS raw_utm_content
    FROM located
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
    {{joined (text_of "event_date" "date") "stream_id" "user_pseudo_id" (string "event_micros") "event_name" (string "event_bundle_sequence_id") (string "batch_page_id")
      (string "batch_ordering_id") (string "batch_event_index") (string "ga_session_id") "page_location" "transaction_id"}} AS event_key
  FROM tagged
)
