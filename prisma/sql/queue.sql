-- Pending actions in the order in which people should decide: red first, then what expires, then what costs most.
DROP INDEX IF EXISTS actions_queue_idx;
CREATE INDEX IF NOT EXISTS actions_queue_order_idx ON actions (workspace_id, zone_rank, expires_at, (-coalesce(cost_amount, 0)), id) WHERE status = 'pending';
CREATE INDEX IF NOT EXISTS actions_due_idx ON actions (expires_at) WHERE status = 'pending';
CREATE INDEX IF NOT EXISTS actions_settling_idx ON actions (settles_at) WHERE status = 'pending' AND settles_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS actions_running_idx ON actions (workspace_id, decided_at) WHERE execution_status = 'started';
