-- prisma/sql/decision.sql sha256:837084fac87410d91aaef234865f633f0afab6e292b93730e45ac307d287a136
-- Makes the one final decision of an action, with its permit and entry. The guard is in the write: of all who race, one finds the
-- action pending, with the vote `p_settling` in its grace period (null: none), and its time limit not yet reached ('open'), reached
-- ('over') or either (null). Returns whether it was this one.
CREATE OR REPLACE FUNCTION decision_commit(
  p_status text, p_settling text, p_limit text, p_decision json, p_permit json, p_parameters jsonb, p_leaf json, p_private json
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

-- prisma/sql/gate.sql sha256:05aebbac4b6d1ae3f4c4d42111636103399bcfb181acf384eddbe8150e3bef4f
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

-- prisma/sql/permit.sql sha256:b6d48dcacabb72ded4f2bcc15f627244a0e81c8b07ef57ab69ae1c34bd2c91de
-- Uses up a permit: once, for the decided digest, unless a stop or the agent's status forbids it now.
-- Returns {outcome: started | not_found | not_approved | digest_mismatch | permit_consumed | permit_expired | stopped, …}.
DROP FUNCTION IF EXISTS permit_consume(text, text, text, text, timestamptz, jsonb);
CREATE OR REPLACE FUNCTION permit_consume(p_workspace text, p_agent text, p_action text, p_digest text, p_at timestamptz, p_leaf json)
RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_action actions%ROWTYPE;
  v_permit permits%ROWTYPE;
  v_stop text;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(epoch_lock_key(p_workspace));
  SELECT * INTO v_action FROM actions WHERE id = p_action AND workspace_id = p_workspace AND agent_id = p_agent FOR UPDATE;
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
  v_stop := stop_in_scope(p_workspace, p_agent, v_action.kind, v_action.run_id, v_action.action,
    v_action.resource_type || ':' || v_action.resource_id, v_permit.epoch);
  IF v_stop IS NOT NULL THEN RETURN jsonb_build_object('outcome', 'stopped', 'stop', v_stop); END IF;
  PERFORM 1 FROM agents WHERE id = p_agent AND status = 'active';
  IF NOT FOUND THEN RETURN jsonb_build_object('outcome', 'stopped', 'stop', NULL); END IF;
  IF v_permit.expires_at <= p_at THEN RETURN jsonb_build_object('outcome', 'permit_expired'); END IF;

  UPDATE permits SET consumed_at = p_at WHERE action_id = p_action;
  UPDATE actions SET execution_status = 'started' WHERE id = p_action;
  PERFORM audit_stage(('[' || p_leaf::text || ']')::json);
  RETURN jsonb_build_object('outcome', 'started', 'parameters', coalesce(v_action.final_parameters, v_action.parameters));
END $$;

-- prisma/sql/queue.sql sha256:bf37d162438d1db1c1143bcf0001bb131f34bb03e3c0a1af47434fe02e5fa112
-- Pending actions in the order in which people should decide: red first, then what expires, then what costs most.
DROP INDEX IF EXISTS actions_queue_idx;
CREATE INDEX IF NOT EXISTS actions_queue_order_idx ON actions (workspace_id, zone_rank, expires_at, (-coalesce(cost_amount, 0)), id) WHERE status = 'pending';
CREATE INDEX IF NOT EXISTS actions_due_idx ON actions (expires_at) WHERE status = 'pending';
CREATE INDEX IF NOT EXISTS actions_settling_idx ON actions (settles_at) WHERE status = 'pending' AND settles_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS actions_running_idx ON actions (workspace_id, decided_at) WHERE execution_status = 'started';

-- prisma/sql/scope.sql sha256:42442e2fa272de17842f8a1f14e8e1d9b9d9ab8d325390a8f1f7f7565a16637b
-- What a control change holds still, and what a stop covers.
--
-- A single SQL statement takes its snapshot before it waits for a lock, and would read the old epoch. The functions that commit are
-- VOLATILE plpgsql: every statement in them sees what is committed when it runs. So they lock first and read the epoch after.

CREATE OR REPLACE FUNCTION epoch_lock_key(p_workspace text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT hashtextextended(p_workspace, 20260101) $$;

-- The epoch of a workspace, which stays as it is until this transaction ends: the lock first, then the epoch in a later statement, as
-- one statement would read what was true before it waited.
CREATE OR REPLACE FUNCTION shared_epoch(p_workspace text) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(epoch_lock_key(p_workspace));
  RETURN (SELECT epoch FROM workspaces WHERE id = p_workspace);
END $$;

CREATE UNIQUE INDEX IF NOT EXISTS stops_active_scope_idx ON stops (workspace_id, scope_type, coalesce(scope_id, '')) WHERE rearmed_at IS NULL;

-- Is this agent stopped, now? Scopes of later kinds (kind, tool, resource) are judged in the gate's snapshot as well.
CREATE OR REPLACE FUNCTION stop_in_scope(p_workspace text, p_agent text, p_kind text, p_run text, p_action text, p_resource text, p_since bigint)
RETURNS text LANGUAGE sql STABLE AS $$
  SELECT id FROM stops
  WHERE workspace_id = p_workspace
    AND (rearmed_at IS NULL OR epoch > p_since)
    AND (scope_type = 'workspace'
      OR (scope_type = 'agent' AND scope_id = p_agent)
      OR (scope_type = 'kind' AND scope_id = p_kind)
      OR (scope_type = 'run' AND scope_id = p_run)
      OR (scope_type = 'action' AND scope_id = p_action)
      OR (scope_type = 'resource' AND scope_id = p_resource))
  ORDER BY rearmed_at IS NULL DESC, epoch DESC LIMIT 1
$$;
