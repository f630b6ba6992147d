-- The sequencer's one statement: takes the oldest waiting entries into their logs, numbered contiguously per workspace, with
-- SHA-256(0x00 || leaf) and the tree's newly complete nodes, all or nothing. Returns how many, or null while another sequencer is at
-- it. Everything is read by ranges of a key, so that no plan is slow, however old the planner's figures are.
CREATE OR REPLACE FUNCTION audit_sequence(p_limit int, p_except text[]) RETURNS int LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_last bigint;
  v_log record;
  v_taken int := 0;
BEGIN
  -- The lock first: what follows are later statements, which see all that the sequencer before has done.
  IF NOT pg_try_advisory_xact_lock(7215001) THEN RETURN NULL; END IF;
  SELECT max(id) INTO v_last FROM (SELECT id FROM audit_staged WHERE workspace_id <> ALL (p_except) ORDER BY id LIMIT p_limit) oldest;
  FOR v_log IN
    WITH batch AS (
      DELETE FROM audit_staged WHERE id <= v_last AND workspace_id <> ALL (p_except) RETURNING *
    ), entered AS (
      INSERT INTO audit_entries (workspace_id, seq, entry_id, at, event, actor_type, actor_id, subject_type, subject_id, leaf, leaf_hash)
      SELECT b.workspace_id, coalesce(h.size, 0) + row_number() OVER (PARTITION BY b.workspace_id ORDER BY b.id) - 1,
        b.entry_id, b.at, b.event, b.actor_type, b.actor_id, b.subject_type, b.subject_id, b.leaf, sha256('\x00'::bytea || b.leaf)
      FROM batch b LEFT JOIN audit_heads h ON h.workspace_id = b.workspace_id
      RETURNING workspace_id, seq
    )
    SELECT workspace_id, min(seq) AS old_size, max(seq) + 1 AS new_size FROM entered GROUP BY workspace_id ORDER BY workspace_id
  LOOP
    PERFORM audit_grow_tree(v_log.workspace_id, v_log.old_size, v_log.new_size);
    INSERT INTO audit_heads (workspace_id, size) VALUES (v_log.workspace_id, v_log.new_size)
      ON CONFLICT (workspace_id) DO UPDATE SET size = EXCLUDED.size;
    PERFORM audit_announce(v_log.workspace_id, v_log.old_size);
    v_taken := v_taken + (v_log.new_size - v_log.old_size);
  END LOOP;
  RETURN v_taken;
END $$;
