-- AlterTable
ALTER TABLE "agents" ADD COLUMN     "ancestor_ids" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "runs" ADD COLUMN     "ancestor_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "cleared_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN     "run_stops" BIGINT NOT NULL DEFAULT 0;

-- prisma/sql/gate.sql sha256:dae7c5fe6376b293444c6315d4f46baf99c1a51af67970cfd9cefe09503d89d1
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
        jsonb_build_object('id', v_stop.id, 'scopeType', 'run', 'scopeId', v_stop.scope_id, 'reason', v_stop.reason, 'pulledByName', v_stop.pulled_by_name) END);
    END IF;
  END LOOP;
  IF v_inactive <> '{}' OR v_stops <> '[]' THEN
    RETURN jsonb_build_object('outcome', 'stale_runs', 'inactive', to_jsonb(v_inactive), 'stops', v_stops);
  END IF;
  RETURN NULL;
END $$;

-- Commits judged actions, only if everything they were judged by still stands (gate_refusal).
-- Returns {outcome: committed | replay | key_reused | stale_epoch | caller_refused | stale_runs, …}.
-- Rows come as json, not jsonb: they are read once, into columns. `p_key` and `p_run` are the caller's, `p_leaves` the audit log's
-- entries (audit_stage).
DROP FUNCTION IF EXISTS gate_commit(text, text, bigint, text[], json, json, json, json, jsonb);
CREATE OR REPLACE FUNCTION gate_commit(
  p_workspace text, p_agent text, p_key text, p_run text, p_epoch bigint, p_runs json, p_actions json, p_decisions json, p_permits json,
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

  v_refusal := gate_refusal(p_workspace, p_agent, p_key, p_run, p_epoch, v_epoch, p_runs);
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

-- prisma/sql/permit.sql sha256:567a10b6635231d61ca62421afb664bc4caaa98df172e7c9e91d01d904b528e3
-- Uses up a permit: once, for the decided digest, by a key or token that is good now and reaches the action, in a run that is not over,
-- unless a stop or the agent's status forbids it now.
-- Returns {outcome: started | caller_refused | not_found | not_approved | digest_mismatch | permit_consumed | run_over | permit_expired |
-- stopped, …}.
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
  IF v_action.run_id IS NOT NULL THEN
    PERFORM 1 FROM runs WHERE id = v_action.run_id AND ended_at IS NULL AND expires_at > clock_timestamp() FOR SHARE;
    IF NOT FOUND THEN RETURN jsonb_build_object('outcome', 'run_over'); END IF;
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

-- prisma/sql/runs.sql sha256:86b82bb6863d7bf06c34a122df98cdb393f320420dfcca64328d415fcc559ddc
-- Runs under a run, and the stops of runs: few, and looked for in every commit that names a run.
CREATE INDEX IF NOT EXISTS runs_under_idx ON runs USING gin (ancestor_ids) WHERE ancestor_ids <> '{}';
CREATE INDEX IF NOT EXISTS stops_of_runs_idx ON stops (workspace_id, scope_id) WHERE scope_type = 'run' AND rearmed_at IS NULL;
-- Runs that are over, or will be, whose waiting actions and stops have not been cleared away yet.
CREATE INDEX IF NOT EXISTS runs_uncleared_idx ON runs (coalesce(ended_at, expires_at)) WHERE cleared_at IS NULL;
CREATE INDEX IF NOT EXISTS actions_pending_run_idx ON actions (run_id) WHERE status = 'pending' AND run_id IS NOT NULL;

-- What was made before runs and agents knew everything above them: filled in once, top down; and a run ends no later than the one above it.
WITH RECURSIVE line AS (
  SELECT id, ARRAY[]::text[] AS ancestor_ids, expires_at FROM runs WHERE parent_run_id IS NULL
  UNION ALL
  SELECT r.id, line.ancestor_ids || line.id, least(r.expires_at, line.expires_at) FROM runs r JOIN line ON r.parent_run_id = line.id
)
UPDATE runs SET ancestor_ids = line.ancestor_ids, expires_at = line.expires_at FROM line
WHERE runs.id = line.id AND runs.parent_run_id IS NOT NULL AND runs.ancestor_ids = '{}';

WITH RECURSIVE line AS (
  SELECT id, ARRAY[]::text[] AS ancestor_ids FROM agents WHERE parent_agent_id IS NULL
  UNION ALL
  SELECT a.id, line.ancestor_ids || line.id FROM agents a JOIN line ON a.parent_agent_id = line.id
)
UPDATE agents SET ancestor_ids = line.ancestor_ids FROM line
WHERE agents.id = line.id AND agents.parent_agent_id IS NOT NULL AND agents.ancestor_ids = '{}';

-- prisma/sql/scope.sql sha256:c055be9f06ba2ea95992fb1c932ee01a6562ee4f180309e75d56af672e972404
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
CREATE OR REPLACE FUNCTION stop_covers(p_type text, p_id text, p_agents text[], p_kind text, p_runs text[], p_action text, p_resource text)
RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(CASE p_type
    WHEN 'workspace' THEN true
    WHEN 'kind' THEN p_id = p_kind
    WHEN 'agent' THEN p_id = ANY (p_agents)
    WHEN 'run' THEN p_id = ANY (p_runs)
    WHEN 'action' THEN p_id = p_action
    WHEN 'resource' THEN p_id = p_resource
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
CREATE OR REPLACE FUNCTION stop_in_scope(p_workspace text, p_agent text, p_kind text, p_run text, p_action text, p_resource text, p_since bigint)
RETURNS text LANGUAGE sql STABLE AS $$
  WITH line AS MATERIALIZED (SELECT agent_line(p_agent) AS agents, run_line(p_run) AS runs)
  SELECT s.id FROM stops s, line
  WHERE s.workspace_id = p_workspace
    AND (s.rearmed_at IS NULL OR s.epoch > p_since)
    AND stop_covers(s.scope_type, s.scope_id, line.agents, p_kind, line.runs, p_action, p_resource)
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
