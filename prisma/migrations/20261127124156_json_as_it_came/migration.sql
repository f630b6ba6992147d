-- AlterTable
ALTER TABLE "actions" ALTER COLUMN "parameters" SET DATA TYPE JSON,
ALTER COLUMN "reasoning" SET DATA TYPE JSON,
ALTER COLUMN "on_behalf_of" SET DATA TYPE JSON,
ALTER COLUMN "effects" SET DATA TYPE JSON,
ALTER COLUMN "metadata" SET DATA TYPE JSON,
ALTER COLUMN "verdict" SET DATA TYPE JSON,
ALTER COLUMN "final_parameters" SET DATA TYPE JSON;

-- AlterTable
ALTER TABLE "outcomes" ALTER COLUMN "result" SET DATA TYPE JSON,
ALTER COLUMN "usage" SET DATA TYPE JSON;

-- AlterTable
ALTER TABLE "approvals" ALTER COLUMN "final_parameters" SET DATA TYPE JSON;

-- AlterTable
ALTER TABLE "audit_private" ALTER COLUMN "body" SET DATA TYPE JSON;

-- AlterTable
ALTER TABLE "runs" ALTER COLUMN "context" SET DATA TYPE JSON;

-- prisma/sql/decision.sql sha256:3dcb6ec5f8d9ad021f93c2aeba93beef87415939446a40e30d73c92bb2e834d2
-- Makes the one final decision of an action, with its permit and entry. The guard is in the write: of all who race, one finds the
-- action pending, with the vote `p_settling` in its grace period (null: none), and its time limit not yet reached ('open'), reached
-- ('over') or either (null). Returns whether it was this one.
DROP FUNCTION IF EXISTS decision_commit(text, text, text, json, json, jsonb, json, json);
CREATE OR REPLACE FUNCTION decision_commit(
  p_status text, p_settling text, p_limit text, p_decision json, p_permit json, p_parameters json, p_leaf json, p_private json
) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_decision decisions%ROWTYPE := json_populate_record(NULL::decisions, p_decision);
BEGIN
  UPDATE actions SET status = p_status, decided_at = v_decision.at, settles_at = NULL, claimed_by_id = NULL, claimed_by_name = NULL,
    claim_expires_at = NULL, final_parameters = coalesce(p_parameters, final_parameters), final_digest = coalesce(p_permit->>'digest', final_digest)
  WHERE id = v_decision.action_id AND workspace_id = v_decision.workspace_id AND status = 'pending' AND settling_id IS NOT DISTINCT FROM p_settling
    AND CASE p_limit WHEN 'open' THEN expires_at > v_decision.at WHEN 'over' THEN expires_at <= v_decision.at ELSE true END;
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO decisions SELECT (v_decision).*;
  IF p_permit IS NOT NULL THEN INSERT INTO permits SELECT * FROM json_populate_record(NULL::permits, p_permit); END IF;
  PERFORM audit_stage(('[' || p_leaf::text || ']')::json, p_private);
  RETURN true;
END $$;

-- prisma/sql/permit.sql sha256:bd9b35bbe47fc9b400d32555d22aebf5f2e2eadc319fe294d3ea7c731ffce1a8
-- Permits that can still be used: what a stricter catalog or a retired agent takes back.
CREATE INDEX IF NOT EXISTS permits_live_idx ON permits (workspace_id, expires_at) WHERE consumed_at IS NULL;

-- Uses up a permit: once, for the decided digest, by a key or token that is good now and reaches the action, in a run that is not over,
-- unless it was withdrawn, or a stop or the agent's status forbids it now.
-- Returns {outcome: started | caller_refused | not_found | not_approved | digest_mismatch | permit_consumed | permit_withdrawn | run_over |
-- permit_expired | stopped, …}.
DROP FUNCTION IF EXISTS permit_consume(text, text, text, text, timestamptz, json);
CREATE OR REPLACE FUNCTION permit_consume(
  p_workspace text, p_agent text, p_key text, p_run text, p_action text, p_digest text, p_at timestamptz, p_leaf json
)
RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_refusal text;
  v_action actions%ROWTYPE;
  v_permit permits%ROWTYPE;
  v_stop text;
  v_agent_status text;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(epoch_lock_key(p_workspace));
  v_refusal := caller_refusal(p_key, p_run);
  IF v_refusal IS NOT NULL THEN RETURN jsonb_build_object('outcome', 'caller_refused', 'code', v_refusal); END IF;
  SELECT * INTO v_action FROM actions
  WHERE id = p_action AND workspace_id = p_workspace AND agent_id = p_agent AND run_reaches(p_run, run_id) FOR UPDATE;
  IF NOT FOUND THEN RETURN jsonb_build_object('outcome', 'not_found'); END IF;
  IF v_action.status <> 'approved' THEN
    RETURN jsonb_build_object('outcome', 'not_approved', 'status', v_action.status);
  END IF;
  SELECT * INTO v_permit FROM permits WHERE action_id = p_action;
  IF NOT FOUND THEN RETURN jsonb_build_object('outcome', 'not_approved', 'status', v_action.status); END IF;
  IF v_permit.digest <> p_digest THEN RETURN jsonb_build_object('outcome', 'digest_mismatch'); END IF;
  IF v_permit.consumed_at IS NOT NULL THEN
    RETURN jsonb_build_object('outcome', 'permit_consumed', 'at', v_permit.consumed_at);
  END IF;
  IF v_permit.withdrawn_at IS NOT NULL THEN
    RETURN jsonb_build_object('outcome', 'permit_withdrawn', 'because', v_permit.withdrawn_because);
  END IF;
  IF v_action.run_id IS NOT NULL THEN
    PERFORM 1 FROM runs WHERE id = v_action.run_id AND ended_at IS NULL AND expires_at > clock_timestamp() FOR SHARE;
    IF NOT FOUND THEN RETURN jsonb_build_object('outcome', 'run_over'); END IF;
  END IF;
  v_stop := stop_in_scope(p_workspace, p_agent, v_action.kind, v_action.run_id, v_action.action,
    v_action.resource_type || ':' || v_action.resource_id, v_permit.epoch);
  IF v_stop IS NOT NULL THEN RETURN jsonb_build_object('outcome', 'stopped', 'stop', v_stop); END IF;
  SELECT status INTO v_agent_status FROM agents WHERE id = p_agent;
  IF v_agent_status IS DISTINCT FROM 'active' THEN
    RETURN jsonb_build_object('outcome', 'stopped', 'stop', NULL, 'status', v_agent_status);
  END IF;
  IF v_permit.expires_at <= p_at THEN RETURN jsonb_build_object('outcome', 'permit_expired'); END IF;

  UPDATE permits SET consumed_at = p_at WHERE action_id = p_action;
  UPDATE actions SET execution_status = 'started' WHERE id = p_action;
  PERFORM audit_stage(('[' || p_leaf::text || ']')::json);
  RETURN jsonb_build_object('outcome', 'started', 'parameters', coalesce(v_action.final_parameters, v_action.parameters)::text);
END $$;
