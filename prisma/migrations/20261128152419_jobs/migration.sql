-- CreateTable
CREATE TABLE "jobs" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "permission" TEXT NOT NULL,
    "parameters" JSON NOT NULL,
    "asked_by_id" TEXT NOT NULL,
    "asked_by_name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "progress" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "checkpoint" JSON,
    "result" JSON,
    "error" JSON,
    "output_name" TEXT,
    "output_type" TEXT,
    "output_bytes" BIGINT NOT NULL DEFAULT 0,
    "chunks" INTEGER NOT NULL DEFAULT 0,
    "lease_id" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "jobs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "job_chunks" (
    "workspace_id" TEXT NOT NULL,
    "job_id" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "job_chunks_pkey" PRIMARY KEY ("workspace_id","job_id","place")
);

-- CreateIndex
CREATE INDEX "jobs_workspace_id_asked_by_id_created_at_id_idx" ON "jobs"("workspace_id", "asked_by_id", "created_at" DESC, "id" DESC);

-- prisma/sql/tables/jobs.sql sha256:fffd614db9192be52f073cc9acdd67ec9823c897b865067bfeef41ad5b6df897
-- Jobs that wait or run: few, and looked for twice a second by every instance.
CREATE INDEX IF NOT EXISTS jobs_unfinished_idx ON jobs (workspace_id, created_at, id) WHERE status IN ('queued', 'running');
-- Those to be forgotten in the end.
CREATE INDEX IF NOT EXISTS jobs_finished_idx ON jobs (workspace_id, finished_at) WHERE finished_at IS NOT NULL;
