-- The list of all actions by cost or confidence: those without one are not here, and come after these by the time they were asked.
CREATE INDEX IF NOT EXISTS actions_cost_idx ON actions (workspace_id, cost_amount, created_at, id) WHERE cost_amount IS NOT NULL;
CREATE INDEX IF NOT EXISTS actions_confidence_idx ON actions (workspace_id, confidence, created_at, id) WHERE confidence IS NOT NULL;
-- What went wrong, the newest first: few among many.
CREATE INDEX IF NOT EXISTS actions_failed_idx ON actions (workspace_id, created_at DESC, id DESC) WHERE execution_status IN ('failed', 'partial', 'lost');
-- What a person decided. The gate's own decisions are many more, and are not here.
CREATE INDEX IF NOT EXISTS decisions_person_idx ON decisions (workspace_id, by_id, at DESC) WHERE by_type = 'person';
