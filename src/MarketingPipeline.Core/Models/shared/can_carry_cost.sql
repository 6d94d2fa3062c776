((COALESCE({{d}}source, '') = 'google' AND COALESCE({{d}}medium, '') = 'cpc') OR {{d}}channel_grouping = 'Cross-network')
