-- A log that cannot be continued: SQLSTATE SB001, with the workspace as the detail. The whole batch is undone.
CREATE OR REPLACE FUNCTION audit_damaged(p_workspace text, p_level int, p_index bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The log lacks node %/%, of entries it has taken in', p_level, p_index USING ERRCODE = 'SB001', DETAIL = p_workspace;
END $$;
