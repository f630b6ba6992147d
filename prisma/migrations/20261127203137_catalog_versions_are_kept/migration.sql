-- CreateTable
CREATE TABLE "action_type_versions" (
    "action_type_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "parameters_schema" JSON NOT NULL,
    "zone" TEXT NOT NULL,
    "destructive" BOOLEAN NOT NULL,
    "reversible" BOOLEAN NOT NULL,
    "expected_cost_amount" DECIMAL(20,4),
    "expected_cost_currency" TEXT,
    "decide_within_seconds" INTEGER NOT NULL,
    "sentence" TEXT,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "action_type_versions_pkey" PRIMARY KEY ("action_type_id","version")
);

-- AddForeignKey
ALTER TABLE "action_type_versions" ADD CONSTRAINT "action_type_versions_action_type_id_fkey" FOREIGN KEY ("action_type_id") REFERENCES "action_types"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- prisma/sql/catalog.sql sha256:d2d080150c0cf4d16a0d0fe827a0de4199bff06bdcd2945947fe31ebcf2259ef
-- Each version of an entry is kept as it was, whoever writes it: an action is shown under the names that it was asked under. What does
-- not make a version (the description) is kept as it is last.
CREATE OR REPLACE FUNCTION keep_action_type_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO action_type_versions (action_type_id, version, workspace_id, title, description, parameters_schema, zone, destructive, reversible,
    expected_cost_amount, expected_cost_currency, decide_within_seconds, sentence, since)
  VALUES (NEW.id, NEW.version, NEW.workspace_id, NEW.title, NEW.description, NEW.parameters_schema, NEW.zone, NEW.destructive, NEW.reversible,
    NEW.expected_cost_amount, NEW.expected_cost_currency, NEW.decide_within_seconds, NEW.sentence, NEW.updated_at)
  ON CONFLICT (action_type_id, version) DO UPDATE SET description = EXCLUDED.description;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER action_types_versions AFTER INSERT OR UPDATE ON action_types FOR EACH ROW EXECUTE FUNCTION keep_action_type_version();

-- Entries of before are kept from here on; what they were in earlier versions was never written down.
INSERT INTO action_type_versions (action_type_id, version, workspace_id, title, description, parameters_schema, zone, destructive, reversible,
  expected_cost_amount, expected_cost_currency, decide_within_seconds, sentence, since)
SELECT id, version, workspace_id, title, description, parameters_schema, zone, destructive, reversible,
  expected_cost_amount, expected_cost_currency, decide_within_seconds, sentence, updated_at
FROM action_types ON CONFLICT DO NOTHING;
