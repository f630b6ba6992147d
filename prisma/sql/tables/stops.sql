-- The stops of runs: few, and looked for in every commit that names a run.
CREATE INDEX IF NOT EXISTS stops_of_runs_in_force_idx ON stops (workspace_id, scope_id) WHERE scope_type = 'run' AND standing <> 'rearmed';
-- One scope is stopped once.
CREATE UNIQUE INDEX IF NOT EXISTS stops_active_scope_idx ON stops (workspace_id, scope_type, coalesce(scope_id, '')) WHERE rearmed_at IS NULL;
