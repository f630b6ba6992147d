-- Why a judgement cannot be committed as it is, or null: the workspace is no longer at the epoch it was judged at, the caller's key is
-- not good any more, or a run is not as it was judged. `p_runs` are the runs that the actions name, each with the stop it was judged
-- under (null: none), as it stood: [{"run": …, "stop": …}]. On probation a stop has its own mark, `id:probation`. A run's stop moves no epoch, since nobody else's judgement depends on it.
-- Runs are locked from the top down, as everything does that locks several.
CREATE OR REPLACE FUNCTION gate_refusal(p_workspace text, p_agent text, p_key text, p_run text, p_epoch bigint, p_now bigint, p_runs json)
RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_refusal text;
  v_named record;
  v_run runs%ROWTYPE;
  v_stop stops%ROWTYPE;
  v_inactive text[] := '{}';
  v_stops jsonb := '[]';
BEGIN
  IF p_now IS DISTINCT FROM p_epoch THEN RETURN jsonb_build_object('outcome', 'stale_epoch', 'epoch', p_now); END IF;
  v_refusal := caller_refusal(p_key, p_run);
  IF v_refusal IS NOT NULL THEN RETURN jsonb_build_object('outcome', 'caller_refused', 'code', v_refusal); END IF;
  FOR v_named IN
    SELECT named.run, named.stop FROM json_to_recordset(p_runs) AS named (run text, stop text) LEFT JOIN runs r ON r.id = named.run
    ORDER BY cardinality(r.ancestor_ids), named.run
  LOOP
    SELECT * INTO v_run FROM runs
    WHERE id = v_named.run AND workspace_id = p_workspace AND agent_id = p_agent AND ended_at IS NULL AND expires_at > clock_timestamp()
    FOR SHARE;
    IF NOT FOUND THEN
      v_inactive := v_inactive || v_named.run;
      CONTINUE;
    END IF;
    SELECT * INTO v_stop FROM stops
    WHERE workspace_id = p_workspace AND scope_type = 'run' AND standing <> 'rearmed' AND scope_id = ANY (v_run.ancestor_ids || v_run.id)
    ORDER BY standing = 'pulled' DESC, epoch, id LIMIT 1;
    IF (CASE v_stop.standing WHEN 'probation' THEN v_stop.id || ':probation' ELSE v_stop.id END) IS DISTINCT FROM v_named.stop THEN
      v_stops := v_stops || jsonb_build_object('run', v_named.run, 'stop', CASE WHEN v_stop.id IS NOT NULL THEN
        jsonb_build_object('id', v_stop.id, 'scopeType', 'run', 'scopeId', v_stop.scope_id, 'scopeKeys', '[]'::jsonb, 'standing', v_stop.standing, 'reason', v_stop.reason, 'pulledByName', v_stop.pulled_by_name) END);
    END IF;
  END LOOP;
  IF v_inactive <> '{}' OR v_stops <> '[]' THEN
    RETURN jsonb_build_object('outcome', 'stale_runs', 'inactive', to_jsonb(v_inactive), 'stops', v_stops);
  END IF;
  RETURN NULL;
END $$;
