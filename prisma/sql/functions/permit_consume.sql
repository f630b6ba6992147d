-- Uses up a permit: once, for the decided digest, by a key or token that is good now and reaches the action, in a run that is not over,
-- unless it was withdrawn, or a stop or the agent's status forbids it now.
-- Returns {outcome: started | caller_refused | not_found | not_approved | digest_mismatch | permit_consumed | permit_withdrawn | run_over |
-- permit_expired | stopped, …}.
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
  v_stop := stop_in_scope(p_workspace, p_agent, v_action.run_id, v_action.name_keys, v_permit.epoch);
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
