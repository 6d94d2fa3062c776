-- model: int_sessions_enriched
-- layer: intermediate
-- description: Sessions with their source, channel, engagement and conversions.
-- grain: one row per session_key
-- key: session_key
-- partition: session_date
-- cluster: source, medium, campaign
-- inputs: stg_ga4_events, stg_google_ads_cost?
-- refresh: the sessions that changed dates touch, over every staged date up to the as-of date
-- columns:
--   session_key STRING stream_id, user_pseudo_id and ga_session_id joined by '|'.
--   user_pseudo_id STRING The user.
--   user_id STRING The signed-in user, last known.
--   session_date DATE event_date of the first event.
--   session_start TIMESTAMP First event, UTC.
--   session_end TIMESTAMP Last event, UTC.
--   ga_session_number INT64 The user's how-manieth session.
--   is_new_user BOOL Session number 1, or a first_visit.
--   event_count INT64 Events.
--   page_views INT64 page_view and screen_view events.
--   unique_pages INT64 Distinct page_location.
--   engagement_seconds NUMERIC Engagement in seconds, exact.
--   session_duration_seconds INT64 From first to last event, whole seconds, truncated.
--   is_engaged BOOL True where engaged_by is not NULL.
--   engaged_by STRING flag, engagement_time, page_views or conversion: the first that holds.
--   is_bounce BOOL Not engaged.
--   landing_page STRING First page_location.
--   exit_page STRING Last page_location.
--   source STRING Session source.
--   medium STRING Session medium.
--   campaign STRING Session campaign; a known Google Ads campaign under its latest name.
--   campaign_id STRING Session campaign id.
--   term STRING Session term.
--   content STRING Session content.
--   source_method STRING The rule that gave the source: last_click, collected, click_id, referrer or direct.
--   google_ads_campaign_id STRING Google Ads campaign of the session's last click, first known.
--   channel_grouping STRING Channel of the session's source.
--   last_non_direct_source STRING The session's own source if not direct, else the user's latest earlier one within 90 days.
--   last_non_direct_medium STRING The medium of that session.
--   last_non_direct_campaign STRING The campaign of that session.
--   last_non_direct_channel_grouping STRING The channel of that session.
--   gclid STRING First gclid.
--   gbraid STRING First gbraid.
--   wbraid STRING First wbraid.
--   dclid STRING First dclid.
--   srsltid STRING First srsltid.
--   msclkid STRING First msclkid.
--   fbclid STRING First fbclid.
--   attribution_id STRING gclid, else gbraid, else wbraid, else google_ads_campaign_id.
--   attribution_method STRING The name of the column that gave attribution_id.
--   device_category STRING First known.
--   operating_system STRING First known.
--   browser STRING First known.
--   language STRING First known.
--   country STRING First known.
--   region STRING First known.
--   city STRING First known.
--   conversions INT64 Conversions, all currencies.
--   transactions INT64 Transactions, all currencies.
--   revenue NUMERIC Revenue in the client's currency.
--   currency STRING The client's currency.
--   other_currency_conversions INT64 Conversions in other currencies.
--   has_engagement_event BOOL An event among the client's engagementEvents.
--   run_id STRING The run that built the row.
--   loaded_at TIMESTAMP When it was built, UTC.
WITH
{{> conversions}},
{{> campaigns}},
engagement_events AS (
  SELECT event_name FROM {{values engagement_events}} AS configured
),
-- The number of each event in its session. Only the keys are sorted: sorting whole rows takes several times as long.
event_numbers AS (
  SELECT event_date, event_id, ROW_NUMBER() OVER (PARTITION BY session_key ORDER BY {{> event_order e=""}}) AS event_number
  FROM {{ref "stg_ga4_events"}}
  WHERE {{> session_events}}
),
-- Events in sessions, numbered; the hosts of what they name.
ordered AS (
  SELECT
    events.*,
    event_numbers.event_number,
    CASE WHEN page_referrer IS NOT NULL AND COALESCE(ignore_referrer, '') <> 'true' THEN {{extract (lower "page_referrer") "^[a-z][a-z0-9+.-]*://(?:[^/?#@]*@)?(?:www\.)?([^/?#:]*?)\.?(?::[0-9]*)?(?:[/?#]|$)"}} END AS referrer_host,
    CASE WHEN hit_medium = 'referral' THEN {{extract (lower "hit_source") "^(?:www\.)?(.*?)\.?(?::[0-9]*)?$"}} END AS referral_host,
    COALESCE(gclid, gbraid, wbraid, srsltid, msclkid) IS NOT NULL AS has_click_id
  FROM (
    SELECT
      session_key, user_pseudo_id, user_id, event_id, event_date, event_timestamp, event_name, ga_session_number, page_location, page_referrer, hostname,
      engagement_time_msec, session_engaged, hit_source, hit_medium, hit_campaign, hit_campaign_id, hit_term, hit_content,
      gclid, gbraid, wbraid, dclid, srsltid, msclkid, fbclid, ignore_referrer,
      last_click_source, last_click_medium, last_click_campaign, last_click_campaign_id, last_click_term, last_click_content, google_ads_campaign_id,
      device_category, operating_system, browser, language, country, region, city
    FROM {{ref "stg_ga4_events"}}
    WHERE {{> session_events}}
  ) AS events
  JOIN event_numbers ON event_numbers.event_date = events.event_date AND event_numbers.event_id = events.event_id
),
-- The hosts that a session names as where it came from, and which of them are the client's own.
named_hosts AS (
  SELECT DISTINCT session_key, referrer_host AS host FROM ordered WHERE referrer_host IS NOT NULL
  UNION DISTINCT
  SELECT DISTINCT session_key, referral_host AS host FROM ordered WHERE referral_host IS NOT NULL
),
page_hosts AS (
  SELECT DISTINCT session_key, hostname AS host FROM ordered WHERE hostname IS NOT NULL
),
foreign_hosts AS (
  SELECT named_hosts.session_key, named_hosts.host
  FROM named_hosts
  LEFT JOIN page_hosts ON page_hosts.session_key = named_hosts.session_key AND page_hosts.host = named_hosts.host
  WHERE page_hosts.host IS NULL
    {{#each own_hosts}}AND named_hosts.host <> {{lit host}} AND NOT ENDS_WITH(named_hosts.host, {{lit subdomain}})
    {{/each}}
),
hits AS (
  SELECT
    ordered.*,
    foreign_referrers.host IS NOT NULL AS has_foreign_referrer,
    hit_source NOT IN ('(direct)', '(not set)') AND (referral_host IS NULL OR foreign_referrals.host IS NOT NULL) AS has_source,
    hit_campaign NOT IN ('(organic)', '(referral)', '(direct)', '(not set)') AS has_campaign
  FROM ordered
  LEFT JOIN foreign_hosts AS foreign_referrers ON foreign_referrers.session_key = ordered.session_key AND foreign_referrers.host = ordered.referrer_host
  LEFT JOIN foreign_hosts AS foreign_referrals ON foreign_referrals.session_key = ordered.session_key AND foreign_referrals.host = ordered.referral_host
),
-- For each rule of the session source, the events it may take.
candidates AS (
  SELECT
    hits.*,
    CASE WHEN last_click_source IS NOT NULL THEN event_number END AS last_click_number,
    CASE WHEN COALESCE(has_source, FALSE) OR COALESCE(has_campaign, FALSE) OR has_click_id THEN event_number END AS collected_number,
    CASE WHEN has_foreign_referrer THEN event_number END AS referrer_number
  FROM hits
),
sessions AS (
  SELECT
    session_key,
    MIN(user_pseudo_id) AS user_pseudo_id,
    {{last "user_id" "event_number"}} AS user_id,
    {{first "event_date" "event_number"}} AS session_date,
    MIN(event_timestamp) AS session_start,
    MAX(event_timestamp) AS session_end,
    {{first "ga_session_number" "event_number"}} AS ga_session_number,
    MAX(CASE WHEN ga_session_number = 1 OR event_name = 'first_visit' THEN 1 ELSE 0 END) = 1 AS is_new_user,
    COUNT(*) AS event_count,
    COUNT(CASE WHEN event_name IN ('page_view', 'screen_view') THEN 1 END) AS page_views,
    COUNT(DISTINCT page_location) AS unique_pages,
    COALESCE(SUM(engagement_time_msec), 0) AS engagement_msec,
    MAX(CASE WHEN session_engaged THEN 1 ELSE 0 END) = 1 AS is_flagged,
    {{first "page_location" "event_number"}} AS landing_page,
    {{last "page_location" "event_number"}} AS exit_page,
    MIN(last_click_number) AS last_click_number,
    {{at_first "last_click_source" "last_click_number"}} AS last_click_source,
    {{at_first "last_click_medium" "last_click_number"}} AS last_click_medium,
    {{at_first "last_click_campaign" "last_click_number"}} AS last_click_campaign,
    {{at_first "last_click_campaign_id" "last_click_number"}} AS last_click_campaign_id,
    {{at_first "last_click_term" "last_click_number"}} AS last_click_term,
    {{at_first "last_click_content" "last_click_number"}} AS last_click_content,
    MIN(collected_number) AS collected_number,
    {{at_first "hit_source" "collected_number"}} AS hit_source,
    {{at_first "hit_medium" "collected_number"}} AS hit_medium,
    {{at_first "hit_campaign" "collected_number"}} AS hit_campaign,
    {{at_first "hit_campaign_id" "collected_number"}} AS hit_campaign_id,
    {{at_first "hit_term" "collected_number"}} AS hit_term,
    {{at_first "hit_content" "collected_number"}} AS hit_content,
    {{at_first "CASE WHEN COALESCE(gclid, gbraid, wbraid) IS NOT NULL THEN 'google_ads' WHEN srsltid IS NOT NULL THEN 'free_listing' WHEN msclkid IS NOT NULL THEN 'microsoft_ads' END" "collected_number"}} AS hit_click,
    {{first "referrer_host" "referrer_number"}} AS referrer_host,
    {{first "google_ads_campaign_id" "event_number"}} AS google_ads_campaign_id,
    {{first "gclid" "event_number"}} AS gclid,
    {{first "gbraid" "event_number"}} AS gbraid,
    {{first "wbraid" "event_number"}} AS wbraid,
    {{first "dclid" "event_number"}} AS dclid,
    {{first "srsltid" "event_number"}} AS srsltid,
    {{first "msclkid" "event_number"}} AS msclkid,
    {{first "fbclid" "event_number"}} AS fbclid,
    {{first "device_category" "event_number"}} AS device_category,
    {{first "operating_system" "event_number"}} AS operating_system,
    {{first "browser" "event_number"}} AS browser,
    {{first "language" "event_number"}} AS language,
    {{first "country" "event_number"}} AS country,
    {{first "region" "event_number"}} AS region,
    {{first "city" "event_number"}} AS city,
    MAX(CASE WHEN event_name IN (SELECT event_name FROM engagement_events) THEN 1 ELSE 0 END) = 1 AS has_engagement_event
  FROM candidates
  GROUP BY session_key
),
session_conversions AS (
  SELECT
    session_key,
    COUNT(*) AS conversions,
    COUNT(CASE WHEN {{> is_transaction}} THEN 1 END) AS transactions,
    SUM(CASE WHEN currency = {{lit currency}} THEN revenue END) AS revenue,
    COUNT(CASE WHEN currency <> {{lit currency}} THEN 1 END) AS other_currency_conversions
  FROM conversions
  WHERE session_key IS NOT NULL
  GROUP BY session_key
),
-- Session source, rules 1 to 5; the record of one rule stays whole.
ruled AS (
  SELECT
    sessions.*,
    CASE
      WHEN last_click_number IS NOT NULL THEN 'last_click'
      WHEN collected_number IS NOT NULL AND hit_click IS NOT NULL AND COALESCE(hit_campaign, '(not set)') IN ('(organic)', '(referral)', '(direct)', '(not set)') THEN 'click_id'
      WHEN collected_number IS NOT NULL THEN 'collected'
      WHEN referrer_host IS NOT NULL THEN 'referrer'
      ELSE 'direct'
    END AS source_method
  FROM sessions
),
sourced AS (
  SELECT
    ruled.*,
    CASE source_method
      WHEN 'last_click' THEN last_click_source
      WHEN 'click_id' THEN CASE hit_click WHEN 'microsoft_ads' THEN 'bing' ELSE 'google' END
      WHEN 'collected' THEN hit_source
      WHEN 'referrer' THEN referrer_host
      ELSE '(direct)'
    END AS source,
    CASE source_method
      WHEN 'last_click' THEN last_click_medium
      WHEN 'click_id' THEN CASE hit_click WHEN 'free_listing' THEN 'organic' ELSE 'cpc' END
      WHEN 'collected' THEN hit_medium
      WHEN 'referrer' THEN 'referral'
      ELSE '(none)'
    END AS medium,
    CASE source_method
      WHEN 'last_click' THEN last_click_campaign
      WHEN 'click_id' THEN CASE hit_click WHEN 'free_listing' THEN 'Shopping Free Listings' ELSE '(not set)' END
      WHEN 'collected' THEN hit_campaign
      WHEN 'referrer' THEN '(referral)'
    END AS own_campaign,
    CASE source_method WHEN 'last_click' THEN last_click_campaign_id WHEN 'collected' THEN hit_campaign_id END AS campaign_id,
    CASE source_method WHEN 'last_click' THEN last_click_term WHEN 'collected' THEN hit_term END AS term,
    CASE source_method WHEN 'last_click' THEN last_click_content WHEN 'collected' THEN hit_content END AS content
  FROM ruled
),
named AS (
  SELECT
    sourced.*,
    COALESCE(campaigns.campaign_name, sourced.own_campaign) AS campaign,
    campaigns.campaign_type AS campaign_type,
    sourced.session_date AS channel_date,
    COALESCE(sourced.source = '(direct)', FALSE) AS is_direct
  FROM sourced
  LEFT JOIN campaigns ON campaigns.campaign_id = sourced.google_ads_campaign_id
),
{{> channel_grouping from="named" to="grouped"}},
-- What a session without a source of its own can look back at.
sources AS (
  SELECT session_key, user_pseudo_id, session_date, session_start, is_direct, source, medium, campaign, channel_grouping
  FROM grouped
  {{#if are_changes}}
  UNION ALL
  SELECT session_key, user_pseudo_id, session_date, session_start, COALESCE(source = '(direct)', FALSE) AS is_direct, source, medium, campaign, channel_grouping
  FROM {{ref "int_sessions_enriched"}}
  WHERE ('user ' || user_pseudo_id) IN (SELECT user_key FROM changed_users) AND session_key NOT IN (SELECT session_key FROM changed_sessions)
  {{/if}}
),
-- The user's latest earlier session that was not direct.
earlier AS (
  SELECT
    session_key,
    LAST_VALUE(CASE WHEN NOT is_direct THEN session_key END IGNORE NULLS) OVER (
      PARTITION BY user_pseudo_id ORDER BY session_start, session_key
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS earlier_key
  FROM sources
),
looked_back AS (
  SELECT
    grouped.*,
    CASE WHEN NOT grouped.is_direct OR grouped.source_method = 'last_click' THEN grouped.session_key ELSE earlier.earlier_key END AS inherits_key
  FROM grouped
  JOIN earlier ON earlier.session_key = grouped.session_key
)
SELECT
  looked_back.session_key,
  looked_back.user_pseudo_id,
  looked_back.user_id,
  looked_back.session_date,
  looked_back.session_start,
  looked_back.session_end,
  looked_back.ga_session_number,
  looked_back.is_new_user,
  looked_back.event_count,
  looked_back.page_views,
  looked_back.unique_pages,
  {{thousandth "looked_back.engagement_msec"}} AS engagement_seconds,
  {{seconds_between "looked_back.session_start" "looked_back.session_end"}} AS session_duration_seconds,
  {{> engaged_by}} IS NOT NULL AS is_engaged,
  {{> engaged_by}} AS engaged_by,
  {{> engaged_by}} IS NULL AS is_bounce,
  looked_back.landing_page,
  looked_back.exit_page,
  looked_back.source,
  looked_back.medium,
  looked_back.campaign,
  looked_back.campaign_id,
  looked_back.term,
  looked_back.content,
  looked_back.source_method,
  looked_back.google_ads_campaign_id,
  looked_back.channel_grouping,
  CASE WHEN inherited.session_key IS NOT NULL THEN inherited.source ELSE '(direct)' END AS last_non_direct_source,
  CASE WHEN inherited.session_key IS NOT NULL THEN inherited.medium ELSE '(none)' END AS last_non_direct_medium,
  inherited.campaign AS last_non_direct_campaign,
  CASE WHEN inherited.session_key IS NOT NULL THEN inherited.channel_grouping ELSE 'Direct' END AS last_non_direct_channel_grouping,
  looked_back.gclid,
  looked_back.gbraid,
  looked_back.wbraid,
  looked_back.dclid,
  looked_back.srsltid,
  looked_back.msclkid,
  looked_back.fbclid,
  COALESCE(looked_back.gclid, looked_back.gbraid, looked_back.wbraid, looked_back.google_ads_campaign_id) AS attribution_id,
  CASE
    WHEN looked_back.gclid IS NOT NULL THEN 'gclid'
    WHEN looked_back.gbraid IS NOT NULL THEN 'gbraid'
    WHEN looked_back.wbraid IS NOT NULL THEN 'wbraid'
    WHEN looked_back.google_ads_campaign_id IS NOT NULL THEN 'google_ads_campaign_id'
  END AS attribution_method,
  looked_back.device_category,
  looked_back.operating_system,
  looked_back.browser,
  looked_back.language,
  looked_back.country,
  looked_back.region,
  looked_back.city,
  COALESCE(session_conversions.conversions, 0) AS conversions,
  COALESCE(session_conversions.transactions, 0) AS transactions,
  COALESCE(session_conversions.revenue, 0) AS revenue,
  {{lit currency}} AS currency,
  COALESCE(session_conversions.other_currency_conversions, 0) AS other_currency_conversions,
  looked_back.has_engagement_event,
  {{given "run_id"}} AS run_id,
  {{given "loaded_at"}} AS loaded_at
FROM looked_back
LEFT JOIN session_conversions ON session_conversions.session_key = looked_back.session_key
LEFT JOIN sources AS inherited
  ON inherited.session_key = looked_back.inherits_key
  AND inherited.session_date >= {{days_after "looked_back.session_date" -90}}
