-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN     "breaker_stop_percent" INTEGER NOT NULL DEFAULT 20;

-- CreateTable
CREATE TABLE "breakers" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "scope_type" TEXT NOT NULL,
    "scope_id" TEXT,
    "rule" JSONB NOT NULL,
    "response" TEXT NOT NULL,
    "throttle_per_minute" INTEGER,
    "recovery_after_seconds" INTEGER,
    "recovery_probes" INTEGER,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "breakers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "breaker_states" (
    "breaker_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "counts_since" TIMESTAMPTZ(3) NOT NULL,
    "tries_at" TIMESTAMPTZ(3),
    "half_open_at" TIMESTAMPTZ(3),
    "trips" INTEGER NOT NULL DEFAULT 0,
    "probes_let" INTEGER NOT NULL DEFAULT 0,
    "probe_let_at" TIMESTAMPTZ(3),
    "trip_id" TEXT NOT NULL,
    "stop_id" TEXT,

    CONSTRAINT "breaker_states_pkey" PRIMARY KEY ("breaker_id","agent_id")
);

-- CreateTable
CREATE TABLE "breaker_trips" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "breaker_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "n" INTEGER NOT NULL,
    "window_seconds" INTEGER NOT NULL,
    "action_ids" TEXT[],
    "response" TEXT NOT NULL,
    "stop_id" TEXT,
    "recovered_at" TIMESTAMPTZ(3),

    CONSTRAINT "breaker_trips_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "breakers_workspace_id_created_at_idx" ON "breakers"("workspace_id", "created_at");

-- CreateIndex
CREATE INDEX "breaker_states_workspace_id_state_idx" ON "breaker_states"("workspace_id", "state");

-- CreateIndex
CREATE INDEX "breaker_trips_workspace_id_breaker_id_id_idx" ON "breaker_trips"("workspace_id", "breaker_id", "id" DESC);

-- prisma/sql/tables/breaker_states.sql sha256:647b86c4a158bb92ed7470efdfbdbbf9eb43ce352374955d770cd7f7dff742fa
-- Those that are not closed: few, and looked for several times a second by every instance.
CREATE INDEX IF NOT EXISTS breaker_states_standing_idx ON breaker_states (workspace_id) WHERE state <> 'closed';

-- prisma/sql/tables/breakers.sql sha256:b744ef0a625e0a661a83811c44badaf7f1b770e58a2c38a261986f39584bf958
-- Of those that were not deleted, one has a name.
CREATE UNIQUE INDEX IF NOT EXISTS breakers_name_idx ON breakers (workspace_id, name) WHERE deleted_at IS NULL;
-- Those that count: few, and looked for several times a second by every instance.
CREATE INDEX IF NOT EXISTS breakers_counting_idx ON breakers (workspace_id) WHERE enabled AND deleted_at IS NULL;
