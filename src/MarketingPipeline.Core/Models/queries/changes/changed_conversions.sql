-- The conversions that are not as they were, old and new: those of a changed date, and those whose attribution changed.
SELECT conversion_id, conversion_date
FROM (
  SELECT conversion_id, conversion_date, {{json_row "old_rows"}} AS content
  FROM {{ref "int_conversions_attributed"}} AS old_rows
  WHERE {{> user_key e=""}} IN (SELECT user_key FROM changed_users)
  UNION ALL
  SELECT conversion_id, conversion_date, {{json_row "new_rows"}} AS content
  FROM changed_conversion_rows AS new_rows
) AS rows_of_users
GROUP BY conversion_id, conversion_date, content
HAVING COUNT(*) = 1 OR conversion_date IN {{changed_dates}}
