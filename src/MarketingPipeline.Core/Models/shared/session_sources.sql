-- The session source, rules 1 to 5: of the hits that a rule may take the first, by rule, then in the order of events. The
-- record of one hit stays whole.
{{> session_hits}},
ruled AS (
  SELECT
    *,
    CASE
      WHEN last_click_source IS NOT NULL THEN 1
      WHEN names_source OR names_campaign OR click IS NOT NULL THEN 2
      WHEN has_foreign_referrer THEN 4
    END AS rule
  FROM hits
),
deciding AS (
  SELECT
    *,
    CASE
      WHEN rule = 1 THEN 'last_click'
      WHEN rule = 2 AND click IS NOT NULL AND NOT names_campaign THEN 'click_id'
      WHEN rule = 2 THEN 'collected'
      ELSE 'referrer'
    END AS source_method
  FROM ruled
  WHERE rule IS NOT NULL
  QUALIFY ROW_NUMBER() OVER (PARTITION BY session_key ORDER BY rule, event_number) = 1
),
session_sources AS (
  SELECT
    session_key,
    source_method,
    CASE source_method
      WHEN 'last_click' THEN last_click_source
      WHEN 'click_id' THEN CASE click WHEN 'microsoft_ads' THEN 'bing' ELSE 'google' END
      WHEN 'collected' THEN hit_source
      ELSE referrer_host
    END AS source,
    CASE source_method
      WHEN 'last_click' THEN last_click_medium
      WHEN 'click_id' THEN CASE click WHEN 'free_listing' THEN 'organic' ELSE 'cpc' END
      WHEN 'collected' THEN hit_medium
      ELSE 'referral'
    END AS medium,
    CASE source_method
      WHEN 'last_click' THEN last_click_campaign
      WHEN 'click_id' THEN CASE click WHEN 'free_listing' THEN 'Shopping Free Listings' ELSE '(not set)' END
      WHEN 'collected' THEN hit_campaign
      ELSE '(referral)'
    END AS campaign,
    CASE source_method WHEN 'last_click' THEN last_click_campaign_id WHEN 'collected' THEN hit_campaign_id END AS campaign_id,
    CASE source_method WHEN 'last_click' THEN last_click_term WHEN 'collected' THEN hit_term END AS term,
    CASE source_method WHEN 'last_click' THEN last_click_content WHEN 'collected' THEN hit_content END AS content
  FROM deciding
)
