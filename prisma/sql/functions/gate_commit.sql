-- Commits judged actions, only if everything they were judged by still stands (gate_refusal) and the queue has room for those that
-- are held, `p_held` of them (waiting_refusal).
-- Returns {outcome: committed | replay | key_reused | stale_epoch | caller_refused | stale_runs | no_room | no_budget, …}.
-- Rows come as json, not jsonb: they are read once, into columns. `p_key` and `p_run` are the caller's, `p_leaves` the audit log's
-- entries (audit_stage), `p_debits` what budgets are to reserve (budget_debit; null: nothing). Budgets come last: of all locks theirs are
-- the ones that many wait for.
CREATE OR REPLACE FUNCTION gate_commit(
  p_workspace text, p_agent text, p_key text, p_run text, p_epoch bigint, p_runs json, p_held int, p_actions json, p_decisions json, p_permits json,
  p_leaves json, p_idempotency jsonb, p_debits json
) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_epoch bigint;
  v_row idempotency_keys%ROWTYPE;
  v_refusal jsonb;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(epoch_lock_key(p_workspace));
  SELECT epoch INTO v_epoch FROM workspaces WHERE id = p_workspace;

  IF p_idempotency IS NOT NULL THEN
    INSERT INTO idempotency_keys (workspace_id, caller_id, key, request_hash, status, body, created_at)
    VALUES (p_workspace, p_idempotency->>'caller', p_idempotency->>'key', decode(p_idempotency->>'hash', 'hex'),
            (p_idempotency->>'status')::int, p_idempotency->>'body', clock_timestamp())
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
      SELECT * INTO v_row FROM idempotency_keys
      WHERE workspace_id = p_workspace AND caller_id = p_idempotency->>'caller' AND key = p_idempotency->>'key';
      IF v_row.request_hash <> decode(p_idempotency->>'hash', 'hex') THEN
        RETURN jsonb_build_object('outcome', 'key_reused');
      END IF;
      RETURN jsonb_build_object('outcome', 'replay', 'status', v_row.status, 'body', v_row.body, 'epoch', v_epoch);
    END IF;
  END IF;

  v_refusal := coalesce(gate_refusal(p_workspace, p_agent, p_key, p_run, p_epoch, v_epoch, p_runs), waiting_refusal(p_workspace, p_agent, p_held));
  IF v_refusal IS NULL AND p_debits IS NOT NULL THEN v_refusal := budget_debit(p_workspace, p_debits); END IF;
  IF v_refusal IS NOT NULL THEN
    DELETE FROM idempotency_keys
    WHERE p_idempotency IS NOT NULL AND workspace_id = p_workspace AND caller_id = p_idempotency->>'caller' AND key = p_idempotency->>'key';
    RETURN v_refusal;
  END IF;

  INSERT INTO actions (id, workspace_id, agent_id, agent_name, kind, key_id, run_id, step_id, tool_call_id, trace_id, span_id,
    action, type_version, resource_type, resource_id, name_keys, parameters, sentence, confidence, reasoning, on_behalf_of, on_behalf_names,
    cost_amount, cost_currency, effects, jurisdiction, metadata, zone, zone_rank, status, effect, verdict, epoch, digest, final_parameters,
    final_digest, review_probability, review_drawn, expires_at, created_at, decided_at, agent_created_by_id, key_created_by_id, owner_team_id, deadline_at, estimated_tokens, budgeted)
  SELECT id, workspace_id, agent_id, agent_name, kind, key_id, run_id, step_id, tool_call_id, trace_id, span_id,
    action, type_version, resource_type, resource_id, name_keys, parameters, sentence, confidence, reasoning, on_behalf_of, on_behalf_names,
    cost_amount, cost_currency, effects, jurisdiction, metadata, zone, zone_rank, status, effect, verdict, epoch, digest, final_parameters,
    final_digest, review_probability, review_drawn, expires_at, created_at, decided_at, agent_created_by_id, key_created_by_id, owner_team_id, deadline_at, estimated_tokens, budgeted
  FROM json_populate_recordset(NULL::actions, p_actions);
  INSERT INTO decisions (action_id, workspace_id, outcome, by_type, by_id, by_name, reason_code, reason_text, at, stop_id)
  SELECT action_id, workspace_id, outcome, by_type, by_id, by_name, reason_code, reason_text, at, stop_id
  FROM json_populate_recordset(NULL::decisions, p_decisions);
  INSERT INTO permits (action_id, workspace_id, digest, epoch, issued_at, expires_at)
  SELECT action_id, workspace_id, digest, epoch, issued_at, expires_at
  FROM json_populate_recordset(NULL::permits, p_permits);
  PERFORM audit_stage(p_leaves);
  RETURN jsonb_build_object('outcome', 'committed', 'epoch', v_epoch);
END $$;
