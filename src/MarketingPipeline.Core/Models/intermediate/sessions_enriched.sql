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
--   is_new_user BOOL Session number 1, or a first_visit or first_open.
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
--   source STRING Session source, by the rule that source_method names.
--   medium STRING Session medium.
--   campaign STRING Session campaign; a known Google Ads campaign under its latest name.
--   campaign_id STRING Session campaign id.
--   term STRING Session term.
--   content STRING Session content.
--   source_method STRING The rule that gave the source: last_click, collected, click_id, referrer or direct.
--   google_ads_campaign_id STRING Google Ads campaign of a session that is Google's: of the last click's record, else campaign_id where the account has it, else the one that the ad's address names.
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
--   attribution_id STRING Of a session that is Google's: gclid, else gbraid, else wbraid, else google_ads_campaign_id.
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
{{> session_sources}},
{{> session_figures}},
-- Every session with its source.
sourced AS (
  SELECT
    sessions.*,
    COALESCE(session_sources.source_method, 'direct') AS source_method,
    CASE WHEN session_sources.session_key IS NULL THEN '(direct)' ELSE session_sources.source END AS source,
    CASE WHEN session_sources.session_key IS NULL THEN '(none)' ELSE session_sources.medium END AS medium,
    session_sources.campaign AS own_campaign,
    session_sources.campaign_id,
    session_sources.term,
    session_sources.content,
    session_sources.last_click_channel_group,
    session_sources.last_click_google_ads_campaign_id
  FROM sessions
  LEFT JOIN session_sources ON session_sources.session_key = sessions.session_key
),
-- The Google Ads campaign of a session that is Google's: an ad clicked on the way makes no other sender's session one.
advertised AS (
  SELECT
    sourced.*,
    COALESCE(
      sourced.last_click_google_ads_campaign_id,
      CASE
        WHEN {{lower "sourced.source"}} = 'google' AND {{lower "sourced.medium"}} = 'cpc' THEN campaigns.campaign_id
        WHEN COALESCE(sourced.last_click_channel_group = 'Cross-network', STRPOS({{lower "sourced.own_campaign"}}, 'cross-network') > 0) THEN campaigns.campaign_id
      END,
      CASE WHEN {{lower "sourced.source"}} = 'google' AND COALESCE({{lower "sourced.medium"}}, '') NOT IN ('organic', 'referral', 'email') THEN sourced.gad_campaign_id END) AS google_ads_campaign_id
  FROM sourced
  LEFT JOIN campaigns ON campaigns.campaign_id = sourced.campaign_id
),
-- A known Google Ads campaign is shown under its latest name.
titled AS (
  SELECT
    advertised.*,
    COALESCE(campaigns.campaign_name, advertised.own_campaign) AS campaign,
    campaigns.campaign_type,
    advertised.session_date AS channel_date,
    COALESCE(advertised.source = '(direct)', FALSE) AS is_direct
  FROM advertised
  LEFT JOIN campaigns ON campaigns.campaign_id = advertised.google_ads_campaign_id
),
{{> channel_grouping from="titled" to="grouped"}},
-- Only a session of Google's is attributed to a click of Google's.
attributed AS (
  SELECT
    *,
    CASE
      WHEN NOT {{> can_carry_cost d=""}} AND google_ads_campaign_id IS NULL THEN NULL
      WHEN gclid IS NOT NULL THEN 'gclid'
      WHEN gbraid IS NOT NULL THEN 'gbraid'
      WHEN wbraid IS NOT NULL THEN 'wbraid'
      WHEN google_ads_campaign_id IS NOT NULL THEN 'google_ads_campaign_id'
    END AS attribution_method
  FROM grouped
),
{{> last_non_direct from="attributed"}}
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
  CASE looked_back.attribution_method
    WHEN 'gclid' THEN looked_back.gclid
    WHEN 'gbraid' THEN looked_back.gbraid
    WHEN 'wbraid' THEN looked_back.wbraid
    WHEN 'google_ads_campaign_id' THEN looked_back.google_ads_campaign_id
  END AS attribution_id,
  looked_back.attribution_method,
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
