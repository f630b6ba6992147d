-- AlterTable
ALTER TABLE "actions" ADD COLUMN     "name_keys" TEXT[];

-- AlterTable
ALTER TABLE "action_types" ADD COLUMN     "resource_case_sensitive" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "resource_type" TEXT;

-- AlterTable
ALTER TABLE "stops" ADD COLUMN     "scope_keys" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- prisma/sql/gate.sql sha256:9a83a90ad37c2e6e210410b9fbac74a46b5d01a9dec27992e7d4225576124639
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

-- prisma/sql/permit.sql sha256:b166a75fffe3773a675770daec7a731a2eae979a9748425e9a78dc3f4a0db68d
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

-- prisma/sql/scope.sql sha256:943855878bc2c42b8778d7693ef2a25e65f11a19ccc0c377840f759839b58a80
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

-- Does a stop of this scope cover what is asked? The database's one definition of it; the program's is covers (lib/stops/stop.rules.ts),
-- and a property test holds them together. `p_agents` and `p_runs` are who asks and in which run, each with everything above it.
-- Names are not compared here: `p_keys` of the stop and `p_names` of what is asked were both made by the program, which alone says
-- when two names are one (lib/stops/scope-keys.rules.ts). What has no names (null) is covered by every stop of a name,
-- and a stop without keys (null) covers everything.
DROP FUNCTION IF EXISTS stop_covers(text, text, text[], text, text[], text, text);
CREATE OR REPLACE FUNCTION stop_covers(p_type text, p_id text, p_keys text[], p_agents text[], p_runs text[], p_names text[])
RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(CASE p_type
    WHEN 'workspace' THEN true
    WHEN 'agent' THEN p_id = ANY (p_agents)
    WHEN 'run' THEN p_id = ANY (p_runs)
    WHEN 'kind' THEN p_names IS NULL OR p_keys IS NULL OR p_keys && p_names
    WHEN 'action' THEN p_names IS NULL OR p_keys IS NULL OR p_keys && p_names
    WHEN 'resource' THEN p_names IS NULL OR p_keys IS NULL OR p_keys && p_names
  END, false)
$$;

-- An agent, and a run, with everything above it.
CREATE OR REPLACE FUNCTION agent_line(p_agent text) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT ancestor_ids || id FROM agents WHERE id = p_agent), ARRAY[p_agent])
$$;
CREATE OR REPLACE FUNCTION run_line(p_run text) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT ancestor_ids || id FROM runs WHERE id = p_run), ARRAY[p_run])
$$;

-- Does the token of the run p_token reach what belongs to the run p_run: its own and those under it? A key (no p_token) reaches all.
CREATE OR REPLACE FUNCTION run_reaches(p_token text, p_run text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT p_token IS NULL OR (p_run IS NOT NULL AND p_token = ANY (run_line(p_run)))
$$;

-- The stop that covers this, first of all one that is still pulled; of those re-armed, one that began after the epoch p_since.
DROP FUNCTION IF EXISTS stop_in_scope(text, text, text, text, text, text, bigint);
CREATE OR REPLACE FUNCTION stop_in_scope(p_workspace text, p_agent text, p_run text, p_names text[], p_since bigint)
RETURNS text LANGUAGE sql STABLE AS $$
  WITH line AS MATERIALIZED (SELECT agent_line(p_agent) AS agents, run_line(p_run) AS runs)
  SELECT s.id FROM stops s, line
  WHERE s.workspace_id = p_workspace
    AND (s.rearmed_at IS NULL OR s.epoch > p_since)
    AND stop_covers(s.scope_type, s.scope_id, s.scope_keys, line.agents, line.runs, p_names)
  ORDER BY s.rearmed_at IS NULL DESC, s.epoch DESC LIMIT 1
$$;

-- Why the key, or the token of a run, by which this is done is no longer good; null where it is. To be asked under the epoch's lock:
-- revoking a key takes the exclusive one. A run's end locks its row.
CREATE OR REPLACE FUNCTION caller_refusal(p_key text, p_run text) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_key api_keys%ROWTYPE;
  v_run runs%ROWTYPE;
BEGIN
  SELECT * INTO v_key FROM api_keys WHERE id = p_key;
  IF NOT FOUND THEN RETURN 'invalid_key'; END IF;
  IF v_key.revoked_at IS NOT NULL THEN RETURN 'key_revoked'; END IF;
  IF v_key.expires_at <= clock_timestamp() THEN RETURN 'key_expired'; END IF;
  IF p_run IS NULL THEN RETURN NULL; END IF;
  SELECT * INTO v_run FROM runs WHERE id = p_run FOR SHARE;
  IF NOT FOUND THEN RETURN 'invalid_key'; END IF;
  IF v_run.ended_at IS NOT NULL THEN RETURN 'run_ended'; END IF;
  IF v_run.expires_at <= clock_timestamp() THEN RETURN 'run_expired'; END IF;
  RETURN NULL;
END $$;

-- What was asked before goes by its names as far as SQL can say exactly what the program would: for visible ASCII. Any other has no keys,
-- so that every stop of a name covers it. Stops that were pulled before get theirs from the program, right after this.
UPDATE actions SET name_keys = ARRAY['kind ' || lower(kind), 'action ' || lower(action)]
  || CASE WHEN resource_type IS NULL OR resource_id IS NULL THEN '{}'::text[]
       ELSE ARRAY['any ' || lower(resource_type), CASE resource_id WHEN '*' THEN 'some ' || lower(resource_type) ELSE 'resource ' || lower(resource_type || ':' || resource_id) END]
     END
WHERE concat(kind, action, resource_type, resource_id) ~ '^[!-~]+$';
UPDATE stops SET scope_keys = NULL WHERE scope_type IN ('kind', 'action', 'resource');
