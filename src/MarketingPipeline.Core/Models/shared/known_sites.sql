known_sites AS (
  SELECT site, category FROM {{values known_sites}} AS listed
)
