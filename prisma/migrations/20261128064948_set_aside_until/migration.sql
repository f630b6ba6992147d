-- CreateTable
CREATE TABLE "action_set_asides" (
    "workspace_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "action_id" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "action_set_asides_pkey" PRIMARY KEY ("workspace_id","person_id","action_id")
);

-- CreateIndex
CREATE INDEX "action_set_asides_workspace_id_action_id_idx" ON "action_set_asides"("workspace_id", "action_id");
