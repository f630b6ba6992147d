-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "actions" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "agent_name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "run_id" TEXT,
    "step_id" TEXT,
    "tool_call_id" TEXT,
    "trace_id" TEXT,
    "span_id" TEXT,
    "action" TEXT NOT NULL,
    "type_version" INTEGER,
    "resource_type" TEXT,
    "resource_id" TEXT,
    "parameters" JSONB NOT NULL,
    "sentence" TEXT NOT NULL,
    "confidence" DOUBLE PRECISION,
    "reasoning" JSONB,
    "on_behalf_of" JSONB,
    "cost_amount" DECIMAL(20,4),
    "cost_currency" TEXT,
    "effects" JSONB,
    "jurisdiction" TEXT,
    "metadata" JSONB,
    "zone" TEXT NOT NULL,
    "zone_rank" SMALLINT NOT NULL,
    "status" TEXT NOT NULL,
    "effect" TEXT NOT NULL,
    "verdict" JSONB NOT NULL,
    "epoch" BIGINT NOT NULL,
    "digest" TEXT NOT NULL,
    "final_parameters" JSONB,
    "final_digest" TEXT,
    "review_probability" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "review_drawn" BOOLEAN NOT NULL DEFAULT false,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "settles_at" TIMESTAMPTZ(3),
    "settling_id" TEXT,
    "claimed_by_id" TEXT,
    "claimed_by_name" TEXT,
    "claim_expires_at" TIMESTAMPTZ(3),
    "escalated_team_id" TEXT,
    "escalated_role" TEXT,
    "execution_status" TEXT,

    CONSTRAINT "actions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "decisions" (
    "action_id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "by_type" TEXT NOT NULL,
    "by_id" TEXT NOT NULL,
    "by_name" TEXT NOT NULL,
    "reason_code" TEXT,
    "reason_text" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "decisions_pkey" PRIMARY KEY ("action_id")
);

-- CreateTable
CREATE TABLE "permits" (
    "action_id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "epoch" BIGINT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "consumed_at" TIMESTAMPTZ(3),

    CONSTRAINT "permits_pkey" PRIMARY KEY ("action_id")
);

-- CreateTable
CREATE TABLE "outcomes" (
    "action_id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "result" JSONB,
    "error" TEXT,
    "cost_amount" DECIMAL(20,4),
    "cost_currency" TEXT,
    "usage" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "outcomes_pkey" PRIMARY KEY ("action_id")
);

-- CreateTable
CREATE TABLE "agents" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "tier" TEXT NOT NULL DEFAULT 'tactical',
    "autonomy" TEXT NOT NULL DEFAULT 'change_making',
    "status" TEXT NOT NULL DEFAULT 'active',
    "status_reason" TEXT,
    "status_by_id" TEXT,
    "status_by_name" TEXT,
    "status_at" TIMESTAMPTZ(3),
    "team_id" TEXT,
    "parent_agent_id" TEXT,
    "created_by_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "agents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "scopes" TEXT[],
    "created_by_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "rotated_from_id" TEXT,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approvals" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "action_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "person_name" TEXT NOT NULL,
    "vote" TEXT NOT NULL,
    "seen_digest" TEXT NOT NULL,
    "final_digest" TEXT,
    "final_parameters" JSONB,
    "reason_code" TEXT,
    "reason_text" TEXT NOT NULL DEFAULT '',
    "to_team_id" TEXT,
    "to_role" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "approvals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_staged" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "entry_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "event" TEXT NOT NULL,
    "actor_type" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "leaf" BYTEA NOT NULL,

    CONSTRAINT "audit_staged_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_private" (
    "workspace_id" TEXT NOT NULL,
    "entry_id" TEXT NOT NULL,
    "salt" BYTEA NOT NULL,
    "body" JSONB NOT NULL,

    CONSTRAINT "audit_private_pkey" PRIMARY KEY ("workspace_id","entry_id")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "workspace_id" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "entry_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "event" TEXT NOT NULL,
    "actor_type" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "leaf" BYTEA NOT NULL,
    "leaf_hash" BYTEA NOT NULL,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("workspace_id","seq")
);

-- CreateTable
CREATE TABLE "audit_nodes" (
    "workspace_id" TEXT NOT NULL,
    "level" SMALLINT NOT NULL,
    "index" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_nodes_pkey" PRIMARY KEY ("workspace_id","level","index")
);

-- CreateTable
CREATE TABLE "audit_heads" (
    "workspace_id" TEXT NOT NULL,
    "size" BIGINT NOT NULL,

    CONSTRAINT "audit_heads_pkey" PRIMARY KEY ("workspace_id")
);

-- CreateTable
CREATE TABLE "audit_checkpoints" (
    "workspace_id" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "root_hash" BYTEA NOT NULL,
    "note" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audit_checkpoints_pkey" PRIMARY KEY ("workspace_id","size")
);

-- CreateTable
CREATE TABLE "action_types" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "parameters_schema" JSON NOT NULL,
    "zone" TEXT NOT NULL,
    "destructive" BOOLEAN NOT NULL DEFAULT false,
    "reversible" BOOLEAN NOT NULL DEFAULT true,
    "expected_cost_amount" DECIMAL(20,4),
    "expected_cost_currency" TEXT,
    "decide_within_seconds" INTEGER NOT NULL DEFAULT 3600,
    "confidence_threshold" DOUBLE PRECISION NOT NULL DEFAULT 0.85,
    "review_probability" DOUBLE PRECISION NOT NULL DEFAULT 0.1,
    "sentence" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "action_types_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "kind_thresholds" (
    "workspace_id" TEXT NOT NULL,
    "action_type_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "threshold" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "kind_thresholds_pkey" PRIMARY KEY ("workspace_id","action_type_id","kind")
);

-- CreateTable
CREATE TABLE "people" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "oidc_issuer" TEXT,
    "oidc_subject" TEXT,
    "time_zone" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "people_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "memberships" (
    "workspace_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "source" TEXT NOT NULL DEFAULT 'invitation',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deactivated_at" TIMESTAMPTZ(3),

    CONSTRAINT "memberships_pkey" PRIMARY KEY ("workspace_id","person_id")
);

-- CreateTable
CREATE TABLE "teams" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "teams_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "team_members" (
    "workspace_id" TEXT NOT NULL,
    "team_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,

    CONSTRAINT "team_members_pkey" PRIMARY KEY ("workspace_id","team_id","person_id")
);

-- CreateTable
CREATE TABLE "invitations" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "team_ids" TEXT[],
    "token_hash" BYTEA NOT NULL,
    "invited_by_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "workspace_id" TEXT NOT NULL,
    "caller_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" BYTEA NOT NULL,
    "status" INTEGER,
    "body" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "locked_until" TIMESTAMPTZ(3),

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("workspace_id","caller_id","key")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "runs" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "parent_run_id" TEXT,
    "task" TEXT NOT NULL,
    "jurisdiction" TEXT,
    "context" JSONB,
    "token_hash" BYTEA NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "result" TEXT,

    CONSTRAINT "runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "personal_tokens" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "permissions" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "personal_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stops" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "scope_type" TEXT NOT NULL,
    "scope_id" TEXT,
    "reason" TEXT NOT NULL,
    "epoch" BIGINT NOT NULL,
    "pulled_by_type" TEXT NOT NULL,
    "pulled_by_id" TEXT NOT NULL,
    "pulled_by_name" TEXT NOT NULL,
    "pulled_at" TIMESTAMPTZ(3) NOT NULL,
    "rearmed_by_id" TEXT,
    "rearmed_by_name" TEXT,
    "rearmed_at" TIMESTAMPTZ(3),
    "rearm_reason" TEXT,

    CONSTRAINT "stops_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workspaces" (
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "epoch" BIGINT NOT NULL DEFAULT 1,
    "grace_seconds" INTEGER NOT NULL DEFAULT 5,
    "own_action_rule" TEXT NOT NULL DEFAULT 'creator',
    "permit_ttl_seconds" INTEGER NOT NULL DEFAULT 900,
    "audit_origin" TEXT NOT NULL,
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workspaces_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "actions_workspace_id_created_at_id_idx" ON "actions"("workspace_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "actions_workspace_id_agent_id_created_at_idx" ON "actions"("workspace_id", "agent_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "actions_workspace_id_run_id_idx" ON "actions"("workspace_id", "run_id");

-- CreateIndex
CREATE INDEX "actions_workspace_id_action_created_at_idx" ON "actions"("workspace_id", "action", "created_at" DESC);

-- CreateIndex
CREATE INDEX "actions_workspace_id_status_created_at_id_idx" ON "actions"("workspace_id", "status", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "decisions_workspace_id_at_idx" ON "decisions"("workspace_id", "at" DESC);

-- CreateIndex
CREATE INDEX "permits_workspace_id_consumed_at_idx" ON "permits"("workspace_id", "consumed_at");

-- CreateIndex
CREATE INDEX "outcomes_workspace_id_at_idx" ON "outcomes"("workspace_id", "at" DESC);

-- CreateIndex
CREATE INDEX "agents_workspace_id_kind_idx" ON "agents"("workspace_id", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "agents_workspace_id_name_key" ON "agents"("workspace_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_hash_key" ON "api_keys"("hash");

-- CreateIndex
CREATE INDEX "api_keys_workspace_id_agent_id_created_at_idx" ON "api_keys"("workspace_id", "agent_id", "created_at");

-- CreateIndex
CREATE INDEX "approvals_workspace_id_action_id_at_idx" ON "approvals"("workspace_id", "action_id", "at");

-- CreateIndex
CREATE INDEX "approvals_workspace_id_person_id_at_idx" ON "approvals"("workspace_id", "person_id", "at" DESC);

-- CreateIndex
CREATE INDEX "audit_entries_workspace_id_at_idx" ON "audit_entries"("workspace_id", "at");

-- CreateIndex
CREATE INDEX "audit_entries_workspace_id_event_seq_idx" ON "audit_entries"("workspace_id", "event", "seq" DESC);

-- CreateIndex
CREATE INDEX "audit_entries_workspace_id_actor_id_seq_idx" ON "audit_entries"("workspace_id", "actor_id", "seq" DESC);

-- CreateIndex
CREATE INDEX "audit_entries_workspace_id_subject_id_seq_idx" ON "audit_entries"("workspace_id", "subject_id", "seq" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "audit_entries_workspace_id_entry_id_key" ON "audit_entries"("workspace_id", "entry_id");

-- CreateIndex
CREATE UNIQUE INDEX "action_types_workspace_id_name_key" ON "action_types"("workspace_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "people_email_key" ON "people"("email");

-- CreateIndex
CREATE UNIQUE INDEX "people_oidc_issuer_oidc_subject_key" ON "people"("oidc_issuer", "oidc_subject");

-- CreateIndex
CREATE INDEX "memberships_person_id_idx" ON "memberships"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "teams_workspace_id_name_key" ON "teams"("workspace_id", "name");

-- CreateIndex
CREATE INDEX "team_members_workspace_id_person_id_idx" ON "team_members"("workspace_id", "person_id");

-- CreateIndex
CREATE UNIQUE INDEX "invitations_token_hash_key" ON "invitations"("token_hash");

-- CreateIndex
CREATE INDEX "invitations_workspace_id_created_at_idx" ON "invitations"("workspace_id", "created_at");

-- CreateIndex
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "runs_token_hash_key" ON "runs"("token_hash");

-- CreateIndex
CREATE INDEX "runs_workspace_id_started_at_id_idx" ON "runs"("workspace_id", "started_at" DESC, "id");

-- CreateIndex
CREATE INDEX "runs_workspace_id_agent_id_started_at_idx" ON "runs"("workspace_id", "agent_id", "started_at" DESC);

-- CreateIndex
CREATE INDEX "runs_workspace_id_parent_run_id_idx" ON "runs"("workspace_id", "parent_run_id");

-- CreateIndex
CREATE INDEX "sessions_person_id_created_at_idx" ON "sessions"("person_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "personal_tokens_hash_key" ON "personal_tokens"("hash");

-- CreateIndex
CREATE INDEX "personal_tokens_workspace_id_person_id_idx" ON "personal_tokens"("workspace_id", "person_id");

-- CreateIndex
CREATE INDEX "stops_workspace_id_rearmed_at_idx" ON "stops"("workspace_id", "rearmed_at");

-- CreateIndex
CREATE INDEX "stops_workspace_id_epoch_idx" ON "stops"("workspace_id", "epoch");

-- CreateIndex
CREATE UNIQUE INDEX "workspaces_slug_key" ON "workspaces"("slug");

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agents"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "kind_thresholds" ADD CONSTRAINT "kind_thresholds_action_type_id_fkey" FOREIGN KEY ("action_type_id") REFERENCES "action_types"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team_members" ADD CONSTRAINT "team_members_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- prisma/sql/audit.sql sha256:ac866a32bddbed77e103497c8ed937226c52ac8a7109096f5a0e6b70512a60c4
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

-- Numbering is a statement of the sequencer now (lib/audit/sequencer.service.ts).
DROP FUNCTION IF EXISTS audit_number(int);

-- prisma/sql/gate.sql sha256:e147da3ca4251d95ad8d932813b408a4402c4d6633e94cfc1f29edeab0a9b7b6
-- The gate's transactions, each one round trip.
--
-- A single SQL statement takes its snapshot before it waits for a lock, and would read the old epoch. These functions are
-- VOLATILE plpgsql: every statement in them sees what is committed when it runs. So they lock first and read the epoch after.

-- Pending actions in the order in which people should decide: red first, then what expires, then what costs most.
CREATE INDEX IF NOT EXISTS actions_queue_idx ON actions (workspace_id, zone_rank, expires_at, id) WHERE status = 'pending';
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
CREATE OR REPLACE FUNCTION gate_commit(
  p_workspace text, p_epoch bigint, p_actions jsonb, p_decisions jsonb, p_permits jsonb, p_entries jsonb, p_idempotency jsonb
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

  FOR v_run IN SELECT DISTINCT a->>'run_id' FROM jsonb_array_elements(p_actions) a WHERE a->>'run_id' IS NOT NULL ORDER BY 1 LOOP
    PERFORM 1 FROM runs
    WHERE id = v_run AND workspace_id = p_workspace AND ended_at IS NULL AND expires_at > clock_timestamp()
      AND agent_id = (SELECT a->>'agent_id' FROM jsonb_array_elements(p_actions) a LIMIT 1)
    FOR SHARE;
    IF NOT FOUND THEN
      IF p_idempotency IS NOT NULL THEN
        DELETE FROM idempotency_keys
        WHERE workspace_id = p_workspace AND caller_id = p_idempotency->>'caller' AND key = p_idempotency->>'key';
      END IF;
      RETURN jsonb_build_object('outcome', 'run_inactive', 'run', v_run);
    END IF;
  END LOOP;

  INSERT INTO actions SELECT * FROM jsonb_populate_recordset(NULL::actions, p_actions);
  INSERT INTO decisions SELECT * FROM jsonb_populate_recordset(NULL::decisions, p_decisions);
  INSERT INTO permits SELECT * FROM jsonb_populate_recordset(NULL::permits, p_permits);
  INSERT INTO audit_staged (workspace_id, entry_id, at, event, actor_type, actor_id, subject_type, subject_id, leaf)
    SELECT workspace_id, entry_id, at, event, actor_type, actor_id, subject_type, subject_id, leaf
    FROM jsonb_populate_recordset(NULL::audit_staged, p_entries);
  RETURN jsonb_build_object('outcome', 'committed', 'epoch', v_epoch);
END $$;

-- Uses up a permit: once, for the decided digest, unless a stop or the agent's status forbids it now.
-- Returns {outcome: started | not_found | not_approved | digest_mismatch | permit_consumed | permit_expired | stopped, …}.
CREATE OR REPLACE FUNCTION permit_consume(p_workspace text, p_agent text, p_action text, p_digest text, p_at timestamptz, p_entry jsonb)
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
  INSERT INTO audit_staged (workspace_id, entry_id, at, event, actor_type, actor_id, subject_type, subject_id, leaf)
    SELECT workspace_id, entry_id, at, event, actor_type, actor_id, subject_type, subject_id, leaf
    FROM jsonb_populate_record(NULL::audit_staged, p_entry);
  RETURN jsonb_build_object('outcome', 'started', 'parameters', coalesce(v_action.final_parameters, v_action.parameters));
END $$;
