-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN     "controls_need_another_person" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "control_versions" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "version" INTEGER,
    "status" TEXT NOT NULL,
    "content" JSON NOT NULL,
    "digest" TEXT NOT NULL,
    "base_version" INTEGER,
    "restores" INTEGER,
    "changed" TEXT[],
    "more_changed" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,
    "author_id" TEXT,
    "author_name" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "reviewer_id" TEXT,
    "reviewer_name" TEXT,
    "review_reason" TEXT,
    "reviewed_at" TIMESTAMPTZ(3),
    "live_at" TIMESTAMPTZ(3),
    "superseded_at" TIMESTAMPTZ(3),

    CONSTRAINT "control_versions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "control_versions_workspace_id_kind_subject_id_status_id_idx" ON "control_versions"("workspace_id", "kind", "subject_id", "status", "id");

-- CreateIndex
CREATE UNIQUE INDEX "control_versions_workspace_id_kind_subject_id_version_key" ON "control_versions"("workspace_id", "kind", "subject_id", "version");

-- prisma/sql/functions/keep_action_type_version.sql sha256:789559f3814bf92501809f2893574bf7fa060fb701caa857a11420e2ccb662e1
-- Each version of an entry is kept as it was, whoever writes it: an action is shown under the names that it was asked under. A
-- version that was kept is never written again.
CREATE OR REPLACE FUNCTION keep_action_type_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO action_type_versions (action_type_id, version, workspace_id, title, description, parameters_schema, zone, destructive, reversible,
    expected_cost_amount, expected_cost_currency, decide_within_seconds, sentence, since)
  VALUES (NEW.id, NEW.version, NEW.workspace_id, NEW.title, NEW.description, NEW.parameters_schema, NEW.zone, NEW.destructive, NEW.reversible,
    NEW.expected_cost_amount, NEW.expected_cost_currency, NEW.decide_within_seconds, NEW.sentence, NEW.updated_at)
  ON CONFLICT (action_type_id, version) DO NOTHING;
  RETURN NULL;
END $$;

-- prisma/sql/tables/control_versions.sql sha256:b303238230c9b4bdfe087fca76e0df22bbb4ec84e52f4f342e9d0c92ff5c6b14
-- One version of a control applies at a time, whatever races.
CREATE UNIQUE INDEX IF NOT EXISTS control_versions_live_idx ON control_versions (workspace_id, kind, subject_id) WHERE status = 'live';
