-- What a control change holds still, and what a stop covers.
--
-- A single SQL statement takes its snapshot before it waits for a lock, and would read the old epoch. The functions that commit are
-- VOLATILE plpgsql: every statement in them sees what is committed when it runs. So they lock first and read the epoch after.

CREATE OR REPLACE FUNCTION epoch_lock_key(p_workspace text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT hashtextextended(p_workspace, 20260101) $$;

-- The epoch of a workspace, which stays as it is until this transaction ends: the lock first, then the epoch in a later statement, as
-- one statement would read what was true before it waited.
CREATE OR REPLACE FUNCTION shared_epoch(p_workspace text) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(epoch_lock_key(p_workspace));
  RETURN (SELECT epoch FROM workspaces WHERE id = p_workspace);
END $$;

CREATE UNIQUE INDEX IF NOT EXISTS stops_active_scope_idx ON stops (workspace_id, scope_type, coalesce(scope_id, '')) WHERE rearmed_at IS NULL;

-- Is this agent stopped, now? Scopes of later kinds (kind, tool, resource) are judged in the gate's snapshot as well.
CREATE OR REPLACE FUNCTION stop_in_scope(p_workspace text, p_agent text, p_kind text, p_run text, p_action text, p_resource text, p_since bigint)
RETURNS text LANGUAGE sql STABLE AS $$
  SELECT id FROM stops
  WHERE workspace_id = p_workspace
    AND (rearmed_at IS NULL OR epoch > p_since)
    AND (scope_type = 'workspace'
      OR (scope_type = 'agent' AND scope_id = p_agent)
      OR (scope_type = 'kind' AND scope_id = p_kind)
      OR (scope_type = 'run' AND scope_id = p_run)
      OR (scope_type = 'action' AND scope_id = p_action)
      OR (scope_type = 'resource' AND scope_id = p_resource))
  ORDER BY rearmed_at IS NULL DESC, epoch DESC LIMIT 1
$$;
