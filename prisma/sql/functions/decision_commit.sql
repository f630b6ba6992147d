-- Makes the one final decision of an action, with its permit and entry. The guard is in the write: of all who race, one finds the
-- action pending, with the vote `p_settling` in its grace period (null: none), and its time limit not yet reached ('open'), reached
-- ('over') or either (null). Returns whether it was this one.
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
  INSERT INTO decisions (action_id, workspace_id, outcome, by_type, by_id, by_name, reason_code, reason_text, at, stop_id)
  VALUES (v_decision.action_id, v_decision.workspace_id, v_decision.outcome, v_decision.by_type, v_decision.by_id, v_decision.by_name, v_decision.reason_code, v_decision.reason_text, v_decision.at, v_decision.stop_id);
  IF p_permit IS NOT NULL THEN
    INSERT INTO permits (action_id, workspace_id, digest, epoch, issued_at, expires_at)
    SELECT action_id, workspace_id, digest, epoch, issued_at, expires_at FROM json_populate_record(NULL::permits, p_permit);
  END IF;
  PERFORM audit_stage(('[' || p_leaf::text || ']')::json, p_private);
  RETURN true;
END $$;
