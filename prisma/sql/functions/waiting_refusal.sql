-- Why so many more cannot wait, or null where they can: {outcome: no_room, room, waiting, bound, of}. `room` is how many of them could.
-- An agent's sub-agents count each for itself, and all under one agent together have four times the bound, so that nobody gets round it
-- by spreading what is asked over many. Whoever adds to a family's queue waits here for whoever does: the lock is taken last, after all
-- others, and held until the commit.
CREATE OR REPLACE FUNCTION waiting_refusal(p_workspace text, p_agent text, p_held int) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_top text;
  v_bound int;
  v_own int;
  v_family int;
BEGIN
  IF p_held = 0 THEN RETURN NULL; END IF;
  SELECT coalesce(ancestor_ids[1], id) INTO v_top FROM agents WHERE id = p_agent;
  PERFORM pg_advisory_xact_lock(hashtextextended(v_top, 20261127));
  SELECT max_pending_per_agent INTO v_bound FROM workspaces WHERE id = p_workspace;
  SELECT count(*) INTO v_own FROM actions WHERE agent_id = p_agent AND status = 'pending';
  IF v_own + p_held > v_bound THEN
    RETURN jsonb_build_object('outcome', 'no_room', 'room', greatest(0, v_bound - v_own), 'waiting', v_own, 'bound', v_bound, 'of', 'agent');
  END IF;
  SELECT count(*) INTO v_family FROM actions
  WHERE status = 'pending' AND agent_id IN (SELECT v_top UNION ALL SELECT id FROM agents WHERE ancestor_ids <> '{}' AND ancestor_ids @> ARRAY[v_top]);
  IF v_family + p_held > 4 * v_bound THEN
    RETURN jsonb_build_object('outcome', 'no_room', 'room', greatest(0, 4 * v_bound - v_family), 'waiting', v_family, 'bound', 4 * v_bound, 'of', 'family');
  END IF;
  RETURN NULL;
END $$;
