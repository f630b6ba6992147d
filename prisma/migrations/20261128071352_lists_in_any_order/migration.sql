-- DropIndex
DROP INDEX "runs_workspace_id_started_at_id_idx";

-- CreateIndex
CREATE INDEX "runs_started_idx" ON "runs"("workspace_id", "started_at", "id");

-- prisma/sql/lists.sql sha256:5e2ba4d596977f8f6c983168434d01830067ba337d05f6b75870eab58c4e6e0f
-- Lists that are read page by page, in the orders that would otherwise have to put all of their rows in order for each page.
CREATE INDEX IF NOT EXISTS runs_ended_idx ON runs (workspace_id, ended_at, id) WHERE ended_at IS NOT NULL;
-- Those that no agent has ended come after them.
CREATE INDEX IF NOT EXISTS runs_open_idx ON runs (workspace_id, id) WHERE ended_at IS NULL;
CREATE INDEX IF NOT EXISTS runs_task_idx ON runs (workspace_id, left(lower(task), 100), id);
CREATE INDEX IF NOT EXISTS agents_name_order_idx ON agents (workspace_id, lower(name), id);
