-- Jobs that wait or run: few, and looked for twice a second by every instance.
CREATE INDEX IF NOT EXISTS jobs_unfinished_idx ON jobs (workspace_id, created_at, id) WHERE status IN ('queued', 'running');
-- Those to be forgotten in the end.
CREATE INDEX IF NOT EXISTS jobs_finished_idx ON jobs (workspace_id, finished_at) WHERE finished_at IS NOT NULL;
