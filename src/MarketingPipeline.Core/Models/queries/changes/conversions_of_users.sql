-- The conversions of changed users, de-duplicated, for their sessions and for the conversions themselves.
WITH
{{> conversions}}
SELECT * FROM conversions
