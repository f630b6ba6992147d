-- What a person decided. The gate's own decisions are many more, and are not here.
CREATE INDEX IF NOT EXISTS decisions_person_idx ON decisions (workspace_id, by_id, at DESC) WHERE by_type = 'person';
-- What a stop denied, and what was cancelled for one: for what is told of the stop.
CREATE INDEX IF NOT EXISTS decisions_stop_idx ON decisions (workspace_id, stop_id, at DESC) WHERE stop_id IS NOT NULL;
