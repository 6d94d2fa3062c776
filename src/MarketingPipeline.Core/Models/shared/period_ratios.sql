{{div_suffixed "clicks" "impressions" s}} AS ctr{{s}},
    {{div_suffixed "cost" "clicks" s}} AS cpc{{s}},
    1000 * {{div_suffixed "cost" "impressions" s}} AS cpm{{s}},
    {{div_suffixed "conversions" rated_by s}} AS conversion_rate{{s}},
    {{div_suffixed "revenue" "transactions" s}} AS aov{{s}},
    {{div_suffixed "engaged_sessions" "sessions" s}} AS engagement_rate{{s}},
    1 - {{div_suffixed "engaged_sessions" "sessions" s}} AS bounce_rate{{s}},
    {{div_suffixed "cost_revenue" "cost" s}} AS roas{{s}},
    {{div_suffixed "cost" "cost_conversions" s}} AS cpa{{s}}
