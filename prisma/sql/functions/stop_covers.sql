-- Does a stop of this scope cover what is asked? The database's one definition of it; the program's is covers (lib/scopes/stop.rules.ts),
-- and a property test holds them together. `p_agents` and `p_runs` are who asks and in which run, each with everything above it.
-- Names are not compared here: `p_keys` of the stop and `p_names` of what is asked were both made by the program, which alone says
-- when two names are one (lib/scopes/scope-keys.rules.ts). What has no names (null) is covered by every stop of a name,
-- and a stop without keys (null) covers everything.
CREATE OR REPLACE FUNCTION stop_covers(p_type text, p_id text, p_keys text[], p_agents text[], p_runs text[], p_names text[])
RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(CASE p_type
    WHEN 'workspace' THEN true
    WHEN 'agent' THEN p_id = ANY (p_agents)
    WHEN 'run' THEN p_id = ANY (p_runs)
    WHEN 'kind' THEN p_names IS NULL OR p_keys IS NULL OR p_keys && p_names
    WHEN 'action' THEN p_names IS NULL OR p_keys IS NULL OR p_keys && p_names
    WHEN 'resource' THEN p_names IS NULL OR p_keys IS NULL OR p_keys && p_names
  END, false)
$$;
