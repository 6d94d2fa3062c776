((COALESCE({{lower (concat d "source")}}, '') = 'google' AND COALESCE({{lower (concat d "medium")}}, '') = 'cpc') OR {{d}}channel_grouping = 'Cross-network')
