-- The floor: what one would write by hand in DuckDB to read these files into the columns of stg_<client>_ga4_events.
CREATE TABLE hand_written AS
SELECT
  md5(concat_ws('|', coalesce(CAST(stream_id AS VARCHAR), ''), coalesce(user_pseudo_id, ''), event_timestamp, event_name, coalesce(CAST(event_bundle_sequence_id AS VARCHAR), ''), '', '', '', coalesce(CAST(ga_session_id AS VARCHAR), ''), coalesce(page_location, ''), coalesce(transaction_id, ''), '1')) AS event_id,
  event_date, make_timestamp(event_timestamp) AS event_timestamp, event_name, user_pseudo_id, user_id, stream_id, platform, ga_session_id, ga_session_number,
  stream_id || '|' || user_pseudo_id || '|' || ga_session_id AS session_key,
  page_location, page_title, page_referrer, NULLIF(regexp_extract(lower(page_location), '^[a-z][a-z0-9+.-]*://(?:[^/?#@]*@)?(?:www\.)?([^/?#:]*?)\.?(?::[0-9]*)?(?:[/?#]|$)', 1), '') AS hostname,
  engagement_time_msec, session_engaged = '1' AS session_engaged,
  coalesce(hit_source, regexp_extract(query, 'utm_source=([^&]*)', 1)) AS hit_source, coalesce(hit_medium, regexp_extract(query, 'utm_medium=([^&]*)', 1)) AS hit_medium, coalesce(hit_campaign, regexp_extract(query, 'utm_campaign=([^&]*)', 1)) AS hit_campaign,
  coalesce(hit_campaign_id, regexp_extract(query, 'utm_id=([^&]*)', 1)) AS hit_campaign_id, coalesce(hit_term, regexp_extract(query, 'utm_term=([^&]*)', 1)) AS hit_term, coalesce(hit_content, regexp_extract(query, 'utm_content=([^&]*)', 1)) AS hit_content,
  coalesce(gclid, regexp_extract(query, 'gclid=([^&]*)', 1)) AS gclid, coalesce(dclid, regexp_extract(query, 'dclid=([^&]*)', 1)) AS dclid, regexp_extract(query, 'gbraid=([^&]*)', 1) AS gbraid, regexp_extract(query, 'wbraid=([^&]*)', 1) AS wbraid,
  regexp_extract(query, 'srsltid=([^&]*)', 1) AS srsltid, regexp_extract(query, 'msclkid=([^&]*)', 1) AS msclkid, regexp_extract(query, 'fbclid=([^&]*)', 1) AS fbclid,
  ignore_referrer, CAST(NULL AS VARCHAR) AS last_click_source, CAST(NULL AS VARCHAR) AS last_click_medium, CAST(NULL AS VARCHAR) AS last_click_campaign, CAST(NULL AS VARCHAR) AS last_click_campaign_id,
  CAST(NULL AS VARCHAR) AS last_click_term, CAST(NULL AS VARCHAR) AS last_click_content, CAST(NULL AS VARCHAR) AS google_ads_campaign_id, CAST(NULL AS VARCHAR) AS google_ads_ad_group_id,
  traffic_source.source AS first_user_source, traffic_source.medium AS first_user_medium, traffic_source.name AS first_user_campaign,
  device.category AS device_category, device.operating_system AS operating_system, device.web_info.browser AS browser, device.language AS language, geo.country AS country, geo.region AS region, geo.city AS city,
  transaction_id, value, CAST(ecommerce.purchase_revenue AS DECIMAL(38, 9)) AS revenue, CAST(ecommerce.purchase_revenue_in_usd AS DECIMAL(38, 9)) AS revenue_usd, CAST(ecommerce.refund_value AS DECIMAL(38, 9)) AS refund,
  CAST(ecommerce.tax_value AS DECIMAL(38, 9)) AS tax, CAST(ecommerce.shipping_value AS DECIMAL(38, 9)) AS shipping, upper(currency) AS currency, coupon, items, ecommerce.total_item_quantity AS item_quantity,
  CAST(privacy_info.analytics_storage AS VARCHAR) AS analytics_storage, CAST(privacy_info.ads_storage AS VARCHAR) AS ads_storage,
  CAST(NULL AS BIGINT) AS batch_page_id, CAST(NULL AS BIGINT) AS batch_ordering_id, CAST(NULL AS BIGINT) AS batch_event_index, event_bundle_sequence_id, source_table, now() AS loaded_at
FROM (
  SELECT *, CASE WHEN page_location LIKE '%?%' THEN split_part(split_part(page_location, '?', 2), '#', 1) END AS query
  FROM (
    SELECT * EXCLUDE (event_date), strptime(event_date, '%Y%m%d')::DATE AS event_date, regexp_extract(filename, 'events_\d+') AS source_table,
      event_params[list_position(keys, 'ga_session_id')].value.int_value AS ga_session_id,
      event_params[list_position(keys, 'ga_session_number')].value.int_value AS ga_session_number,
      event_params[list_position(keys, 'page_location')].value.string_value AS page_location,
      event_params[list_position(keys, 'page_title')].value.string_value AS page_title,
      event_params[list_position(keys, 'page_referrer')].value.string_value AS page_referrer,
      event_params[list_position(keys, 'engagement_time_msec')].value.int_value AS engagement_time_msec,
      coalesce(event_params[list_position(keys, 'session_engaged')].value.string_value, event_params[list_position(keys, 'session_engaged')].value.int_value::VARCHAR) AS session_engaged,
      event_params[list_position(keys, 'source')].value.string_value AS hit_source,
      event_params[list_position(keys, 'medium')].value.string_value AS hit_medium,
      event_params[list_position(keys, 'campaign')].value.string_value AS hit_campaign,
      event_params[list_position(keys, 'campaign_id')].value.string_value AS hit_campaign_id,
      event_params[list_position(keys, 'term')].value.string_value AS hit_term,
      event_params[list_position(keys, 'content')].value.string_value AS hit_content,
      event_params[list_position(keys, 'gclid')].value.string_value AS gclid,
      event_params[list_position(keys, 'dclid')].value.string_value AS dclid,
      event_params[list_position(keys, 'ignore_referrer')].value.string_value AS ignore_referrer,
      coalesce(ecommerce.transaction_id, event_params[list_position(keys, 'transaction_id')].value.string_value, event_params[list_position(keys, 'transaction_id')].value.int_value::VARCHAR) AS transaction_id,
      CAST(coalesce(event_params[list_position(keys, 'value')].value.double_value, event_params[list_position(keys, 'value')].value.int_value) AS DECIMAL(38, 9)) AS value,
      event_params[list_position(keys, 'currency')].value.string_value AS currency,
      event_params[list_position(keys, 'coupon')].value.string_value AS coupon
    FROM (SELECT *, list_transform(event_params, lambda p: p.key) AS keys FROM read_parquet({files}, filename = true))
  )
)
