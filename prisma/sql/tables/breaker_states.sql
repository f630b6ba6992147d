-- Those that are not closed: few, and looked for several times a second by every instance.
CREATE INDEX IF NOT EXISTS breaker_states_standing_idx ON breaker_states (workspace_id) WHERE state <> 'closed';
