-- Commits judged actions, only if the workspace is still at the epoch they were judged at.
-- Returns {outcome: committed | stale_epoch | replay | key_reused | run_inactive, …}.
-- Rows come as json, not jsonb: they are read once, into columns. `p_runs` are the runs that the actions name, `p_leaves` the audit
-- log's entries (audit_stage).
DROP FUNCTION IF EXISTS gate_commit(text, bigint, jsonb, jsonb, jsonb, jsonb, jsonb);
CREATE OR REPLACE FUNCTION gate_commit(
  p_workspace text, p_agent text, p_epoch bigint, p_runs text[], p_actions json, p_decisions json, p_permits json, p_leaves json, p_idempotency jsonb
) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_epoch bigint;
  v_row idempotency_keys%ROWTYPE;
  v_run text;
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

  IF v_epoch IS DISTINCT FROM p_epoch THEN
    IF p_idempotency IS NOT NULL THEN
      DELETE FROM idempotency_keys
      WHERE workspace_id = p_workspace AND caller_id = p_idempotency->>'caller' AND key = p_idempotency->>'key';
    END IF;
    RETURN jsonb_build_object('outcome', 'stale_epoch', 'epoch', v_epoch);
  END IF;

  FOR v_run IN SELECT DISTINCT run FROM unnest(p_runs) AS run ORDER BY run LOOP
    PERFORM 1 FROM runs
    WHERE id = v_run AND workspace_id = p_workspace AND ended_at IS NULL AND expires_at > clock_timestamp()
      AND agent_id = p_agent
    FOR SHARE;
    IF NOT FOUND THEN
      IF p_idempotency IS NOT NULL THEN
        DELETE FROM idempotency_keys
        WHERE workspace_id = p_workspace AND caller_id = p_idempotency->>'caller' AND key = p_idempotency->>'key';
      END IF;
      RETURN jsonb_build_object('outcome', 'run_inactive', 'run', v_run);
    END IF;
  END LOOP;

  INSERT INTO actions SELECT * FROM json_populate_recordset(NULL::actions, p_actions);
  INSERT INTO decisions SELECT * FROM json_populate_recordset(NULL::decisions, p_decisions);
  INSERT INTO permits SELECT * FROM json_populate_recordset(NULL::permits, p_permits);
  PERFORM audit_stage(p_leaves);
  RETURN jsonb_build_object('outcome', 'committed', 'epoch', v_epoch);
END $$;
