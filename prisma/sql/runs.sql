-- Runs under a run, and the stops of runs: few, and looked for in every commit that names a run.
CREATE INDEX IF NOT EXISTS runs_under_idx ON runs USING gin (ancestor_ids) WHERE ancestor_ids <> '{}';
CREATE INDEX IF NOT EXISTS stops_of_runs_idx ON stops (workspace_id, scope_id) WHERE scope_type = 'run' AND rearmed_at IS NULL;
-- Runs that are over, or will be, whose waiting actions and stops have not been cleared away yet.
CREATE INDEX IF NOT EXISTS runs_uncleared_idx ON runs (coalesce(ended_at, expires_at)) WHERE cleared_at IS NULL;
CREATE INDEX IF NOT EXISTS actions_pending_run_idx ON actions (run_id) WHERE status = 'pending' AND run_id IS NOT NULL;

-- What was made before runs and agents knew everything above them: filled in once, top down; and a run ends no later than the one above it.
WITH RECURSIVE line AS (
  SELECT id, ARRAY[]::text[] AS ancestor_ids, expires_at FROM runs WHERE parent_run_id IS NULL
  UNION ALL
  SELECT r.id, line.ancestor_ids || line.id, least(r.expires_at, line.expires_at) FROM runs r JOIN line ON r.parent_run_id = line.id
)
UPDATE runs SET ancestor_ids = line.ancestor_ids, expires_at = line.expires_at FROM line
WHERE runs.id = line.id AND runs.parent_run_id IS NOT NULL AND runs.ancestor_ids = '{}';

WITH RECURSIVE line AS (
  SELECT id, ARRAY[]::text[] AS ancestor_ids FROM agents WHERE parent_agent_id IS NULL
  UNION ALL
  SELECT a.id, line.ancestor_ids || line.id FROM agents a JOIN line ON a.parent_agent_id = line.id
)
UPDATE agents SET ancestor_ids = line.ancestor_ids FROM line
WHERE agents.id = line.id AND agents.parent_agent_id IS NOT NULL AND agents.ancestor_ids = '{}';
