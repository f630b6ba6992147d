-- AlterTable
ALTER TABLE "action_types" ALTER COLUMN "parameters_schema" SET DATA TYPE JSON;

-- prisma/sql/audit.sql sha256:ac866a32bddbed77e103497c8ed937226c52ac8a7109096f5a0e6b70512a60c4
-- The audit log only grows. What is refused here is also found by anyone who verifies: this merely keeps honest hands from slipping.

CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE OR REPLACE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE OR REPLACE TRIGGER audit_nodes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_nodes
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE OR REPLACE TRIGGER audit_checkpoints_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_checkpoints
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

-- A queue of short-lived rows: vacuum often, or every read would walk over what is long gone.
ALTER TABLE audit_staged SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);

-- Numbering is a statement of the sequencer now (lib/audit/sequencer.service.ts).
DROP FUNCTION IF EXISTS audit_number(int);
