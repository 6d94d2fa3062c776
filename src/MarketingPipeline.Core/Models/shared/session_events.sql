session_key IS NOT NULL AND {{#if are_changes}}event_date IN {{event_dates}} AND session_key IN (SELECT session_key FROM changed_sessions){{else}}event_date <= {{given "as_of"}}{{/if}}
