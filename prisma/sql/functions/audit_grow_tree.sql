-- Stores the subtrees that a log's growth from p_old to p_new entries completed (RFC 9162, 2.1.1): at level L those with index
-- p_old / 2^L up to p_new / 2^L. What they are made of is one range of the level below; the edge the log had must still be there.
CREATE OR REPLACE FUNCTION audit_grow_tree(p_workspace text, p_old bigint, p_new bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_level int := 0;
  v_from bigint := p_old;
  v_to bigint := p_new;
  v_made bigint;
BEGIN
  WHILE v_from <> v_to OR v_from > 0 LOOP
    IF v_level > 0 AND v_from % 2 = 1 THEN
      PERFORM 1 FROM audit_nodes WHERE workspace_id = p_workspace AND level = v_level AND index = v_from - 1;
      IF NOT FOUND THEN PERFORM audit_damaged(p_workspace, v_level, v_from - 1); END IF;
    END IF;
    v_level := v_level + 1;
    v_from := v_from / 2;
    v_to := v_to / 2;
    CONTINUE WHEN v_from = v_to;
    IF v_level = 1 THEN
      INSERT INTO audit_nodes (workspace_id, level, index, hash)
      SELECT p_workspace, 1, seq / 2, sha256('\x01'::bytea || string_agg(leaf_hash, ''::bytea ORDER BY seq)) FROM audit_entries
      WHERE workspace_id = p_workspace AND seq >= v_from * 2 AND seq < v_to * 2 GROUP BY seq / 2 HAVING count(*) = 2;
    ELSE
      INSERT INTO audit_nodes (workspace_id, level, index, hash)
      SELECT p_workspace, v_level, index / 2, sha256('\x01'::bytea || string_agg(hash, ''::bytea ORDER BY index)) FROM audit_nodes
      WHERE workspace_id = p_workspace AND level = v_level - 1 AND index >= v_from * 2 AND index < v_to * 2
      GROUP BY index / 2 HAVING count(*) = 2;
    END IF;
    GET DIAGNOSTICS v_made = ROW_COUNT;
    IF v_made <> v_to - v_from THEN PERFORM audit_damaged(p_workspace, v_level - 1, v_from * 2); END IF;
  END LOOP;
END $$;
