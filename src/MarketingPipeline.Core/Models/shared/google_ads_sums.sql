-- The figures of Google Ads' reports, added up.
SUM(cost_micros) AS cost_micros,
SUM(clicks) AS clicks,
SUM(impressions) AS impressions,
SUM(conversions) AS conversions,
SUM(conversions_value) AS conversions_value,
SUM(all_conversions) AS all_conversions,
SUM(view_through_conversions) AS view_through_conversions
