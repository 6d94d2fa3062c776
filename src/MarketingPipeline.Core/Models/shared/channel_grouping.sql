-- definitions.md, Channel grouping: first match wins. From a step with source, medium, campaign, last_click_channel_group,
-- campaign_type and channel_date to the same step with channel_grouping.
{{to}}_lowered AS (
  SELECT
    *,
    COALESCE({{lower "source"}}, '') AS lower_source,
    COALESCE({{lower "medium"}}, '') AS lower_medium,
    COALESCE({{lower "campaign"}}, '') AS lower_campaign
  FROM {{from}}
),
{{to}}_inputs AS (
  SELECT
    lowered.*,
    known_sites.category AS source_category,
    COALESCE(known_sites.listed_by, '') AS source_listed_by,
    {{> is_paid medium="lower_medium"}} AS is_paid,
    {{matches "lower_campaign" "^(.*(([^a-df-z]|^)shop|shopping).*)$"}} AS is_shop
  FROM {{to}}_lowered AS lowered
  LEFT JOIN {{given "known_sites"}} AS known_sites
    ON known_sites.site = CASE WHEN STARTS_WITH(lower_source, 'www.') THEN SUBSTR(lower_source, 5) ELSE lower_source END
),
{{to}} AS (
  SELECT
    *,
    CASE
    {{#each channel_rules}}
      WHEN {{#each patterns}}{{#unless @first}} AND {{/unless}}{{matches column pattern}}{{/each}} THEN {{lit channel}}
    {{/each}}
      WHEN last_click_channel_group IS NOT NULL AND source_listed_by <> 'workspace'{{#if has_extended_sites}} AND NOT (last_click_channel_group = 'Referral' AND source_listed_by <> ''){{/if}} THEN last_click_channel_group
      WHEN campaign_type = 'SEARCH' THEN 'Paid Search'
      WHEN campaign_type = 'SHOPPING' THEN 'Paid Shopping'
      WHEN campaign_type = 'DISPLAY' THEN 'Display'
      WHEN campaign_type = 'VIDEO' THEN 'Paid Video'
      WHEN campaign_type IN ('PERFORMANCE_MAX', 'DEMAND_GEN', 'DISCOVERY') THEN 'Cross-network'
      WHEN lower_source = '(direct)' AND lower_medium IN ('(none)', '(not set)') THEN 'Direct'
      WHEN STRPOS(lower_campaign, 'cross-network') > 0 THEN 'Cross-network'
      WHEN (source_category = 'shopping' OR is_shop) AND is_paid THEN 'Paid Shopping'
      WHEN source_category = 'search' AND is_paid THEN 'Paid Search'
      WHEN source_category = 'social' AND is_paid THEN 'Paid Social'
      WHEN source_category = 'video' AND is_paid THEN 'Paid Video'
      WHEN lower_medium IN ('display', 'banner', 'expandable', 'interstitial', 'cpm') THEN 'Display'
      WHEN is_paid THEN 'Paid Other'
      WHEN source_category = 'shopping' OR is_shop THEN 'Organic Shopping'
      WHEN source_category = 'social' OR lower_medium IN ('social', 'social-network', 'social-media', 'sm', 'social network', 'social media') THEN 'Organic Social'
      WHEN source_category = 'video' OR STRPOS(lower_medium, 'video') > 0 THEN 'Organic Video'
      WHEN channel_date >= DATE '2026-05-13' AND (lower_medium = 'ai-assistant' OR (lower_medium = 'referral' AND source_category = 'ai')) THEN 'AI Assistant'
      WHEN source_category = 'search' OR lower_medium = 'organic' THEN 'Organic Search'
      WHEN lower_medium IN ('referral', 'app', 'link') THEN 'Referral'
      WHEN lower_source IN ('email', 'e-mail', 'e_mail', 'e mail') OR lower_medium IN ('email', 'e-mail', 'e_mail', 'e mail') THEN 'Email'
      WHEN lower_medium = 'affiliate' THEN 'Affiliates'
      WHEN lower_medium = 'audio' THEN 'Audio'
      WHEN lower_source = 'sms' OR lower_medium = 'sms' THEN 'SMS'
      WHEN ENDS_WITH(lower_medium, 'push') OR STRPOS(lower_medium, 'mobile') > 0 OR STRPOS(lower_medium, 'notification') > 0 OR lower_source = 'firebase' THEN 'Mobile Push Notifications'
      ELSE 'Unassigned'
    END AS channel_grouping
  FROM {{to}}_inputs
)
