-- Shared by the session source: what each hit of a session names. From the events of sessions, numbered in their order
-- (ordered), to the hits that name anything (hits).
-- The number of each event in its session. Only the keys are sorted: sorting whole rows takes several times as long.
event_numbers AS (
  SELECT event_date, event_id, ROW_NUMBER() OVER (PARTITION BY session_key ORDER BY {{> event_order e=""}}) AS event_number
  FROM {{ref "stg_ga4_events"}}
  WHERE {{> session_events}}
),
ordered AS (
  SELECT events.*, event_numbers.event_number
  FROM (
    SELECT
      session_key, user_pseudo_id, user_id, event_id, event_date, event_timestamp, event_name, ga_session_number, page_location, page_referrer, hostname,
      engagement_time_msec, session_engaged, hit_source, hit_medium, hit_campaign, hit_campaign_id, hit_term, hit_content,
      gclid, gbraid, wbraid, dclid, srsltid, msclkid, fbclid, gad_source, gad_campaign_id, ignore_referrer,
      last_click_source, last_click_medium, last_click_campaign, last_click_campaign_id, last_click_term, last_click_content, last_click_channel_group,
      google_ads_campaign_id, device_category, operating_system, browser, language, country, region, city
    FROM {{ref "stg_ga4_events"}}
    WHERE {{> session_events}}
  ) AS events
  JOIN event_numbers ON event_numbers.event_date = events.event_date AND event_numbers.event_id = events.event_id
),
page_hosts AS (
  SELECT DISTINCT session_key, hostname AS host
  FROM ordered
  WHERE hostname IS NOT NULL
),
-- Sources and mediums in small letters, as rules name them; the hosts that a hit says it came from; of several click ids the
-- one whose own sender the hit names, else the first in this order.
named AS (
  SELECT
    *,
    CASE WHEN page_referrer IS NOT NULL AND COALESCE(ignore_referrer, '') <> 'true' THEN {{extract (lower "page_referrer") "^[a-z][a-z0-9+.-]*://(?:[^/?#@]*@)?(?:www\.)?([^/?#:]*?)\.?(?::[0-9]*)?(?:[/?#]|$)"}} END AS referrer_host,
    CASE WHEN lower_medium = 'referral' THEN {{extract "lower_source" "^(?:www\.)?(.*?)\.?(?::[0-9]*)?$"}} END AS referral_host,
    CASE
      WHEN lower_source = 'bing' AND msclkid IS NOT NULL THEN 'microsoft_ads'
      WHEN COALESCE(gclid, gbraid, wbraid, gad_campaign_id, gad_source) IS NOT NULL THEN 'google_ads'
      WHEN lower_source = 'google' AND srsltid IS NOT NULL THEN 'free_listing'
      WHEN msclkid IS NOT NULL THEN 'microsoft_ads'
      WHEN srsltid IS NOT NULL THEN 'free_listing'
    END AS click
  FROM (SELECT *, COALESCE({{lower "hit_source"}}, '') AS lower_source, COALESCE({{lower "hit_medium"}}, '') AS lower_medium FROM ordered) AS lowered
),
hits AS (
  SELECT
    named.*,
    COALESCE(referrer_host IS NOT NULL AND own_referrers.host IS NULL AND NOT {{> is_no_source host="referrer_host"}}, FALSE) AS has_foreign_referrer,
    COALESCE(hit_source NOT IN ('(direct)', '(not set)') AND (referral_host IS NULL OR (own_referrals.host IS NULL AND NOT {{> is_no_source host="referral_host"}})), FALSE) AS names_source,
    COALESCE(hit_medium NOT IN ('(none)', '(not set)') AND lower_medium <> 'referral', FALSE) AS names_medium,
    COALESCE(hit_campaign NOT IN ('(none)', '(organic)', '(referral)', '(direct)', '(not set)'), FALSE) AS names_campaign
  FROM named
  LEFT JOIN page_hosts AS own_referrers ON own_referrers.session_key = named.session_key AND own_referrers.host = named.referrer_host
  LEFT JOIN page_hosts AS own_referrals ON own_referrals.session_key = named.session_key AND own_referrals.host = named.referral_host
  WHERE COALESCE(last_click_source, hit_source, hit_medium, hit_campaign, referrer_host, click) IS NOT NULL
)
