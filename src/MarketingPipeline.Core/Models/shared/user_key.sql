COALESCE('user ' || {{e}}user_pseudo_id, '')
