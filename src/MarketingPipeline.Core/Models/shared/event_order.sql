{{e}}event_timestamp, {{e}}batch_page_id NULLS LAST, {{e}}batch_ordering_id NULLS LAST, {{e}}batch_event_index NULLS LAST, {{e}}event_bundle_sequence_id NULLS LAST, {{e}}event_id
