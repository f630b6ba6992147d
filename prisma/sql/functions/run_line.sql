-- A run with everything above it.
CREATE OR REPLACE FUNCTION run_line(p_run text) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT ancestor_ids || id FROM runs WHERE id = p_run), ARRAY[p_run])
$$;
