-- Of those that were not deleted, one has a name.
CREATE UNIQUE INDEX IF NOT EXISTS breakers_name_idx ON breakers (workspace_id, name) WHERE deleted_at IS NULL;
-- Those that count: few, and looked for several times a second by every instance.
CREATE INDEX IF NOT EXISTS breakers_counting_idx ON breakers (workspace_id) WHERE enabled AND deleted_at IS NULL;
