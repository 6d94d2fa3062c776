CASE
    WHEN looked_back.is_flagged THEN 'flag'
    WHEN looked_back.engagement_msec >= {{lit engaged_msec}} THEN 'engagement_time'
    WHEN looked_back.page_views >= 2 THEN 'page_views'
    WHEN session_conversions.conversions > 0 THEN 'conversion'
  END
