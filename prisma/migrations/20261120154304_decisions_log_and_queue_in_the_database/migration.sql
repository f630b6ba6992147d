-- prisma/sql/audit.sql sha256:5ff615d3e70d62f269a779d20102dd2bd705e5e53ca600746c01ea772c6a7a8e
-- The audit log only grows. What is refused here is also found by anyone who verifies: this merely keeps honest hands from slipping.

CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE OR REPLACE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE OR REPLACE TRIGGER audit_nodes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_nodes
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE OR REPLACE TRIGGER audit_checkpoints_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_checkpoints
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

-- A queue of short-lived rows: vacuum often, or every read would walk over what is long gone.
ALTER TABLE audit_staged SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);

-- Stages entries: an array of leaves. json keeps the text of each element as it was sent, so its UTF-8 bytes are what is hashed, and
-- the columns are read from it: they cannot say anything else. `p_private` are rows of audit_private, where entries have texts outside.
CREATE OR REPLACE FUNCTION audit_stage(p_leaves json, p_private json DEFAULT '[]') RETURNS void LANGUAGE sql VOLATILE AS $$
  INSERT INTO audit_staged (workspace_id, entry_id, at, event, actor_type, actor_id, subject_type, subject_id, leaf)
  SELECT e.workspace, e.id, e.at, e.event, e.actor->>'type', e.actor->>'id', e.subject->>'type', e.subject->>'id', convert_to(leaf::text, 'UTF8')
  FROM json_array_elements(p_leaves) AS l (leaf),
    json_to_record(leaf) AS e (id text, workspace text, at timestamptz, event text, actor json, subject json);
  INSERT INTO audit_private SELECT * FROM json_populate_recordset(NULL::audit_private, p_private)
$$;

-- A log that cannot be continued: SQLSTATE SB001, with the workspace as the detail. The whole batch is undone.
CREATE OR REPLACE FUNCTION audit_damaged(p_workspace text, p_level int, p_index bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The log lacks node %/%, of entries it has taken in', p_level, p_index USING ERRCODE = 'SB001', DETAIL = p_workspace;
END $$;

-- Stores the subtrees that a log's growth from p_old to p_new entries completed (RFC 9162, 2.1.1): at level L those with index
-- p_old / 2^L up to p_new / 2^L. What they are made of is one range of the level below; the edge the log had must still be there.
CREATE OR REPLACE FUNCTION audit_grow_tree(p_workspace text, p_old bigint, p_new bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_level int := 0;
  v_from bigint := p_old;
  v_to bigint := p_new;
  v_made bigint;
BEGIN
  WHILE v_from <> v_to OR v_from > 0 LOOP
    IF v_level > 0 AND v_from % 2 = 1 THEN
      PERFORM 1 FROM audit_nodes WHERE workspace_id = p_workspace AND level = v_level AND index = v_from - 1;
      IF NOT FOUND THEN PERFORM audit_damaged(p_workspace, v_level, v_from - 1); END IF;
    END IF;
    v_level := v_level + 1;
    v_from := v_from / 2;
    v_to := v_to / 2;
    CONTINUE WHEN v_from = v_to;
    IF v_level = 1 THEN
      INSERT INTO audit_nodes (workspace_id, level, index, hash)
      SELECT p_workspace, 1, seq / 2, sha256('\x01'::bytea || string_agg(leaf_hash, ''::bytea ORDER BY seq)) FROM audit_entries
      WHERE workspace_id = p_workspace AND seq >= v_from * 2 AND seq < v_to * 2 GROUP BY seq / 2 HAVING count(*) = 2;
    ELSE
      INSERT INTO audit_nodes (workspace_id, level, index, hash)
      SELECT p_workspace, v_level, index / 2, sha256('\x01'::bytea || string_agg(hash, ''::bytea ORDER BY index)) FROM audit_nodes
      WHERE workspace_id = p_workspace AND level = v_level - 1 AND index >= v_from * 2 AND index < v_to * 2
      GROUP BY index / 2 HAVING count(*) = 2;
    END IF;
    GET DIAGNOSTICS v_made = ROW_COUNT;
    IF v_made <> v_to - v_from THEN PERFORM audit_damaged(p_workspace, v_level - 1, v_from * 2); END IF;
  END LOOP;
END $$;

-- Tells every instance what a log has taken in, in few notifications of under 8,000 bytes: arrays of events. In a flood only some are
-- told, questions last, as nobody waits for them; the rest is left to the listeners' own regular look, since an event is only a hint.
CREATE OR REPLACE FUNCTION audit_announce(p_workspace text, p_from bigint) RETURNS void LANGUAGE sql VOLATILE AS $$
  SELECT pg_notify('signalbox', payload) FROM (
    SELECT '[' || string_agg(event, ',' ORDER BY place) || ']' AS payload
    FROM (
      SELECT place, event, sum(octet_length(event) + 1) OVER (ORDER BY place) / 7000 AS payload_number
      FROM (
        SELECT row_number() OVER (ORDER BY event = 'action.requested', seq) AS place,
          json_strip_nulls(json_build_object('workspaceId', workspace_id, 'event', event, 'subjectId', subject_id,
            'agentId', CASE WHEN actor_type = 'agent' THEN actor_id ELSE convert_from(leaf, 'UTF8')::json #>> '{facts,agentId}' END))::text AS event
        FROM (
          SELECT * FROM audit_entries WHERE workspace_id = p_workspace AND seq >= p_from ORDER BY event = 'action.requested', seq LIMIT 300
        ) chosen
      ) told
    ) numbered
    GROUP BY payload_number ORDER BY payload_number
  ) packed
$$;

-- The sequencer's one statement: takes the oldest waiting entries into their logs, numbered contiguously per workspace, with
-- SHA-256(0x00 || leaf) and the tree's newly complete nodes, all or nothing. Returns how many, or null while another sequencer is at
-- it. Everything is read by ranges of a key, so that no plan is slow, however old the planner's figures are.
CREATE OR REPLACE FUNCTION audit_sequence(p_limit int, p_except text[]) RETURNS int LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_last bigint;
  v_log record;
  v_taken int := 0;
BEGIN
  -- The lock first: what follows are later statements, which see all that the sequencer before has done.
  IF NOT pg_try_advisory_xact_lock(7215001) THEN RETURN NULL; END IF;
  SELECT max(id) INTO v_last FROM (SELECT id FROM audit_staged WHERE workspace_id <> ALL (p_except) ORDER BY id LIMIT p_limit) oldest;
  FOR v_log IN
    WITH batch AS (
      DELETE FROM audit_staged WHERE id <= v_last AND workspace_id <> ALL (p_except) RETURNING *
    ), entered AS (
      INSERT INTO audit_entries (workspace_id, seq, entry_id, at, event, actor_type, actor_id, subject_type, subject_id, leaf, leaf_hash)
      SELECT b.workspace_id, coalesce(h.size, 0) + row_number() OVER (PARTITION BY b.workspace_id ORDER BY b.id) - 1,
        b.entry_id, b.at, b.event, b.actor_type, b.actor_id, b.subject_type, b.subject_id, b.leaf, sha256('\x00'::bytea || b.leaf)
      FROM batch b LEFT JOIN audit_heads h ON h.workspace_id = b.workspace_id
      RETURNING workspace_id, seq
    )
    SELECT workspace_id, min(seq) AS old_size, max(seq) + 1 AS new_size FROM entered GROUP BY workspace_id ORDER BY workspace_id
  LOOP
    PERFORM audit_grow_tree(v_log.workspace_id, v_log.old_size, v_log.new_size);
    INSERT INTO audit_heads (workspace_id, size) VALUES (v_log.workspace_id, v_log.new_size)
      ON CONFLICT (workspace_id) DO UPDATE SET size = EXCLUDED.size;
    PERFORM audit_announce(v_log.workspace_id, v_log.old_size);
    v_taken := v_taken + (v_log.new_size - v_log.old_size);
  END LOOP;
  RETURN v_taken;
END $$;

-- prisma/sql/gate.sql sha256:54c46ab2ad3d6e1a3888b586c3815a6f40d8441f37e4e745c1250ba1f998adc1
-- The gate's transactions, each one round trip.
--
-- A single SQL statement takes its snapshot before it waits for a lock, and would read the old epoch. These functions are
-- VOLATILE plpgsql: every statement in them sees what is committed when it runs. So they lock first and read the epoch after.

-- Pending actions in the order in which people should decide: red first, then what expires, then what costs most.
DROP INDEX IF EXISTS actions_queue_idx;
CREATE INDEX IF NOT EXISTS actions_queue_order_idx ON actions (workspace_id, zone_rank, expires_at, (-coalesce(cost_amount, 0)), id) WHERE status = 'pending';
CREATE INDEX IF NOT EXISTS actions_due_idx ON actions (expires_at) WHERE status = 'pending';
CREATE INDEX IF NOT EXISTS actions_settling_idx ON actions (settles_at) WHERE status = 'pending' AND settles_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS actions_running_idx ON actions (workspace_id, decided_at) WHERE execution_status = 'started';
CREATE UNIQUE INDEX IF NOT EXISTS stops_active_scope_idx ON stops (workspace_id, scope_type, coalesce(scope_id, '')) WHERE rearmed_at IS NULL;

CREATE OR REPLACE FUNCTION epoch_lock_key(p_workspace text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT hashtextextended(p_workspace, 20260101) $$;

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

-- The epoch of a workspace, which stays as it is until this transaction ends: the lock first, then the epoch in a later statement, as
-- one statement would read what was true before it waited.
CREATE OR REPLACE FUNCTION shared_epoch(p_workspace text) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(epoch_lock_key(p_workspace));
  RETURN (SELECT epoch FROM workspaces WHERE id = p_workspace);
END $$;

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
