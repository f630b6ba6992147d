-- The alarms that stand on every screen: few, and read with each.
CREATE INDEX IF NOT EXISTS alarms_open_idx ON alarms (workspace_id, raised_at) WHERE acknowledged_at IS NULL;
