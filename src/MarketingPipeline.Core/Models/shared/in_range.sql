{{d}} BETWEEN {{lit range_from}} AND {{lit range_to}}{{#if range_dates}} AND {{d}} IN {{range_dates}}{{/if}}
