-- The epoch of a workspace, which stays as it is until this transaction ends: the lock first, then the epoch in a later statement, as
-- one statement would read what was true before it waited.
CREATE OR REPLACE FUNCTION shared_epoch(p_workspace text) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(epoch_lock_key(p_workspace));
  RETURN (SELECT epoch FROM workspaces WHERE id = p_workspace);
END $$;
