-- Why a judgement cannot be committed as it is, or null: the workspace is no longer at the epoch it was judged at, the caller's key is
-- not good any more, or a run is not as it was judged. `p_runs` are the runs that the actions name, each with the stop it was judged
-- under (null: none): [{"run": …, "stop": …}]. A run's stop moves no epoch, since nobody else's judgement depends on it.
-- Runs are locked from the top down, as everything does that locks several.
CREATE OR REPLACE FUNCTION gate_refusal(p_workspace text, p_agent text, p_key text, p_run text, p_epoch bigint, p_now bigint, p_runs json)
RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_refusal text;
  v_named record;
  v_run runs%ROWTYPE;
  v_stop stops%ROWTYPE;
  v_inactive text[] := '{}';
  v_stops jsonb := '[]';
BEGIN
  IF p_now IS DISTINCT FROM p_epoch THEN RETURN jsonb_build_object('outcome', 'stale_epoch', 'epoch', p_now); END IF;
  v_refusal := caller_refusal(p_key, p_run);
  IF v_refusal IS NOT NULL THEN RETURN jsonb_build_object('outcome', 'caller_refused', 'code', v_refusal); END IF;
  FOR v_named IN
    SELECT named.run, named.stop FROM json_to_recordset(p_runs) AS named (run text, stop text) LEFT JOIN runs r ON r.id = named.run
    ORDER BY cardinality(r.ancestor_ids), named.run
  LOOP
    SELECT * INTO v_run FROM runs
    WHERE id = v_named.run AND workspace_id = p_workspace AND agent_id = p_agent AND ended_at IS NULL AND expires_at > clock_timestamp()
    FOR SHARE;
    IF NOT FOUND THEN
      v_inactive := v_inactive || v_named.run;
      CONTINUE;
    END IF;
    SELECT * INTO v_stop FROM stops
    WHERE workspace_id = p_workspace AND scope_type = 'run' AND rearmed_at IS NULL AND scope_id = ANY (v_run.ancestor_ids || v_run.id)
    ORDER BY epoch, id LIMIT 1;
    IF v_stop.id IS DISTINCT FROM v_named.stop THEN
      v_stops := v_stops || jsonb_build_object('run', v_named.run, 'stop', CASE WHEN v_stop.id IS NOT NULL THEN
        jsonb_build_object('id', v_stop.id, 'scopeType', 'run', 'scopeId', v_stop.scope_id, 'scopeKeys', '[]'::jsonb, 'reason', v_stop.reason, 'pulledByName', v_stop.pulled_by_name) END);
    END IF;
  END LOOP;
  IF v_inactive <> '{}' OR v_stops <> '[]' THEN
    RETURN jsonb_build_object('outcome', 'stale_runs', 'inactive', to_jsonb(v_inactive), 'stops', v_stops);
  END IF;
  RETURN NULL;
END $$;

-- Commits judged actions, only if everything they were judged by still stands (gate_refusal) and the queue has room for those that
-- are held, `p_held` of them (waiting_refusal).
-- Returns {outcome: committed | replay | key_reused | stale_epoch | caller_refused | stale_runs | no_room, …}.
-- Rows come as json, not jsonb: they are read once, into columns. `p_key` and `p_run` are the caller's, `p_leaves` the audit log's
-- entries (audit_stage).
DROP FUNCTION IF EXISTS gate_commit(text, text, text, text, bigint, json, json, json, json, json, jsonb);
CREATE OR REPLACE FUNCTION gate_commit(
  p_workspace text, p_agent text, p_key text, p_run text, p_epoch bigint, p_runs json, p_held int, p_actions json, p_decisions json, p_permits json,
  p_leaves json, p_idempotency jsonb
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
  IF v_refusal IS NOT NULL THEN
    DELETE FROM idempotency_keys
    WHERE p_idempotency IS NOT NULL AND workspace_id = p_workspace AND caller_id = p_idempotency->>'caller' AND key = p_idempotency->>'key';
    RETURN v_refusal;
  END IF;

  INSERT INTO actions SELECT * FROM json_populate_recordset(NULL::actions, p_actions);
  INSERT INTO decisions SELECT * FROM json_populate_recordset(NULL::decisions, p_decisions);
  INSERT INTO permits SELECT * FROM json_populate_recordset(NULL::permits, p_permits);
  PERFORM audit_stage(p_leaves);
  RETURN jsonb_build_object('outcome', 'committed', 'epoch', v_epoch);
END $$;
