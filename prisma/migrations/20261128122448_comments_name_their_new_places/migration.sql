-- prisma/sql/scope.sql sha256:13cd58675ad062a8004aa4ed6138993df568cc687a75383e9aed435edcf69bc7
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

-- Does a stop of this scope cover what is asked? The database's one definition of it; the program's is covers (lib/scopes/stop.rules.ts),
-- and a property test holds them together. `p_agents` and `p_runs` are who asks and in which run, each with everything above it.
-- Names are not compared here: `p_keys` of the stop and `p_names` of what is asked were both made by the program, which alone says
-- when two names are one (lib/scopes/scope-keys.rules.ts). What has no names (null) is covered by every stop of a name,
-- and a stop without keys (null) covers everything.
DROP FUNCTION IF EXISTS stop_covers(text, text, text[], text, text[], text, text);
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

-- An agent, and a run, with everything above it.
CREATE OR REPLACE FUNCTION agent_line(p_agent text) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT ancestor_ids || id FROM agents WHERE id = p_agent), ARRAY[p_agent])
$$;
CREATE OR REPLACE FUNCTION run_line(p_run text) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT ancestor_ids || id FROM runs WHERE id = p_run), ARRAY[p_run])
$$;

-- Does the token of the run p_token reach what belongs to the run p_run: its own and those under it? A key (no p_token) reaches all.
CREATE OR REPLACE FUNCTION run_reaches(p_token text, p_run text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT p_token IS NULL OR (p_run IS NOT NULL AND p_token = ANY (run_line(p_run)))
$$;

-- The stop that covers this, first of all one that is still pulled; of those re-armed, one that began after the epoch p_since.
DROP FUNCTION IF EXISTS stop_in_scope(text, text, text, text, text, text, bigint);
CREATE OR REPLACE FUNCTION stop_in_scope(p_workspace text, p_agent text, p_run text, p_names text[], p_since bigint)
RETURNS text LANGUAGE sql STABLE AS $$
  WITH line AS MATERIALIZED (SELECT agent_line(p_agent) AS agents, run_line(p_run) AS runs)
  SELECT s.id FROM stops s, line
  WHERE s.workspace_id = p_workspace
    AND (s.rearmed_at IS NULL OR s.epoch > p_since)
    AND stop_covers(s.scope_type, s.scope_id, s.scope_keys, line.agents, line.runs, p_names)
  ORDER BY s.rearmed_at IS NULL DESC, s.epoch DESC LIMIT 1
$$;

-- Why the key, or the token of a run, by which this is done is no longer good; null where it is. To be asked under the epoch's lock:
-- revoking a key takes the exclusive one. A run's end locks its row.
CREATE OR REPLACE FUNCTION caller_refusal(p_key text, p_run text) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_key api_keys%ROWTYPE;
  v_run runs%ROWTYPE;
BEGIN
  SELECT * INTO v_key FROM api_keys WHERE id = p_key;
  IF NOT FOUND THEN RETURN 'invalid_key'; END IF;
  IF v_key.revoked_at IS NOT NULL THEN RETURN 'key_revoked'; END IF;
  IF v_key.expires_at <= clock_timestamp() THEN RETURN 'key_expired'; END IF;
  IF p_run IS NULL THEN RETURN NULL; END IF;
  SELECT * INTO v_run FROM runs WHERE id = p_run FOR SHARE;
  IF NOT FOUND THEN RETURN 'invalid_key'; END IF;
  IF v_run.ended_at IS NOT NULL THEN RETURN 'run_ended'; END IF;
  IF v_run.expires_at <= clock_timestamp() THEN RETURN 'run_expired'; END IF;
  RETURN NULL;
END $$;
