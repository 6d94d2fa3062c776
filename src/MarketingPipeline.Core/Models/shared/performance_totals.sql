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
    COUNT({{#if has_ga4}}ga4.date{{else}}CASE WHEN FALSE THEN 1 END{{/if}}) AS ga4_days,
    COUNT({{#if has_google_ads}}google_ads.date{{else}}CASE WHEN FALSE THEN 1 END{{/if}}) AS google_ads_days,
    COUNT(CASE WHEN {{#if has_ga4}}ga4.date IS NULL{{else}}FALSE{{/if}} OR {{#if has_google_ads}}google_ads.date IS NULL{{else}}FALSE{{/if}} THEN 1 END) AS missing_days
  FROM ranges
  JOIN {{dates "date" (given first_date) (given last_date)}} AS days ON days.date BETWEEN ranges.from_date AND ranges.to_date
  {{#if has_ga4}}LEFT JOIN {{ref "ledger"}} AS ga4 ON ga4.source = 'ga4' AND ga4.date = days.date AND ga4.date BETWEEN {{given "available_from"}} AND {{given "as_of"}}{{/if}}
  {{#if has_google_ads}}LEFT JOIN {{ref "ledger"}} AS google_ads ON google_ads.source = 'google_ads' AND google_ads.date = days.date AND google_ads.date BETWEEN {{given "available_from"}} AND {{given "as_of"}}{{/if}}
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
range_pieces AS (
  SELECT
    ranges.period, ranges.side, {{#each dimensions}}days.{{name}}, {{/each}}days.currency,
    {{typed_null "int64"}} AS users, days.sessions, days.engaged_sessions, {{typed_null "int64"}} AS new_users, days.page_views, days.engagement_seconds,
    days.conversions, days.transactions, {{typed_null "int64"}} AS converting_users, days.revenue, days.new_customer_revenue,
    days.cost, days.clicks, days.impressions, days.platform_conversions, days.platform_conversions_value,
    CASE WHEN {{> can_carry_cost d="days."}} THEN days.revenue END AS cost_revenue,
    CASE WHEN {{> can_carry_cost d="days."}} THEN days.conversions END AS cost_conversions
  FROM performance_days AS days
  JOIN ranges ON days.date BETWEEN ranges.from_date AND ranges.to_date
  {{#if is_one_row}}
  UNION ALL
  SELECT
    ranges.period, ranges.side, {{lit currency}},
    {{typed_null "int64"}}, {{typed_null "int64"}}, {{typed_null "int64"}}, {{typed_null "int64"}}, {{typed_null "int64"}}, {{typed_null "numeric"}},
    {{typed_null "numeric"}}, {{typed_null "int64"}}, {{typed_null "int64"}}, {{typed_null "numeric"}}, {{typed_null "numeric"}},
    {{typed_null "numeric"}}, {{typed_null "int64"}}, {{typed_null "int64"}}, {{typed_null "numeric"}}, {{typed_null "numeric"}}, {{typed_null "numeric"}}, {{typed_null "numeric"}}
  FROM ranges
  {{/if}}
  {{#if has_ga4}}
  UNION ALL
  SELECT
    ranges.period, ranges.side, {{#each dimensions}}sessions.{{session_column}}, {{/each}}{{lit currency}},
    COUNT(DISTINCT sessions.user_pseudo_id), {{typed_null "int64"}}, {{typed_null "int64"}}, COUNT(DISTINCT CASE WHEN sessions.is_new_user THEN sessions.user_pseudo_id END), {{typed_null "int64"}}, {{typed_null "numeric"}},
    {{typed_null "numeric"}}, {{typed_null "int64"}}, {{typed_null "int64"}}, {{typed_null "numeric"}}, {{typed_null "numeric"}},
    {{typed_null "numeric"}}, {{typed_null "int64"}}, {{typed_null "int64"}}, {{typed_null "numeric"}}, {{typed_null "numeric"}}, {{typed_null "numeric"}}, {{typed_null "numeric"}}
  FROM {{ref "int_sessions_enriched"}} AS sessions
  JOIN ranges ON sessions.session_date BETWEEN ranges.from_date AND ranges.to_date AND sessions.session_date BETWEEN {{given "available_from"}} AND {{given "as_of"}}
  GROUP BY ranges.period, ranges.side{{#each dimensions}}, sessions.{{session_column}}{{/each}}
  UNION ALL
  SELECT
    ranges.period, ranges.side, {{#each dimensions}}conversions.{{conversion_column}}, {{/each}}conversions.currency,
    {{typed_null "int64"}}, {{typed_null "int64"}}, {{typed_null "int64"}}, {{typed_null "int64"}}, {{typed_null "int64"}}, {{typed_null "numeric"}},
    {{typed_null "numeric"}}, {{typed_null "int64"}}, COUNT(DISTINCT conversions.user_pseudo_id), {{typed_null "numeric"}}, {{typed_null "numeric"}},
    {{typed_null "numeric"}}, {{typed_null "int64"}}, {{typed_null "int64"}}, {{typed_null "numeric"}}, {{typed_null "numeric"}}, {{typed_null "numeric"}}, {{typed_null "numeric"}}
  FROM {{ref "int_conversions_attributed"}} AS conversions
  JOIN ranges ON conversions.conversion_date BETWEEN ranges.from_date AND ranges.to_date AND conversions.conversion_date BETWEEN {{given "available_from"}} AND {{given "as_of"}}
  WHERE conversions.currency = {{lit currency}}
  GROUP BY ranges.period, ranges.side{{#each dimensions}}, conversions.{{conversion_column}}{{/each}}, conversions.currency
  {{/if}}
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
