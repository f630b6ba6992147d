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

-- Numbers up to p_limit waiting entries, oldest first, contiguously per workspace, and moves them into the log with their leaf
-- hash SHA-256(0x00 || leaf). To be called under the sequencer's lock, taken in an earlier statement.
CREATE OR REPLACE FUNCTION audit_number(p_limit int)
RETURNS TABLE (workspace_id text, seq bigint, leaf_hash bytea, event text, subject_id text, agent_id text)
LANGUAGE sql VOLATILE AS $$
  WITH batch AS (
    DELETE FROM audit_staged WHERE id IN (SELECT id FROM audit_staged ORDER BY id LIMIT p_limit) RETURNING *
  ), numbered AS (
    SELECT b.*, coalesce(h.size, 0) + row_number() OVER (PARTITION BY b.workspace_id ORDER BY b.id) - 1 AS seq
    FROM batch b LEFT JOIN audit_heads h ON h.workspace_id = b.workspace_id
  )
  INSERT INTO audit_entries AS e (workspace_id, seq, entry_id, at, event, actor_type, actor_id, subject_type, subject_id, leaf, leaf_hash)
  SELECT n.workspace_id, n.seq, n.entry_id, n.at, n.event, n.actor_type, n.actor_id, n.subject_type, n.subject_id, n.leaf,
    sha256('\x00'::bytea || n.leaf)
  FROM numbered n ORDER BY n.workspace_id, n.seq
  RETURNING e.workspace_id, e.seq, e.leaf_hash, e.event, e.subject_id,
    CASE WHEN e.actor_type = 'agent' THEN e.actor_id ELSE convert_from(e.leaf, 'UTF8')::jsonb #>> '{facts,agentId}' END
$$;
