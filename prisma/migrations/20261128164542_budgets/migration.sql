-- AlterTable
ALTER TABLE "actions" ADD COLUMN     "budgeted" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "estimated_tokens" INTEGER;

-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN     "time_zone" TEXT NOT NULL DEFAULT 'UTC';

-- CreateTable
CREATE TABLE "budgets" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "scope_type" TEXT NOT NULL,
    "scope_id" TEXT,
    "scope_keys" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "measure" TEXT NOT NULL,
    "limit_amount" DECIMAL(20,4) NOT NULL,
    "currency" TEXT,
    "window" TEXT NOT NULL,
    "soft_share" DOUBLE PRECISION NOT NULL,
    "on_exceeded" TEXT NOT NULL,
    "max_per_action" DECIMAL(20,4),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "budgets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "budget_raises" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "budget_id" TEXT NOT NULL,
    "amount" DECIMAL(20,4) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "person_name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "budget_raises_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "budget_windows" (
    "budget_id" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "workspace_id" TEXT NOT NULL,
    "spent" DECIMAL(28,4) NOT NULL DEFAULT 0,
    "reserved" DECIMAL(28,4) NOT NULL DEFAULT 0,

    CONSTRAINT "budget_windows_pkey" PRIMARY KEY ("budget_id","starts_at")
);

-- CreateTable
CREATE TABLE "budget_reservations" (
    "action_id" TEXT NOT NULL,
    "budget_id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "amount" DECIMAL(20,4) NOT NULL,
    "spent" DECIMAL(20,4) NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL DEFAULT 'reserved',
    "overridden" BOOLEAN NOT NULL DEFAULT false,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "budget_reservations_pkey" PRIMARY KEY ("action_id","budget_id")
);

-- CreateIndex
CREATE INDEX "budgets_workspace_id_created_at_id_idx" ON "budgets"("workspace_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "budget_raises_budget_id_until_idx" ON "budget_raises"("budget_id", "until");

-- CreateIndex
CREATE INDEX "budget_reservations_budget_id_starts_at_idx" ON "budget_reservations"("budget_id", "starts_at");

-- prisma/sql/functions/budget_lock.sql sha256:2e984c946dba807451390d4e5a710ea87dc6a4c792f87c4139b804f5ff44ad7b
-- Makes the windows that `p_debits` name where they are missing, and locks them: always in this one order, after every other lock, so
-- that nobody waits for another in a circle. What a window says is read after this.
-- `p_debits`: [{action, budget, from, until, at, limit, amount, expires}], the amounts as texts.
CREATE OR REPLACE FUNCTION budget_lock(p_workspace text, p_debits json) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  INSERT INTO budget_windows (budget_id, starts_at, ends_at, workspace_id)
  SELECT DISTINCT d.budget, d."from", d.until, p_workspace
  FROM json_to_recordset(p_debits) AS d (budget text, "from" timestamptz, until timestamptz)
  WHERE NOT EXISTS (SELECT FROM budget_windows w WHERE w.budget_id = d.budget AND w.starts_at = d."from")
  ORDER BY d.budget, d."from"
  ON CONFLICT DO NOTHING;
  PERFORM 1 FROM budget_windows w
  WHERE (w.budget_id, w.starts_at) IN (SELECT d.budget, d."from" FROM json_to_recordset(p_debits) AS d (budget text, "from" timestamptz))
  ORDER BY w.budget_id, w.starts_at FOR UPDATE;
END $$;

-- prisma/sql/functions/budget_reserve.sql sha256:51ce713854311373fa86847f5fb927c3a85c5ddad7116dbf111e3f96b6e7a23c
-- Writes the reservations of `p_debits` (budget_lock, which comes before this) and counts them in their windows. One that there is
-- already stays as it is, and counts once.
CREATE OR REPLACE FUNCTION budget_reserve(p_workspace text, p_debits json, p_overridden boolean) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  WITH reserved AS (
    INSERT INTO budget_reservations (action_id, budget_id, workspace_id, starts_at, at, amount, overridden, expires_at)
    SELECT d.action, d.budget, p_workspace, d."from", d.at, d.amount, p_overridden, d.expires
    FROM json_to_recordset(p_debits) AS d (action text, budget text, "from" timestamptz, at timestamptz, amount numeric, expires timestamptz)
    ON CONFLICT DO NOTHING
    RETURNING budget_id, starts_at, amount
  )
  UPDATE budget_windows w SET reserved = w.reserved + r.amount
  FROM (SELECT budget_id, starts_at, sum(amount) AS amount FROM reserved GROUP BY budget_id, starts_at) AS r
  WHERE w.budget_id = r.budget_id AND w.starts_at = r.starts_at;
END $$;

-- prisma/sql/functions/budget_debit.sql sha256:9ce5542a1e09efcace888b41f1d072191e18446185fa0c36f2b961ab47cf6b60
-- Reserves all of `p_debits` (budget_lock), or nothing where one of their windows has too little left: {outcome: no_budget, windows:
-- [{budget, from, spent, reserved}]} then says what each of them has. Spent and reserved together never pass the limit by this; they may
-- reach it.
CREATE OR REPLACE FUNCTION budget_debit(p_workspace text, p_debits json) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_windows jsonb;
  v_over boolean;
BEGIN
  PERFORM budget_lock(p_workspace, p_debits);
  SELECT bool_or(w.spent + w.reserved + asked.amount > asked."limit"),
    jsonb_agg(jsonb_build_object('budget', asked.budget, 'from', asked."from", 'spent', w.spent::text, 'reserved', w.reserved::text))
  INTO v_over, v_windows
  FROM (
    SELECT d.budget, d."from", min(d."limit") AS "limit", sum(d.amount) AS amount
    FROM json_to_recordset(p_debits) AS d (budget text, "from" text, "limit" numeric, amount numeric) GROUP BY d.budget, d."from"
  ) AS asked
  JOIN budget_windows w ON w.budget_id = asked.budget AND w.starts_at = asked."from"::timestamptz;
  IF v_over THEN RETURN jsonb_build_object('outcome', 'no_budget', 'windows', v_windows); END IF;
  PERFORM budget_reserve(p_workspace, p_debits, false);
  RETURN NULL;
END $$;

-- prisma/sql/functions/budget_override.sql sha256:126294c33c631af0b9e1bd50729acd6ebde9e0b65153121f062b83ffdd80443e
-- What a person approves takes its part of every budget that has reserved nothing for it, whatever is left: `p_debits` as of budget_lock.
CREATE OR REPLACE FUNCTION budget_override(p_workspace text, p_debits json) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM budget_lock(p_workspace, p_debits);
  PERFORM budget_reserve(p_workspace, p_debits, true);
END $$;

-- prisma/sql/functions/budget_rezone.sql sha256:e1f18e1e833cccc6e6594013b5c55d2de1bbbcaba58aa3c4e526047684ca7144
-- Gives one budget the window that is current by another wall clock, from `p_from` to `p_until`: what was reserved in it counts there, and
-- no longer in a window that ran into it. So nobody gets a fresh budget by changing the clock. Under the workspace's exclusive lock.
CREATE OR REPLACE FUNCTION budget_rezone(p_workspace text, p_budget text, p_from timestamptz, p_until timestamptz) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  INSERT INTO budget_windows (budget_id, starts_at, ends_at, workspace_id) VALUES (p_budget, p_from, p_until, p_workspace)
  ON CONFLICT (budget_id, starts_at) DO UPDATE SET ends_at = p_until;
  UPDATE budget_reservations SET starts_at = p_from WHERE budget_id = p_budget AND at >= p_from AND starts_at <> p_from;
  DELETE FROM budget_windows WHERE budget_id = p_budget AND starts_at > p_from;
  UPDATE budget_windows SET ends_at = p_from WHERE budget_id = p_budget AND starts_at < p_from AND ends_at > p_from;
  UPDATE budget_windows w SET
    spent = coalesce((SELECT sum(r.spent) FROM budget_reservations r WHERE r.budget_id = w.budget_id AND r.starts_at = w.starts_at), 0),
    reserved = coalesce((SELECT sum(r.amount) FROM budget_reservations r WHERE r.budget_id = w.budget_id AND r.starts_at = w.starts_at AND r.state = 'reserved'), 0)
  WHERE w.budget_id = p_budget AND (w.starts_at = p_from OR w.ends_at = p_from);
END $$;

-- prisma/sql/functions/budget_settle.sql sha256:440d2ec48d2efdfbf01c22623bf70e54c4c1e432f1df071265cf4a4ba1a8f9f7
-- Ends what these actions have reserved: `released` gives it back; `assumed` counts it as spent, since nobody will say; `spent` counts
-- what the outcome says, and what was reserved where it says nothing in the budget's measure or currency. What was assumed may still be
-- spent, when the report comes late. Each ends once, however often this is called. Windows are locked in one order, as by budget_lock.
CREATE OR REPLACE FUNCTION budget_settle(
  p_actions text[], p_state text, p_cost numeric DEFAULT NULL, p_currency text DEFAULT NULL, p_tokens numeric DEFAULT NULL
) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM 1 FROM budget_windows w
  WHERE (w.budget_id, w.starts_at) IN (SELECT r.budget_id, r.starts_at FROM budget_reservations r WHERE r.action_id = ANY (p_actions))
  ORDER BY w.budget_id, w.starts_at FOR UPDATE;
  WITH settled AS (
    UPDATE budget_reservations r SET state = p_state, spent = CASE
      WHEN p_state = 'released' THEN 0
      WHEN p_state = 'assumed' THEN r.amount
      WHEN b.measure = 'money' AND p_currency = b.currency THEN coalesce(p_cost, r.amount)
      WHEN b.measure = 'tokens' THEN coalesce(p_tokens, r.amount)
      ELSE r.amount END
    FROM budget_reservations was JOIN budgets b ON b.id = was.budget_id
    WHERE was.action_id = ANY (p_actions) AND r.action_id = was.action_id AND r.budget_id = was.budget_id
      AND (was.state = 'reserved' OR (p_state = 'spent' AND was.state <> 'spent'))
    RETURNING r.budget_id, r.starts_at, r.spent - was.spent AS spent, CASE was.state WHEN 'reserved' THEN was.amount ELSE 0 END AS reserved
  )
  UPDATE budget_windows w SET spent = w.spent + s.spent, reserved = w.reserved - s.reserved
  FROM (SELECT budget_id, starts_at, sum(spent) AS spent, sum(reserved) AS reserved FROM settled GROUP BY budget_id, starts_at) AS s
  WHERE w.budget_id = s.budget_id AND w.starts_at = s.starts_at;
END $$;

-- prisma/sql/functions/budget_expire.sql sha256:268eaf6fdffecfbae5b5c4725d201b438e66a1ad20e2c03b61e60b2492f0847a
-- Looks at what one action has reserved when its time has come, and goes by what became of the action: what was decided against it, and
-- what nobody may use any more, is given back; what was lost while it ran is taken as spent; what still stands is looked at later. So a
-- reservation whose end was not told ends all the same. A permit is given a minute's grace: whoever used it in time may be on the way.
CREATE OR REPLACE FUNCTION budget_expire(p_action text) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_action actions%ROWTYPE;
  v_permit permits%ROWTYPE;
  v_outcome outcomes%ROWTYPE;
  v_later timestamptz;
  v_tokens numeric;
BEGIN
  SELECT * INTO v_action FROM actions WHERE id = p_action FOR UPDATE;
  SELECT * INTO v_permit FROM permits WHERE action_id = p_action;
  SELECT * INTO v_outcome FROM outcomes WHERE action_id = p_action;
  v_later := CASE
    WHEN v_action.status = 'pending' THEN greatest(v_action.expires_at, clock_timestamp() + interval '1 minute')
    WHEN v_action.status <> 'approved' OR v_permit.withdrawn_at IS NOT NULL THEN NULL
    WHEN v_permit.consumed_at IS NULL THEN CASE WHEN v_permit.expires_at + interval '1 minute' > clock_timestamp() THEN v_permit.expires_at + interval '1 minute' END
    WHEN v_action.execution_status = 'started' THEN clock_timestamp() + interval '10 minutes' END;
  IF v_later IS NOT NULL THEN
    UPDATE budget_reservations SET expires_at = v_later WHERE action_id = p_action AND state = 'reserved';
  ELSIF v_outcome.action_id IS NOT NULL THEN
    -- As tokensOf (lib/actions/tokens.rules.ts).
    IF json_typeof(v_outcome.usage->'totalTokens') = 'number' THEN v_tokens := (v_outcome.usage->>'totalTokens')::numeric; END IF;
    IF v_tokens < 0 OR v_tokens > 1000000000000 OR v_tokens <> trunc(v_tokens) THEN v_tokens := NULL; END IF;
    PERFORM budget_settle(ARRAY[p_action], 'spent', v_outcome.cost_amount, v_outcome.cost_currency, v_tokens);
  ELSE
    PERFORM budget_settle(ARRAY[p_action], CASE v_action.execution_status WHEN 'lost' THEN 'assumed' ELSE 'released' END);
  END IF;
END $$;

-- The shapes without budgets go: nothing may pass them by.
DROP FUNCTION IF EXISTS decision_commit(text, text, text, json, json, json, json, json);
DROP FUNCTION IF EXISTS gate_commit(text, text, text, text, bigint, json, int, json, json, json, json, jsonb);

-- prisma/sql/functions/decision_commit.sql sha256:c02cbb5714b2df6d1128cf997780feb2e7430c6c2f5e56a3aec94078c54ebb66
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

-- prisma/sql/functions/gate_commit.sql sha256:e4663c976d814b8e748a115053e0662820f89358f14e534e604081e0fcbb319e
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

-- prisma/sql/tables/budget_reservations.sql sha256:52d4b4af78c16d3121cf8b1849ede75c6d2cd06254a8767fcd4105816f83172c
-- What is still reserved, in the order in which the sweep looks at it.
CREATE INDEX IF NOT EXISTS budget_reservations_due_idx ON budget_reservations (expires_at) WHERE state = 'reserved';
