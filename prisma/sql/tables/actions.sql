-- The list of all actions by cost or confidence: those without one are not here, and come after these by the time they were asked.
CREATE INDEX IF NOT EXISTS actions_cost_idx ON actions (workspace_id, cost_amount, created_at, id) WHERE cost_amount IS NOT NULL;
CREATE INDEX IF NOT EXISTS actions_confidence_idx ON actions (workspace_id, confidence, created_at, id) WHERE confidence IS NOT NULL;
-- What went wrong, the newest first: few among many.
CREATE INDEX IF NOT EXISTS actions_failed_idx ON actions (workspace_id, created_at DESC, id DESC) WHERE execution_status IN ('failed', 'partial', 'lost');
-- Pending actions in the order in which people should decide: red first, then what expires, then what costs most.
CREATE INDEX IF NOT EXISTS actions_queue_order_idx ON actions (workspace_id, zone_rank, expires_at, (-coalesce(cost_amount, 0)), id) WHERE status = 'pending';
CREATE INDEX IF NOT EXISTS actions_due_idx ON actions (expires_at) WHERE status = 'pending';
CREATE INDEX IF NOT EXISTS actions_settling_idx ON actions (settles_at) WHERE status = 'pending' AND settles_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS actions_running_idx ON actions (workspace_id, decided_at) WHERE execution_status = 'started';
-- What waits in a run that is over.
CREATE INDEX IF NOT EXISTS actions_pending_run_idx ON actions (run_id) WHERE status = 'pending' AND run_id IS NOT NULL;
-- How much one agent has waiting for people: counted in the commit (waiting_refusal).
CREATE INDEX IF NOT EXISTS actions_waiting_idx ON actions (agent_id) WHERE status = 'pending';
CREATE OR REPLACE TRIGGER actions_weight BEFORE INSERT OR UPDATE OF parameters, final_parameters, reasoning, effects, metadata, verdict ON actions
  FOR EACH ROW EXECUTE FUNCTION action_weight();
