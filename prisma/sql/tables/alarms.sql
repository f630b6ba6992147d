-- The alarms that stand on every screen, the gravest first: few, and read with each.
CREATE INDEX IF NOT EXISTS alarms_standing_idx ON alarms (workspace_id, gravity, raised_at DESC, id DESC) WHERE acknowledged_at IS NULL;
