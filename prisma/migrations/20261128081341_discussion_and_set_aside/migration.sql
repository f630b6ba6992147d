-- CreateTable
CREATE TABLE "action_set_asides" (
    "workspace_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "action_id" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "action_set_asides_pkey" PRIMARY KEY ("workspace_id","person_id","action_id")
);

-- CreateTable
CREATE TABLE "action_messages" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "action_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "place" SMALLINT NOT NULL,
    "kind" TEXT NOT NULL,
    "question_id" TEXT,
    "by_type" TEXT NOT NULL,
    "by_id" TEXT NOT NULL,
    "by_name" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "action_messages_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "action_set_asides_workspace_id_action_id_idx" ON "action_set_asides"("workspace_id", "action_id");

-- CreateIndex
CREATE UNIQUE INDEX "action_messages_question_id_key" ON "action_messages"("question_id");

-- CreateIndex
CREATE INDEX "action_messages_workspace_id_agent_id_at_idx" ON "action_messages"("workspace_id", "agent_id", "at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "action_messages_action_id_place_key" ON "action_messages"("action_id", "place");
