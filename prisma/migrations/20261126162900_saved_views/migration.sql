-- CreateTable
CREATE TABLE "saved_views" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "filters" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "saved_views_pkey" PRIMARY KEY ("id")
);

-- prisma/sql/approvals.sql sha256:6c01293416d824b17a90839f9d198c361505fb222a59ecc58a2f0d461033a2c8
-- A name is taken by a view that is kept, not by one that was deleted. The list of a person's views is read by the same index.
CREATE UNIQUE INDEX IF NOT EXISTS saved_views_name_idx ON saved_views (workspace_id, person_id, name) WHERE deleted_at IS NULL;
