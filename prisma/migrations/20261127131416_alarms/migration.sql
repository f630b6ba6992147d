-- CreateTable
CREATE TABLE "alarms" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "met_at" TIMESTAMPTZ(3) NOT NULL,
    "acknowledged_by_id" TEXT,
    "acknowledged_by_name" TEXT,
    "acknowledged_at" TIMESTAMPTZ(3),

    CONSTRAINT "alarms_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "alarms_workspace_id_kind_subject_id_raised_at_idx" ON "alarms"("workspace_id", "kind", "subject_id", "raised_at" DESC);

-- CreateIndex
CREATE INDEX "alarms_workspace_id_raised_at_id_idx" ON "alarms"("workspace_id", "raised_at" DESC, "id" DESC);

-- prisma/sql/alarms.sql sha256:ec506f7139de6298b1b67416c1e202dfb1aaa6a7a53e7e0024c4d7c49bd7eb8d
-- The alarms that stand on every screen: few, and read with each.
CREATE INDEX IF NOT EXISTS alarms_open_idx ON alarms (workspace_id, raised_at) WHERE acknowledged_at IS NULL;
