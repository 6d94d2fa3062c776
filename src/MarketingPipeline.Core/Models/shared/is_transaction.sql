(category IN ('purchase', 'booking') AND (transaction_id IS NOT NULL OR COALESCE(revenue, 0) <> 0))
