-- Lists that are read page by page, in the orders that would otherwise have to put all of their rows in order for each page.
CREATE INDEX IF NOT EXISTS runs_ended_idx ON runs (workspace_id, ended_at, id) WHERE ended_at IS NOT NULL;
-- Those that no agent has ended come after them.
CREATE INDEX IF NOT EXISTS runs_open_idx ON runs (workspace_id, id) WHERE ended_at IS NULL;
CREATE INDEX IF NOT EXISTS runs_task_idx ON runs (workspace_id, left(lower(task), 100), id);
-- Runs under a run: few.
CREATE INDEX IF NOT EXISTS runs_under_idx ON runs USING gin (ancestor_ids) WHERE ancestor_ids <> '{}';
-- Runs that are over, or will be, whose waiting actions and stops have not been cleared away yet.
CREATE INDEX IF NOT EXISTS runs_uncleared_idx ON runs (coalesce(ended_at, expires_at)) WHERE cleared_at IS NULL;
