-- One version of a control applies at a time, whatever races.
CREATE UNIQUE INDEX IF NOT EXISTS control_versions_live_idx ON control_versions (workspace_id, kind, subject_id) WHERE status = 'live';
