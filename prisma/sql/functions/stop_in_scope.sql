-- The stop that covers this, first of all one that is still pulled; of those re-armed, one that began after the epoch p_since.
CREATE OR REPLACE FUNCTION stop_in_scope(p_workspace text, p_agent text, p_run text, p_names text[], p_since bigint)
RETURNS text LANGUAGE sql STABLE AS $$
  WITH line AS MATERIALIZED (SELECT agent_line(p_agent) AS agents, run_line(p_run) AS runs)
  SELECT s.id FROM stops s, line
  WHERE s.workspace_id = p_workspace
    AND (s.rearmed_at IS NULL OR s.epoch > p_since)
    AND stop_covers(s.scope_type, s.scope_id, s.scope_keys, line.agents, line.runs, p_names)
  ORDER BY s.rearmed_at IS NULL DESC, s.epoch DESC LIMIT 1
$$;
