-- Shared by mart_campaign_performance and by questions about dates outside its window: one row per date, channel_grouping,
-- source, medium, campaign, currency, from range_from to range_to, or of these those of range_dates. What is added is here;
-- ratios follow.
staged_dates AS (
  SELECT
    days.date,
    ga4.date IS NOT NULL AS has_ga4,
    google_ads.date IS NOT NULL AS has_google_ads,
    (NOT {{lit has_ga4}} OR (COALESCE(ga4.is_daily, FALSE) AND days.date <= {{days_after (given "as_of") "-3"}}))
      AND (NOT {{lit has_google_ads}} OR (COALESCE(google_ads.is_daily, TRUE) AND days.date <= {{days_after (given "as_of") restatement_offset}})) AS is_final
  FROM {{dates "date" (given "range_from") (given "range_to")}} AS days
  LEFT JOIN {{> staged source="ga4"}} AS ga4 ON ga4.date = days.date
  LEFT JOIN {{> staged source="google_ads"}} AS google_ads ON google_ads.date = days.date
),
session_rows AS (
  SELECT
    session_date AS date, channel_grouping, source, medium, campaign, {{lit currency}} AS currency,
    COUNT(DISTINCT user_pseudo_id) AS users,
    COUNT(*) AS sessions,
    COUNT(CASE WHEN is_engaged THEN 1 END) AS engaged_sessions,
    COUNT(DISTINCT CASE WHEN is_new_user THEN user_pseudo_id END) AS new_users,
    SUM(page_views) AS page_views,
    SUM(engagement_seconds) AS engagement_seconds
  FROM {{ref "int_sessions_enriched"}}
  WHERE {{> in_range d="session_date"}}
  GROUP BY session_date, channel_grouping, source, medium, campaign
),
conversion_rows AS (
  SELECT
    conversion_date AS date, channel_grouping, source, medium, campaign, currency,
    COUNT(*) AS conversions,
    COUNT(CASE WHEN is_transaction THEN 1 END) AS transactions,
    COUNT(DISTINCT user_pseudo_id) AS converting_users,
    COALESCE(SUM(revenue), 0) AS revenue,
    COALESCE(SUM(CASE WHEN customer_type = 'new' THEN revenue END), 0) AS new_customer_revenue
  FROM {{ref "int_conversions_attributed"}}
  WHERE {{> in_range d="conversion_date"}}
  GROUP BY conversion_date, channel_grouping, source, medium, campaign, currency
),
-- The ids behind each row: of its sessions, else of its conversions.
row_ids AS (
  SELECT session_date AS date, channel_grouping, source, medium, campaign, campaign_id, google_ads_campaign_id, 1 AS origin, COUNT(*) AS sessions
  FROM {{ref "int_sessions_enriched"}}
  WHERE {{> in_range d="session_date"}}
  GROUP BY session_date, channel_grouping, source, medium, campaign, campaign_id, google_ads_campaign_id
  UNION ALL
  SELECT conversion_date AS date, channel_grouping, source, medium, campaign, campaign_id, google_ads_campaign_id, 2 AS origin, COUNT(*) AS sessions
  FROM {{ref "int_conversions_attributed"}}
  WHERE {{> in_range d="conversion_date"}}
  GROUP BY conversion_date, channel_grouping, source, medium, campaign, campaign_id, google_ads_campaign_id
),
row_campaigns AS (
  SELECT date, channel_grouping, source, medium, campaign, campaign_id
  FROM (
    SELECT date, channel_grouping, source, medium, campaign, campaign_id, origin, SUM(sessions) AS sessions
    FROM row_ids
    WHERE campaign_id IS NOT NULL
    GROUP BY date, channel_grouping, source, medium, campaign, campaign_id, origin
  ) AS counted
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY date, channel_grouping, source, medium, campaign
    ORDER BY origin, sessions DESC, campaign_id) = 1
),
{{> campaigns}},
cost_rows AS (
  SELECT
    costs.date, costs.campaign_id, costs.currency,
    MAX(campaigns.campaign_name) AS campaign_name,
    MAX(campaigns.campaign_type) AS campaign_type,
    SUM(costs.cost) AS cost,
    SUM(costs.clicks) AS clicks,
    SUM(costs.impressions) AS impressions,
    SUM(costs.conversions) AS platform_conversions,
    SUM(costs.conversions_value) AS platform_conversions_value
  FROM {{ref "stg_google_ads_cost"}} AS costs
  JOIN campaigns ON campaigns.campaign_id = costs.campaign_id
  WHERE {{> in_range d="costs.date"}}
  GROUP BY costs.date, costs.campaign_id, costs.currency
),
-- Where a campaign's cost of a date may go, by id before by name; it goes to one row.
row_sessions AS (
  SELECT date, channel_grouping, source, medium, campaign, SUM(CASE WHEN origin = 1 THEN sessions ELSE 0 END) AS sessions
  FROM row_ids
  GROUP BY date, channel_grouping, source, medium, campaign
),
id_matches AS (
  SELECT DISTINCT cost_rows.date, cost_rows.campaign_id, 'id' AS cost_match, 1 AS preference, row_ids.channel_grouping, row_ids.source, row_ids.medium, row_ids.campaign
  FROM cost_rows
  JOIN row_ids ON row_ids.date = cost_rows.date AND row_ids.google_ads_campaign_id = cost_rows.campaign_id
),
name_matches AS (
  SELECT DISTINCT cost_rows.date, cost_rows.campaign_id, 'name' AS cost_match, 2 AS preference, row_sessions.channel_grouping, row_sessions.source, row_sessions.medium, row_sessions.campaign
  FROM cost_rows
  JOIN row_sessions ON row_sessions.date = cost_rows.date AND TRIM({{lower "row_sessions.campaign"}}) = TRIM({{lower "cost_rows.campaign_name"}})
  WHERE {{lower "row_sessions.source"}} = 'google' AND {{lower "row_sessions.medium"}} = 'cpc'
),
cost_matches AS (
  SELECT matches.date, matches.campaign_id, matches.cost_match, matches.preference, matches.channel_grouping, matches.source, matches.medium, matches.campaign
  FROM (
    SELECT date, campaign_id, cost_match, preference, channel_grouping, source, medium, campaign FROM id_matches
    UNION ALL
    SELECT date, campaign_id, cost_match, preference, channel_grouping, source, medium, campaign FROM name_matches
  ) AS matches
  JOIN row_sessions
    ON row_sessions.date = matches.date
    AND row_sessions.channel_grouping = matches.channel_grouping
    AND {{same "row_sessions.source" "matches.source"}}
    AND {{same "row_sessions.medium" "matches.medium"}}
    AND {{same "row_sessions.campaign" "matches.campaign"}}
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY matches.date, matches.campaign_id
    ORDER BY matches.preference, row_sessions.sessions DESC, matches.channel_grouping, matches.source NULLS LAST, matches.medium NULLS LAST, matches.campaign NULLS LAST) = 1
),
-- The row that a campaign's unmatched cost makes: google / cpc / its name, in the channel of its type.
own_rows AS (
  SELECT
    cost_rows.*,
    'google' AS source,
    'cpc' AS medium,
    campaign_name AS campaign,
    {{typed_null "string"}} AS last_click_channel_group,
    date AS channel_date
  FROM cost_rows
),
{{> channel_grouping from="own_rows" to="own_channels"}},
placed_costs AS (
  SELECT
    costs.date,
    CASE WHEN cost_matches.cost_match IS NOT NULL THEN cost_matches.channel_grouping ELSE costs.channel_grouping END AS channel_grouping,
    CASE WHEN cost_matches.cost_match IS NOT NULL THEN cost_matches.source ELSE costs.source END AS source,
    CASE WHEN cost_matches.cost_match IS NOT NULL THEN cost_matches.medium ELSE costs.medium END AS medium,
    CASE WHEN cost_matches.cost_match IS NOT NULL THEN cost_matches.campaign ELSE costs.campaign END AS campaign,
    COALESCE(cost_matches.preference, 3) AS match_rank,
    costs.currency, costs.campaign_id, costs.cost, costs.clicks, costs.impressions, costs.platform_conversions, costs.platform_conversions_value
  FROM own_channels AS costs
  LEFT JOIN cost_matches ON cost_matches.date = costs.date AND cost_matches.campaign_id = costs.campaign_id
),
pieces AS (
  {{union_by_name
    "date, channel_grouping, source, medium, campaign, currency"
    "campaign_id STRING, users INT64, sessions INT64, engaged_sessions INT64, new_users INT64, page_views INT64, engagement_seconds NUMERIC,
    conversions INT64, transactions INT64, converting_users INT64, revenue NUMERIC, new_customer_revenue NUMERIC,
    cost NUMERIC, clicks INT64, impressions INT64, platform_conversions NUMERIC, platform_conversions_value NUMERIC, match_rank INT64"
    "session_rows" "users, sessions, engaged_sessions, new_users, page_views, engagement_seconds"
    "conversion_rows" "conversions, transactions, converting_users, revenue, new_customer_revenue"
    "placed_costs" "campaign_id, cost, clicks, impressions, platform_conversions, platform_conversions_value, match_rank"}}
),
merged AS (
  SELECT
    date, channel_grouping, source, medium, campaign, currency,
    MIN(campaign_id) AS cost_campaign_id,
    SUM(users) AS users, SUM(sessions) AS sessions, SUM(engaged_sessions) AS engaged_sessions, SUM(new_users) AS new_users, SUM(page_views) AS page_views, SUM(engagement_seconds) AS engagement_seconds,
    SUM(conversions) AS conversions, SUM(transactions) AS transactions, SUM(converting_users) AS converting_users, SUM(revenue) AS revenue, SUM(new_customer_revenue) AS new_customer_revenue,
    SUM(cost) AS cost, SUM(clicks) AS clicks, SUM(impressions) AS impressions, SUM(platform_conversions) AS platform_conversions, SUM(platform_conversions_value) AS platform_conversions_value,
    MIN(match_rank) AS match_rank
  FROM pieces
  GROUP BY date, channel_grouping, source, medium, campaign, currency
),
-- What a source has not staged is NULL; what it has staged and is not there is 0.
performance_days AS (
  SELECT
    merged.date, merged.channel_grouping, merged.source, merged.medium, merged.campaign, merged.currency,
    COALESCE(row_campaigns.campaign_id, merged.cost_campaign_id) AS campaign_id,
    CASE WHEN staged_dates.has_ga4 AND merged.currency = {{lit currency}} THEN COALESCE(merged.users, 0) END AS users,
    CASE WHEN staged_dates.has_ga4 AND merged.currency = {{lit currency}} THEN COALESCE(merged.sessions, 0) END AS sessions,
    CASE WHEN staged_dates.has_ga4 AND merged.currency = {{lit currency}} THEN COALESCE(merged.engaged_sessions, 0) END AS engaged_sessions,
    CASE WHEN staged_dates.has_ga4 AND merged.currency = {{lit currency}} THEN COALESCE(merged.new_users, 0) END AS new_users,
    CASE WHEN staged_dates.has_ga4 AND merged.currency = {{lit currency}} THEN COALESCE(merged.page_views, 0) END AS page_views,
    CASE WHEN staged_dates.has_ga4 AND merged.currency = {{lit currency}} THEN COALESCE(merged.engagement_seconds, 0) END AS engagement_seconds,
    -- Of a client without GA4 conversions and their revenue are Google Ads' own.
    CASE WHEN NOT {{lit has_ga4}} THEN merged.platform_conversions WHEN staged_dates.has_ga4 THEN {{numeric "COALESCE(merged.conversions, 0)"}} END AS conversions,
    CASE WHEN staged_dates.has_ga4 THEN COALESCE(merged.transactions, 0) END AS transactions,
    CASE WHEN staged_dates.has_ga4 AND merged.currency = {{lit currency}} THEN COALESCE(merged.converting_users, 0) END AS converting_users,
    CASE WHEN NOT {{lit has_ga4}} THEN merged.platform_conversions_value WHEN staged_dates.has_ga4 THEN COALESCE(merged.revenue, 0) END AS revenue,
    CASE WHEN staged_dates.has_ga4 THEN COALESCE(merged.new_customer_revenue, 0) END AS new_customer_revenue,
    COALESCE(merged.cost, CASE WHEN merged.match_rank IS NULL AND staged_dates.has_google_ads AND merged.currency = {{lit currency}} THEN 0 END) AS cost,
    COALESCE(merged.clicks, CASE WHEN merged.match_rank IS NULL AND staged_dates.has_google_ads AND merged.currency = {{lit currency}} THEN 0 END) AS clicks,
    COALESCE(merged.impressions, CASE WHEN merged.match_rank IS NULL AND staged_dates.has_google_ads AND merged.currency = {{lit currency}} THEN 0 END) AS impressions,
    COALESCE(merged.platform_conversions, CASE WHEN merged.match_rank IS NULL AND staged_dates.has_google_ads AND merged.currency = {{lit currency}} THEN 0 END) AS platform_conversions,
    COALESCE(merged.platform_conversions_value, CASE WHEN merged.match_rank IS NULL AND staged_dates.has_google_ads AND merged.currency = {{lit currency}} THEN 0 END) AS platform_conversions_value,
    CASE merged.match_rank WHEN 1 THEN 'id' WHEN 2 THEN 'name' WHEN 3 THEN 'unmatched' ELSE 'none' END AS cost_match,
    staged_dates.is_final
  FROM merged
  JOIN staged_dates ON staged_dates.date = merged.date
  LEFT JOIN row_campaigns
    ON row_campaigns.date = merged.date
    AND row_campaigns.channel_grouping = merged.channel_grouping
    AND {{same "row_campaigns.source" "merged.source"}}
    AND {{same "row_campaigns.medium" "merged.medium"}}
    AND {{same "row_campaigns.campaign" "merged.campaign"}}
)
