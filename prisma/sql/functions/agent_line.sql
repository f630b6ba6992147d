-- An agent with everything above it.
CREATE OR REPLACE FUNCTION agent_line(p_agent text) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT ancestor_ids || id FROM agents WHERE id = p_agent), ARRAY[p_agent])
$$;
