-- model: stg_ga4_events
-- layer: staging
-- description: GA4 events as exported, typed, with identity, source fields and money made uniform.
-- grain: one row per event
-- key: event_id
-- partition: event_date
-- cluster: event_name, user_pseudo_id
-- inputs: ga4_export
-- refresh: by date; a date is replaced whole
-- columns:
--   event_id STRING Lower-case hex MD5 of the event's identifying fields and an ordinal among equals; unique, the same on both engines.
--   event_date DATE The property's local date, as exported.
--   event_timestamp TIMESTAMP When the event was collected, UTC.
--   event_name STRING GA4's event name.
--   user_pseudo_id STRING The user; NULL where consent was denied.
--   user_id STRING The signed-in user.
--   stream_id STRING The data stream.
--   platform STRING WEB, IOS or ANDROID.
--   ga_session_id INT64 GA4's session id, unique only within a user.
--   ga_session_number INT64 The user's how-manieth session.
--   session_key STRING stream_id, user_pseudo_id and ga_session_id joined by '|'; NULL where one of the last two is.
--   page_location STRING The page's URL.
--   page_title STRING The page's title.
--   page_referrer STRING The page before.
--   hostname STRING Host of page_location, else web_info; lower-case, without port, trailing dot and leading www.
--   engagement_time_msec INT64 Engagement that the event reports, milliseconds.
--   session_engaged BOOL True where the flag is '1' or 1.
--   hit_source STRING The hit's own source: collected, else parameters, else utm_source; records stay whole.
--   hit_medium STRING The medium of that record.
--   hit_campaign STRING The campaign of that record.
--   hit_campaign_id STRING The campaign id of that record.
--   hit_term STRING The term of that record.
--   hit_content STRING The content of that record.
--   gclid STRING Google Ads click id: collected, else parameter, else page_location.
--   dclid STRING Display & Video click id.
--   gbraid STRING Google Ads click id from apps to web on iOS.
--   wbraid STRING Google Ads click id from web to app on iOS.
--   srsltid STRING Google Merchant free listing id.
--   msclkid STRING Microsoft Advertising click id.
--   fbclid STRING Meta click id; stored, not interpreted.
--   gad_source STRING What a Google ad's address says of its network: gad_source, else gad, of page_location; stored as it stands.
--   gad_campaign_id STRING The campaign that a Google ad's address names: gad_campaignid of page_location.
--   ignore_referrer STRING 'true' where GA4 was told to ignore the referrer.
--   last_click_source STRING Google's own session last click: cross-channel, else Google Ads, else manual.
--   last_click_medium STRING The medium of that record.
--   last_click_campaign STRING The campaign of that record; '(direct)' is NULL.
--   last_click_campaign_id STRING The campaign id of that record.
--   last_click_term STRING The term of that record.
--   last_click_content STRING The content of that record.
--   last_click_channel_group STRING GA4's own default channel group of the cross-channel record, where that gave last_click_source; NULL where it names none.
--   google_ads_campaign_id STRING Google Ads campaign id of the session's last click.
--   google_ads_ad_group_id STRING Google Ads ad group id of the session's last click.
--   first_user_source STRING The user's first touch, never a session's source.
--   first_user_medium STRING The medium of the user's first touch.
--   first_user_campaign STRING The campaign of the user's first touch.
--   user_first_touch_timestamp TIMESTAMP When the user first came, UTC; NULL where it is no time.
--   device_category STRING desktop, mobile, tablet, …
--   operating_system STRING The operating system.
--   browser STRING web_info's browser, else the device's.
--   language STRING The device's language.
--   country STRING Country.
--   region STRING Region.
--   city STRING City.
--   transaction_id STRING Of ecommerce, else the parameter; '' and '(not set)' are NULL.
--   value NUMERIC The value parameter, whichever slot holds it, in currency.
--   revenue NUMERIC Purchase revenue in currency.
--   revenue_usd NUMERIC Purchase revenue in US dollars.
--   refund NUMERIC Refunded amount in currency.
--   tax NUMERIC Tax in currency.
--   shipping NUMERIC Shipping in currency.
--   currency STRING ISO 4217 code of the event's amounts, upper case; NULL where the event has none.
--   coupon STRING The coupon parameter.
--   items ITEMS The event's items, nested.
--   item_quantity INT64 Items in all (total_item_quantity).
--   analytics_storage STRING Consent for analytics: Yes, No, Unset.
--   ads_storage STRING Consent for ads: Yes, No, Unset.
--   batch_page_id INT64 Order of events, first key after the timestamp.
--   batch_ordering_id INT64 Order of events, second key.
--   batch_event_index INT64 Order of events, third key.
--   event_bundle_sequence_id INT64 Order of events, fourth key.
--   unreadable_values INT64 How many of value, the amounts and engagement time were no number, and are NULL.
--   implausible_values INT64 How many of them were beyond all bounds, and are NULL.
--   source_table STRING The day-table that the row came from.
--   loaded_at TIMESTAMP When the row was loaded, UTC.
WITH
{{> ga4_rows}},
{{> ga4_stored}},
{{> ga4_unique}}
SELECT
  {{md5 "event_key || '|' || ordinal"}} AS event_id,
  event_date, event_timestamp, event_name, user_pseudo_id, user_id, stream_id, platform, ga_session_id,
  ga_session_number, session_key, page_location, page_title, page_referrer, hostname, engagement_time_msec, session_engaged,
  hit_source, hit_medium, hit_campaign, hit_campaign_id, hit_term, hit_content, gclid, dclid,
  gbraid, wbraid, srsltid, msclkid, fbclid, gad_source, gad_campaign_id, ignore_referrer,
  last_click_source, last_click_medium, last_click_campaign, last_click_campaign_id, last_click_term, last_click_content, last_click_channel_group, google_ads_campaign_id,
  google_ads_ad_group_id, first_user_source, first_user_medium, first_user_campaign, user_first_touch_timestamp, device_category, operating_system, browser,
  language, country, region, city, transaction_id, value, revenue, revenue_usd,
  refund, tax, shipping, currency, coupon, items, item_quantity, analytics_storage,
  ads_storage, batch_page_id, batch_ordering_id, batch_event_index, event_bundle_sequence_id, unreadable_values, implausible_values, source_table,
  {{given "loaded_at"}} AS loaded_at{{#if keeps_owner}},
  owner{{/if}}
FROM {{#if is_shared}}attributed
{{#unless keeps_owner}}WHERE owner = {{lit client}}{{/unless}}{{else}}deduplicated{{/if}}
