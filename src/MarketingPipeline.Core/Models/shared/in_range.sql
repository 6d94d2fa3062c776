{{d}} BETWEEN {{given "range_from"}} AND {{given "range_to"}}{{#if range_dates}} AND {{d}} IN {{range_dates}}{{/if}}
