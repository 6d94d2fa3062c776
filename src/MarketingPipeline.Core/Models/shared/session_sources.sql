-- The session source, rules 1 to 5 of definitions.md: of the hits that a rule may take the one whose rule has its turn first,
-- then the first in the order of events. The record of one hit stays whole. A session that is not among them is direct.
{{> session_hits}},
-- A click id gives the source where the hit's own tags name no other sender.
clicked AS (
  SELECT
    *,
    click IS NOT NULL
      AND (
        lower_medium IN ('organic', 'referral')
        OR (lower_source = CASE click WHEN 'microsoft_ads' THEN 'bing' ELSE 'google' END AND lower_medium <> 'email')
        OR (COALESCE(hit_source, '(not set)') IN ('(direct)', '(not set)') AND (COALESCE(hit_medium, '(not set)') IN ('(none)', '(not set)') OR {{> is_paid medium="lower_medium"}})))
      AND NOT (click = 'free_listing' AND names_campaign) AS is_click
  FROM hits
),
-- Tags without a source or click id, only a medium or campaign, wait for a referrer.
ruled AS (
  SELECT
    *,
    CASE
      WHEN last_click_source IS NOT NULL THEN 1
      WHEN names_source OR click IS NOT NULL THEN 2
      WHEN has_foreign_referrer THEN 3
      WHEN names_medium OR names_campaign THEN 4
    END AS turn
  FROM clicked
),
deciding AS (
  SELECT
    *,
    CASE
      WHEN turn = 1 THEN 'last_click'
      WHEN is_click THEN 'click_id'
      WHEN turn = 3 THEN 'referrer'
      ELSE 'collected'
    END AS source_method,
    CASE WHEN turn = 3 THEN referrer_host WHEN names_source THEN referral_host END AS host
  FROM ruled
  WHERE turn IS NOT NULL
  QUALIFY ROW_NUMBER() OVER (PARTITION BY session_key ORDER BY turn, event_number) = 1
),
recognized AS (
  SELECT *, {{> search_site host="host"}} AS search_site
  FROM deciding
),
session_sources AS (
  SELECT
    session_key,
    event_number,
    source_method,
    CASE source_method
      WHEN 'last_click' THEN last_click_source
      WHEN 'click_id' THEN CASE click WHEN 'microsoft_ads' THEN 'bing' ELSE 'google' END
      WHEN 'collected' THEN COALESCE(search_site, hit_source)
      ELSE COALESCE(search_site, host)
    END AS source,
    CASE source_method
      WHEN 'last_click' THEN last_click_medium
      WHEN 'click_id' THEN CASE click WHEN 'free_listing' THEN 'organic' ELSE 'cpc' END
      WHEN 'collected' THEN CASE WHEN search_site IS NOT NULL THEN 'organic' ELSE hit_medium END
      ELSE CASE WHEN search_site IS NOT NULL THEN 'organic' ELSE 'referral' END
    END AS medium,
    CASE source_method
      WHEN 'last_click' THEN last_click_campaign
      WHEN 'click_id' THEN CASE WHEN names_campaign THEN hit_campaign WHEN click = 'free_listing' THEN 'Shopping Free Listings' ELSE '(not set)' END
      WHEN 'collected' THEN CASE WHEN search_site IS NOT NULL AND NOT names_campaign THEN '(organic)' ELSE hit_campaign END
      ELSE CASE WHEN search_site IS NOT NULL THEN '(organic)' ELSE '(referral)' END
    END AS campaign,
    CASE source_method
      WHEN 'last_click' THEN last_click_campaign_id
      WHEN 'click_id' THEN CASE click WHEN 'google_ads' THEN COALESCE(hit_campaign_id, gad_campaign_id) WHEN 'microsoft_ads' THEN hit_campaign_id END
      WHEN 'collected' THEN CASE WHEN search_site IS NULL OR names_campaign THEN hit_campaign_id END
    END AS campaign_id,
    CASE
      WHEN source_method = 'last_click' THEN last_click_term
      WHEN (source_method = 'collected' AND search_site IS NULL) OR (source_method <> 'referrer' AND names_campaign) THEN hit_term
    END AS term,
    CASE
      WHEN source_method = 'last_click' THEN last_click_content
      WHEN (source_method = 'collected' AND search_site IS NULL) OR (source_method <> 'referrer' AND names_campaign) THEN hit_content
    END AS content,
    CASE source_method WHEN 'last_click' THEN last_click_channel_group END AS last_click_channel_group,
    CASE source_method WHEN 'last_click' THEN google_ads_campaign_id END AS last_click_google_ads_campaign_id
  FROM recognized
)
