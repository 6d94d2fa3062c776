-- Shared by mart_campaign_periods and questions about ranges: figures of each period and of the one before it, by group.
-- Reads performance_days; users are counted from sessions and conversions, never added up from days.
ranges AS (
  {{#if is_by_date}}
  SELECT {{string "days.date"}} AS period, 'current' AS side, days.date AS from_date, days.date AS to_date
  FROM {{dates "date" (given first_date) (given last_date)}} AS days
  {{/if}}
  {{#each ranges}}
  {{#unless @first}}UNION ALL{{/unless}}
  SELECT {{lit period}} AS period, {{lit side}} AS side, {{given from}} AS from_date, {{given to}} AS to_date
  {{/each}}
),
coverage AS (
  SELECT
    ranges.period, ranges.side,
    COUNT(*) AS days,
    COUNT(ga4.date) AS ga4_days,
    COUNT(google_ads.date) AS google_ads_days,
    COUNT(CASE WHEN ({{lit has_ga4}} AND ga4.date IS NULL) OR ({{lit has_google_ads}} AND google_ads.date IS NULL) THEN 1 END) AS missing_days
  FROM ranges
  JOIN {{dates "date" (given first_date) (given last_date)}} AS days ON days.date BETWEEN ranges.from_date AND ranges.to_date
  LEFT JOIN {{> staged source="ga4"}} AS ga4 ON ga4.date = days.date AND ga4.date BETWEEN {{given "available_from"}} AND {{given "as_of"}}
  LEFT JOIN {{> staged source="google_ads"}} AS google_ads ON google_ads.date = days.date AND google_ads.date BETWEEN {{given "available_from"}} AND {{given "as_of"}}
  GROUP BY ranges.period, ranges.side
),
comparability AS (
  SELECT
    period,
    MAX(CASE WHEN side = 'current' THEN ga4_days ELSE 0 END) > 0 AS has_ga4,
    MAX(CASE WHEN side = 'current' THEN google_ads_days ELSE 0 END) > 0 AS has_google_ads,
    MAX(CASE WHEN side = 'previous' THEN ga4_days ELSE 0 END) > 0 AS had_ga4,
    MAX(CASE WHEN side = 'previous' THEN google_ads_days ELSE 0 END) > 0 AS had_google_ads,
    MAX(CASE WHEN 10 * missing_days > days THEN 1 ELSE 0 END) = 0 AS is_comparable
  FROM coverage
  GROUP BY period
),
range_days AS (
  SELECT
    days.*, ranges.period, ranges.side,
    CASE WHEN {{> can_carry_cost d="days."}} THEN days.revenue END AS cost_revenue,
    CASE WHEN {{> can_carry_cost d="days."}} THEN days.conversions END AS cost_conversions
  FROM performance_days AS days
  JOIN ranges ON days.date BETWEEN ranges.from_date AND ranges.to_date
),
range_users AS (
  SELECT
    ranges.period, ranges.side, {{#each dimensions}}sessions.{{session_column}} AS {{name}}, {{/each}}{{lit currency}} AS currency,
    COUNT(DISTINCT sessions.user_pseudo_id) AS users,
    COUNT(DISTINCT CASE WHEN sessions.is_new_user THEN sessions.user_pseudo_id END) AS new_users
  FROM {{ref "int_sessions_enriched"}} AS sessions
  JOIN ranges ON sessions.session_date BETWEEN ranges.from_date AND ranges.to_date AND sessions.session_date BETWEEN {{given "available_from"}} AND {{given "as_of"}}
  GROUP BY ranges.period, ranges.side{{#each dimensions}}, sessions.{{session_column}}{{/each}}
),
range_customers AS (
  SELECT
    ranges.period, ranges.side, {{#each dimensions}}conversions.{{conversion_column}} AS {{name}}, {{/each}}conversions.currency,
    COUNT(DISTINCT conversions.user_pseudo_id) AS converting_users
  FROM {{ref "int_conversions_attributed"}} AS conversions
  JOIN ranges ON conversions.conversion_date BETWEEN ranges.from_date AND ranges.to_date AND conversions.conversion_date BETWEEN {{given "available_from"}} AND {{given "as_of"}}
  WHERE conversions.currency = {{lit currency}}
  GROUP BY ranges.period, ranges.side{{#each dimensions}}, conversions.{{conversion_column}}{{/each}}, conversions.currency
),
-- A period without any row is one all the same, where the answer is one row.
range_sides AS (
  SELECT period, side, {{lit currency}} AS currency FROM ranges
),
range_pieces AS (
  {{union_by_name
    (concat "period, side, " dimension_list "currency")
    "users INT64, sessions INT64, engaged_sessions INT64, new_users INT64, page_views INT64, engagement_seconds NUMERIC,
    conversions NUMERIC, transactions INT64, converting_users INT64, revenue NUMERIC, new_customer_revenue NUMERIC,
    cost NUMERIC, clicks INT64, impressions INT64, platform_conversions NUMERIC, platform_conversions_value NUMERIC,
    cost_revenue NUMERIC, cost_conversions NUMERIC"
    "range_days" "sessions, engaged_sessions, page_views, engagement_seconds, conversions, transactions, revenue, new_customer_revenue,
    cost, clicks, impressions, platform_conversions, platform_conversions_value, cost_revenue, cost_conversions"
    "range_users" "users, new_users"
    "range_customers" "converting_users"
    range_without_rows ""}}
),
range_sums AS (
  SELECT
    period, {{#each dimensions}}{{name}}, {{/each}}currency,
    {{#each sums}}
    SUM(CASE WHEN side = 'current' THEN {{name}} END) AS {{name}},
    SUM(CASE WHEN side = 'previous' THEN {{name}} END) AS {{name}}_prev{{#unless @last}},{{/unless}}
    {{/each}}
  FROM range_pieces
  GROUP BY period, {{#each dimensions}}{{name}}, {{/each}}currency
),
-- A group that one of the periods lacks has 0 there, if the figure's source was staged; else NULL.
range_figures AS (
  SELECT
    range_sums.period, {{#each dimensions}}range_sums.{{name}}, {{/each}}range_sums.currency,
    comparability.is_comparable,
    {{#each sums}}
    COALESCE({{name}}, CASE WHEN {{present}} THEN 0 END) AS {{name}},
    COALESCE({{name}}_prev, CASE WHEN {{past}} THEN 0 END) AS {{name}}_prev{{#unless @last}},{{/unless}}
    {{/each}}
  FROM range_sums
  JOIN comparability ON comparability.period = range_sums.period
),
range_ratios AS (
  SELECT
    range_figures.*,
    {{> period_ratios s=""}},
    {{> period_ratios s="_prev"}}
  FROM range_figures
)
