COALESCE(
    {{extract host search_names}},
    {{extract host search_domains}},
    CASE WHEN {{host}} IN {{lit search_hosts}} THEN {{host}} END)
