-- Does the token of the run p_token reach what belongs to the run p_run: its own and those under it? A key (no p_token) reaches all.
CREATE OR REPLACE FUNCTION run_reaches(p_token text, p_run text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT p_token IS NULL OR (p_run IS NOT NULL AND p_token = ANY (run_line(p_run)))
$$;
