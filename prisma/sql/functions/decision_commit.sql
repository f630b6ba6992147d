-- Makes the one final decision of an action, with its permit and entry. The guard is in the write: of all who race, one finds the
-- action pending, with the vote `p_settling` in its grace period (null: none), and its time limit not yet reached ('open'), reached
-- ('over') or either (null). Returns whether it was this one. What it had reserved of budgets is released unless it was approved;
-- `p_debits` (null: nothing) is what an approval takes of those that have reserved nothing for it, whatever they have left.
CREATE OR REPLACE FUNCTION decision_commit(
  p_status text, p_settling text, p_limit text, p_decision json, p_permit json, p_parameters json, p_leaf json, p_private json,
  p_debits json
) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_decision decisions%ROWTYPE := json_populate_record(NULL::decisions, p_decision);
  v_budgeted boolean;
BEGIN
  UPDATE actions SET status = p_status, decided_at = v_decision.at, settles_at = NULL, claimed_by_id = NULL, claimed_by_name = NULL,
    claim_expires_at = NULL, final_parameters = coalesce(p_parameters, final_parameters), final_digest = coalesce(p_permit->>'digest', final_digest),
    budgeted = budgeted OR p_debits IS NOT NULL
  WHERE id = v_decision.action_id AND workspace_id = v_decision.workspace_id AND status = 'pending' AND settling_id IS NOT DISTINCT FROM p_settling
    AND CASE p_limit WHEN 'open' THEN expires_at > v_decision.at WHEN 'over' THEN expires_at <= v_decision.at ELSE true END
  RETURNING budgeted INTO v_budgeted;
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO decisions (action_id, workspace_id, outcome, by_type, by_id, by_name, reason_code, reason_text, at, stop_id)
  VALUES (v_decision.action_id, v_decision.workspace_id, v_decision.outcome, v_decision.by_type, v_decision.by_id, v_decision.by_name, v_decision.reason_code, v_decision.reason_text, v_decision.at, v_decision.stop_id);
  IF p_permit IS NOT NULL THEN
    INSERT INTO permits (action_id, workspace_id, digest, epoch, issued_at, expires_at)
    SELECT action_id, workspace_id, digest, epoch, issued_at, expires_at FROM json_populate_record(NULL::permits, p_permit);
  END IF;
  PERFORM audit_stage(('[' || p_leaf::text || ']')::json, p_private);
  IF v_budgeted THEN
    IF p_permit IS NULL THEN
      PERFORM budget_settle(ARRAY[v_decision.action_id], 'released');
    ELSE
      UPDATE budget_reservations SET expires_at = (p_permit->>'expires_at')::timestamptz
      WHERE action_id = v_decision.action_id AND state = 'reserved';
      IF p_debits IS NOT NULL THEN PERFORM budget_override(v_decision.workspace_id, p_debits); END IF;
    END IF;
  END IF;
  RETURN true;
END $$;
