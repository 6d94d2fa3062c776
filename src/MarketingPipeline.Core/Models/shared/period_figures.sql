{{#each figures}}{{name}},
  {{name}}_prev,
  CASE WHEN is_comparable THEN {{name}} - {{name}}_prev END AS {{name}}_diff,
  CASE WHEN is_comparable THEN {{change name}} END AS {{name}}_change,
  {{/each}}
