-- AlterTable
ALTER TABLE "decisions" ADD COLUMN     "stop_id" TEXT;

-- AlterTable
ALTER TABLE "stops" ADD COLUMN     "frozen" INTEGER,
ADD COLUMN     "permits_withdrawn" INTEGER,
ADD COLUMN     "probation_ended_at" TIMESTAMPTZ(3),
ADD COLUMN     "probation_needed" INTEGER,
ADD COLUMN     "probation_seen" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "standing" TEXT NOT NULL DEFAULT 'pulled',
ALTER COLUMN "reason" DROP NOT NULL;

-- What was re-armed before there was probation is over.
UPDATE stops SET standing = 'rearmed' WHERE rearmed_at IS NOT NULL;
DROP INDEX IF EXISTS stops_of_runs_idx;

-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN     "rearm_rule" TEXT NOT NULL DEFAULT 'anyone';

-- CreateIndex
CREATE INDEX "stops_workspace_id_standing_idx" ON "stops"("workspace_id", "standing");

-- prisma/sql/functions/decision_commit.sql sha256:fae373ff84970ec62425fa002b3c2373867d277b4c3e669fca6947458a834c49
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

-- prisma/sql/functions/gate_refusal.sql sha256:58cad0d51654cf3f89cac55e9660427f16cf09820f920b248aa446805cd2024a
-- Why a judgement cannot be committed as it is, or null: the workspace is no longer at the epoch it was judged at, the caller's key is
-- not good any more, or a run is not as it was judged. `p_runs` are the runs that the actions name, each with the stop it was judged
-- under (null: none), as it stood: [{"run": …, "stop": …}]. On probation a stop has its own mark, `id:probation`. A run's stop moves no epoch, since nobody else's judgement depends on it.
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
    WHERE workspace_id = p_workspace AND scope_type = 'run' AND standing <> 'rearmed' AND scope_id = ANY (v_run.ancestor_ids || v_run.id)
    ORDER BY standing = 'pulled' DESC, epoch, id LIMIT 1;
    IF (CASE v_stop.standing WHEN 'probation' THEN v_stop.id || ':probation' ELSE v_stop.id END) IS DISTINCT FROM v_named.stop THEN
      v_stops := v_stops || jsonb_build_object('run', v_named.run, 'stop', CASE WHEN v_stop.id IS NOT NULL THEN
        jsonb_build_object('id', v_stop.id, 'scopeType', 'run', 'scopeId', v_stop.scope_id, 'scopeKeys', '[]'::jsonb, 'standing', v_stop.standing, 'reason', v_stop.reason, 'pulledByName', v_stop.pulled_by_name) END);
    END IF;
  END LOOP;
  IF v_inactive <> '{}' OR v_stops <> '[]' THEN
    RETURN jsonb_build_object('outcome', 'stale_runs', 'inactive', to_jsonb(v_inactive), 'stops', v_stops);
  END IF;
  RETURN NULL;
END $$;

-- prisma/sql/functions/gate_commit.sql sha256:eaea45d76beaa795d2d5f3e6d2b3da14d1817e7ffbefb1e319a83cf86b3383fc
-- Commits judged actions, only if everything they were judged by still stands (gate_refusal) and the queue has room for those that
-- are held, `p_held` of them (waiting_refusal).
-- Returns {outcome: committed | replay | key_reused | stale_epoch | caller_refused | stale_runs | no_room, …}.
-- Rows come as json, not jsonb: they are read once, into columns. `p_key` and `p_run` are the caller's, `p_leaves` the audit log's
-- entries (audit_stage).
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

  INSERT INTO actions (id, workspace_id, agent_id, agent_name, kind, key_id, run_id, step_id, tool_call_id, trace_id, span_id,
    action, type_version, resource_type, resource_id, name_keys, parameters, sentence, confidence, reasoning, on_behalf_of, on_behalf_names,
    cost_amount, cost_currency, effects, jurisdiction, metadata, zone, zone_rank, status, effect, verdict, epoch, digest, final_parameters,
    final_digest, review_probability, review_drawn, expires_at, created_at, decided_at, agent_created_by_id, key_created_by_id, owner_team_id, deadline_at)
  SELECT id, workspace_id, agent_id, agent_name, kind, key_id, run_id, step_id, tool_call_id, trace_id, span_id,
    action, type_version, resource_type, resource_id, name_keys, parameters, sentence, confidence, reasoning, on_behalf_of, on_behalf_names,
    cost_amount, cost_currency, effects, jurisdiction, metadata, zone, zone_rank, status, effect, verdict, epoch, digest, final_parameters,
    final_digest, review_probability, review_drawn, expires_at, created_at, decided_at, agent_created_by_id, key_created_by_id, owner_team_id, deadline_at
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

-- prisma/sql/tables/decisions.sql sha256:e384cabb78ec14edc2028ec7abcb28e3bb0909e7f767af315435f25ed0d04c4d
-- What a person decided. The gate's own decisions are many more, and are not here.
CREATE INDEX IF NOT EXISTS decisions_person_idx ON decisions (workspace_id, by_id, at DESC) WHERE by_type = 'person';
-- What a stop denied, for the stop's own page.
CREATE INDEX IF NOT EXISTS decisions_stop_idx ON decisions (workspace_id, stop_id, at DESC) WHERE stop_id IS NOT NULL;

-- prisma/sql/tables/stops.sql sha256:7924e9658da28fa63505f2839baf9b0bf2d648f9cba8c3f23f46d12dc674aa1a
-- The stops of runs: few, and looked for in every commit that names a run.
CREATE INDEX IF NOT EXISTS stops_of_runs_in_force_idx ON stops (workspace_id, scope_id) WHERE scope_type = 'run' AND standing <> 'rearmed';
-- One scope is stopped once.
CREATE UNIQUE INDEX IF NOT EXISTS stops_active_scope_idx ON stops (workspace_id, scope_type, coalesce(scope_id, '')) WHERE rearmed_at IS NULL;
