-- DropIndex
DROP INDEX "alarms_workspace_id_raised_at_id_idx";

-- AlterTable
ALTER TABLE "alarms" ADD COLUMN     "gravity" INTEGER NOT NULL DEFAULT 0;

-- Those raised before: only one kind is not of the gravest.
UPDATE "alarms" SET "gravity" = 1 WHERE "kind" = 'too_many_pending';

-- CreateIndex
CREATE INDEX "alarms_workspace_id_gravity_raised_at_id_idx" ON "alarms"("workspace_id", "gravity", "raised_at" DESC, "id" DESC);

-- prisma/sql/alarms.sql sha256:1dd4d4396f690cc896d0de0f582ed8fc2fdaaddb6b7550a6c8916b0574d4370f
-- The alarms that stand on every screen, the gravest first: few, and read with each.
DROP INDEX IF EXISTS alarms_open_idx;
CREATE INDEX IF NOT EXISTS alarms_standing_idx ON alarms (workspace_id, gravity, raised_at DESC, id DESC) WHERE acknowledged_at IS NULL;
