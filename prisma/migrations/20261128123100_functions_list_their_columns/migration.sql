-- prisma/sql/functions/action_weight.sql sha256:9b0a6b2b7eac5fae8e4015197e9a69835b0779eb91e27ae2ac9830ef3fbdec99
-- Each row knows what it weighs as it is answered, in bytes, whoever writes it: a list ends its page by that, without reading what it
-- will not show. Names, times and ids are less than what is added for them.
CREATE OR REPLACE FUNCTION action_weight() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.weight := 2048 + octet_length(concat(NEW.parameters, NEW.final_parameters, NEW.reasoning, NEW.on_behalf_of, NEW.effects, NEW.metadata, NEW.verdict, NEW.sentence));
  RETURN NEW;
END $$;

-- prisma/sql/functions/agent_line.sql sha256:b40aaffa6f657d6670786c685761c9fa3bd24a1de8e54d4a7369e86bb3d26f0f
-- An agent with everything above it.
CREATE OR REPLACE FUNCTION agent_line(p_agent text) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT ancestor_ids || id FROM agents WHERE id = p_agent), ARRAY[p_agent])
$$;

-- prisma/sql/functions/audit_damaged.sql sha256:47af72bf03623e2de9d4ab089c9954148c864f4be6b6faec1df89b30c0361f1d
-- A log that cannot be continued: SQLSTATE SB001, with the workspace as the detail. The whole batch is undone.
CREATE OR REPLACE FUNCTION audit_damaged(p_workspace text, p_level int, p_index bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The log lacks node %/%, of entries it has taken in', p_level, p_index USING ERRCODE = 'SB001', DETAIL = p_workspace;
END $$;

-- prisma/sql/functions/audit_grow_tree.sql sha256:71fec222e8575216a0366c53bc1a246f54240dc3d5bdb57cfa8b56cc7e7bdbe1
-- Stores the subtrees that a log's growth from p_old to p_new entries completed (RFC 9162, 2.1.1): at level L those with index
-- p_old / 2^L up to p_new / 2^L. What they are made of is one range of the level below; the edge the log had must still be there.
CREATE OR REPLACE FUNCTION audit_grow_tree(p_workspace text, p_old bigint, p_new bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_level int := 0;
  v_from bigint := p_old;
  v_to bigint := p_new;
  v_made bigint;
BEGIN
  WHILE v_from <> v_to OR v_from > 0 LOOP
    IF v_level > 0 AND v_from % 2 = 1 THEN
      PERFORM 1 FROM audit_nodes WHERE workspace_id = p_workspace AND level = v_level AND index = v_from - 1;
      IF NOT FOUND THEN PERFORM audit_damaged(p_workspace, v_level, v_from - 1); END IF;
    END IF;
    v_level := v_level + 1;
    v_from := v_from / 2;
    v_to := v_to / 2;
    CONTINUE WHEN v_from = v_to;
    IF v_level = 1 THEN
      INSERT INTO audit_nodes (workspace_id, level, index, hash)
      SELECT p_workspace, 1, seq / 2, sha256('\x01'::bytea || string_agg(leaf_hash, ''::bytea ORDER BY seq)) FROM audit_entries
      WHERE workspace_id = p_workspace AND seq >= v_from * 2 AND seq < v_to * 2 GROUP BY seq / 2 HAVING count(*) = 2;
    ELSE
      INSERT INTO audit_nodes (workspace_id, level, index, hash)
      SELECT p_workspace, v_level, index / 2, sha256('\x01'::bytea || string_agg(hash, ''::bytea ORDER BY index)) FROM audit_nodes
      WHERE workspace_id = p_workspace AND level = v_level - 1 AND index >= v_from * 2 AND index < v_to * 2
      GROUP BY index / 2 HAVING count(*) = 2;
    END IF;
    GET DIAGNOSTICS v_made = ROW_COUNT;
    IF v_made <> v_to - v_from THEN PERFORM audit_damaged(p_workspace, v_level - 1, v_from * 2); END IF;
  END LOOP;
END $$;

-- prisma/sql/functions/audit_refuse_change.sql sha256:aff0f56794dbf8805c608fd5cacd57e771accd5ed8126d9b74b5797b81296eec
-- The audit log only grows. What is refused here is also found by anyone who verifies: this merely keeps honest hands from slipping.
CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;

-- prisma/sql/functions/audit_stage.sql sha256:ccf87f72af19e29b9b1b6336a116a88c39c468637ec0bb19bd40764e406882ea
-- Stages entries: an array of leaves. json keeps the text of each element as it was sent, so its UTF-8 bytes are what is hashed, and
-- the columns are read from it: they cannot say anything else. `p_private` are rows of audit_private, where entries have texts outside.
CREATE OR REPLACE FUNCTION audit_stage(p_leaves json, p_private json DEFAULT '[]') RETURNS void LANGUAGE sql VOLATILE AS $$
  INSERT INTO audit_staged (workspace_id, entry_id, at, event, actor_type, actor_id, subject_type, subject_id, leaf)
  SELECT e.workspace, e.id, e.at, e.event, e.actor->>'type', e.actor->>'id', e.subject->>'type', e.subject->>'id', convert_to(leaf::text, 'UTF8')
  FROM json_array_elements(p_leaves) AS l (leaf),
    json_to_record(leaf) AS e (id text, workspace text, at timestamptz, event text, actor json, subject json);
  INSERT INTO audit_private (workspace_id, entry_id, salt, body)
  SELECT workspace_id, entry_id, salt, body FROM json_populate_recordset(NULL::audit_private, p_private)
$$;

-- prisma/sql/functions/audit_urgency.sql sha256:10296c834c43747ffca3b16a9bd00f8a31549a2a010c95f5de3e6b25d50a10c0
-- In which order events are told: what stops something first, questions last, as nobody waits for them.
CREATE OR REPLACE FUNCTION audit_urgency(p_event text) RETURNS int LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN p_event LIKE 'stop.%' OR p_event LIKE 'agent.%' OR p_event LIKE 'key.%' THEN 0 WHEN p_event = 'action.requested' THEN 2 ELSE 1 END
$$;

-- prisma/sql/functions/audit_announce.sql sha256:c77be93843478e32977033c34c638fed0aecb8d4a6e97eeeeeacc371b83e91a0
-- Tells every instance what a log has taken in, in few notifications of under 8,000 bytes: arrays of events. In a flood only some are
-- told, the most urgent; the rest is left to the listeners' own regular look, since an event is only a hint.
CREATE OR REPLACE FUNCTION audit_announce(p_workspace text, p_from bigint) RETURNS void LANGUAGE sql VOLATILE AS $$
  SELECT pg_notify('signalbox', payload) FROM (
    SELECT '[' || string_agg(event, ',' ORDER BY place) || ']' AS payload
    FROM (
      SELECT place, event, sum(octet_length(event) + 1) OVER (ORDER BY place) / 7000 AS payload_number
      FROM (
        SELECT row_number() OVER (ORDER BY audit_urgency(event), seq) AS place,
          json_strip_nulls(json_build_object('workspaceId', workspace_id, 'event', event, 'subjectId', subject_id,
            'agentId', CASE WHEN actor_type = 'agent' THEN actor_id ELSE convert_from(leaf, 'UTF8')::json #>> '{facts,agentId}' END))::text AS event
        FROM (
          SELECT * FROM audit_entries WHERE workspace_id = p_workspace AND seq >= p_from ORDER BY audit_urgency(event), seq LIMIT 300
        ) chosen
      ) told
    ) numbered
    GROUP BY payload_number ORDER BY payload_number
  ) packed
$$;

-- prisma/sql/functions/audit_sequence.sql sha256:b61e915c8cca1f232f6096a1f81fa31185ac42918625d4d2aff9fab07450e8d0
-- The sequencer's one statement: takes the oldest waiting entries into their logs, numbered contiguously per workspace, with
-- SHA-256(0x00 || leaf) and the tree's newly complete nodes, all or nothing. Returns how many, or null while another sequencer is at
-- it. Everything is read by ranges of a key, so that no plan is slow, however old the planner's figures are.
CREATE OR REPLACE FUNCTION audit_sequence(p_limit int, p_except text[]) RETURNS int LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_last bigint;
  v_log record;
  v_taken int := 0;
BEGIN
  -- The lock first: what follows are later statements, which see all that the sequencer before has done.
  IF NOT pg_try_advisory_xact_lock(7215001) THEN RETURN NULL; END IF;
  SELECT max(id) INTO v_last FROM (SELECT id FROM audit_staged WHERE workspace_id <> ALL (p_except) ORDER BY id LIMIT p_limit) oldest;
  FOR v_log IN
    WITH batch AS (
      DELETE FROM audit_staged WHERE id <= v_last AND workspace_id <> ALL (p_except) RETURNING *
    ), entered AS (
      INSERT INTO audit_entries (workspace_id, seq, entry_id, at, event, actor_type, actor_id, subject_type, subject_id, leaf, leaf_hash)
      SELECT b.workspace_id, coalesce(h.size, 0) + row_number() OVER (PARTITION BY b.workspace_id ORDER BY b.id) - 1,
        b.entry_id, b.at, b.event, b.actor_type, b.actor_id, b.subject_type, b.subject_id, b.leaf, sha256('\x00'::bytea || b.leaf)
      FROM batch b LEFT JOIN audit_heads h ON h.workspace_id = b.workspace_id
      RETURNING workspace_id, seq
    )
    SELECT workspace_id, min(seq) AS old_size, max(seq) + 1 AS new_size FROM entered GROUP BY workspace_id ORDER BY workspace_id
  LOOP
    PERFORM audit_grow_tree(v_log.workspace_id, v_log.old_size, v_log.new_size);
    INSERT INTO audit_heads (workspace_id, size) VALUES (v_log.workspace_id, v_log.new_size)
      ON CONFLICT (workspace_id) DO UPDATE SET size = EXCLUDED.size;
    PERFORM audit_announce(v_log.workspace_id, v_log.old_size);
    v_taken := v_taken + (v_log.new_size - v_log.old_size);
  END LOOP;
  RETURN v_taken;
END $$;

-- prisma/sql/functions/caller_refusal.sql sha256:0d99e656c625d7b04364d3692e576ce43a0881fe19bfcbc57a348cba6fdadd6a
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

-- prisma/sql/functions/decision_commit.sql sha256:435831c9fa187a5d0c1293a5f0d6952a995d64b017f9df799e792afff18ca961
-- Makes the one final decision of an action, with its permit and entry. The guard is in the write: of all who race, one finds the
-- action pending, with the vote `p_settling` in its grace period (null: none), and its time limit not yet reached ('open'), reached
-- ('over') or either (null). Returns whether it was this one.
CREATE OR REPLACE FUNCTION decision_commit(
  p_status text, p_settling text, p_limit text, p_decision json, p_permit json, p_parameters json, p_leaf json, p_private json
) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_decision decisions%ROWTYPE := json_populate_record(NULL::decisions, p_decision);
BEGIN
  UPDATE actions SET status = p_status, decided_at = v_decision.at, settles_at = NULL, claimed_by_id = NULL, claimed_by_name = NULL,
    claim_expires_at = NULL, final_parameters = coalesce(p_parameters, final_parameters), final_digest = coalesce(p_permit->>'digest', final_digest)
  WHERE id = v_decision.action_id AND workspace_id = v_decision.workspace_id AND status = 'pending' AND settling_id IS NOT DISTINCT FROM p_settling
    AND CASE p_limit WHEN 'open' THEN expires_at > v_decision.at WHEN 'over' THEN expires_at <= v_decision.at ELSE true END;
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO decisions (action_id, workspace_id, outcome, by_type, by_id, by_name, reason_code, reason_text, at)
  VALUES (v_decision.action_id, v_decision.workspace_id, v_decision.outcome, v_decision.by_type, v_decision.by_id, v_decision.by_name, v_decision.reason_code, v_decision.reason_text, v_decision.at);
  IF p_permit IS NOT NULL THEN
    INSERT INTO permits (action_id, workspace_id, digest, epoch, issued_at, expires_at)
    SELECT action_id, workspace_id, digest, epoch, issued_at, expires_at FROM json_populate_record(NULL::permits, p_permit);
  END IF;
  PERFORM audit_stage(('[' || p_leaf::text || ']')::json, p_private);
  RETURN true;
END $$;

-- prisma/sql/functions/epoch_lock_key.sql sha256:b566f0f05faaffaea86b219a861e8ccb5e3ce83614f84f4515f1386461e6e663
-- What a control change takes exclusively, and whatever is committed by the controls shares.
--
-- A single SQL statement takes its snapshot before it waits for a lock, and would read the old epoch. The functions that commit are
-- VOLATILE plpgsql: every statement in them sees what is committed when it runs. So they lock first and read the epoch after.
CREATE OR REPLACE FUNCTION epoch_lock_key(p_workspace text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT hashtextextended(p_workspace, 20260101) $$;

-- prisma/sql/functions/gate_refusal.sql sha256:f6302cf3e68406ebe1424c6b20023e99717535a54de6a445548bbf125eb8ff4a
-- Why a judgement cannot be committed as it is, or null: the workspace is no longer at the epoch it was judged at, the caller's key is
-- not good any more, or a run is not as it was judged. `p_runs` are the runs that the actions name, each with the stop it was judged
-- under (null: none): [{"run": …, "stop": …}]. A run's stop moves no epoch, since nobody else's judgement depends on it.
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
    WHERE workspace_id = p_workspace AND scope_type = 'run' AND rearmed_at IS NULL AND scope_id = ANY (v_run.ancestor_ids || v_run.id)
    ORDER BY epoch, id LIMIT 1;
    IF v_stop.id IS DISTINCT FROM v_named.stop THEN
      v_stops := v_stops || jsonb_build_object('run', v_named.run, 'stop', CASE WHEN v_stop.id IS NOT NULL THEN
        jsonb_build_object('id', v_stop.id, 'scopeType', 'run', 'scopeId', v_stop.scope_id, 'scopeKeys', '[]'::jsonb, 'reason', v_stop.reason, 'pulledByName', v_stop.pulled_by_name) END);
    END IF;
  END LOOP;
  IF v_inactive <> '{}' OR v_stops <> '[]' THEN
    RETURN jsonb_build_object('outcome', 'stale_runs', 'inactive', to_jsonb(v_inactive), 'stops', v_stops);
  END IF;
  RETURN NULL;
END $$;

-- prisma/sql/functions/keep_action_type_version.sql sha256:5f98206787e2b8e4781f3c98c74b46e8437a65c3745eb322cb01c8ffd6298f55
-- Each version of an entry is kept as it was, whoever writes it: an action is shown under the names that it was asked under. What does
-- not make a version (the description) is kept as it is last.
CREATE OR REPLACE FUNCTION keep_action_type_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO action_type_versions (action_type_id, version, workspace_id, title, description, parameters_schema, zone, destructive, reversible,
    expected_cost_amount, expected_cost_currency, decide_within_seconds, sentence, since)
  VALUES (NEW.id, NEW.version, NEW.workspace_id, NEW.title, NEW.description, NEW.parameters_schema, NEW.zone, NEW.destructive, NEW.reversible,
    NEW.expected_cost_amount, NEW.expected_cost_currency, NEW.decide_within_seconds, NEW.sentence, NEW.updated_at)
  ON CONFLICT (action_type_id, version) DO UPDATE SET description = EXCLUDED.description;
  RETURN NULL;
END $$;

-- prisma/sql/functions/outcome_weight.sql sha256:94004f6d60139fe60482c79338617598ac5d48cdecd56efc0a53e74226b08471
-- As an action's (action_weight).
CREATE OR REPLACE FUNCTION outcome_weight() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.weight := octet_length(concat(NEW.result, NEW.usage, NEW.error));
  RETURN NEW;
END $$;

-- prisma/sql/functions/run_line.sql sha256:3c983a06246e432e1afa5e113ab676f3106319ac91883c1013788a62eb04d917
-- A run with everything above it.
CREATE OR REPLACE FUNCTION run_line(p_run text) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT ancestor_ids || id FROM runs WHERE id = p_run), ARRAY[p_run])
$$;

-- prisma/sql/functions/run_reaches.sql sha256:97fc567d870ff0bc7bab301890265c9d461a67eb4f5779e41a9d62443881a96b
-- Does the token of the run p_token reach what belongs to the run p_run: its own and those under it? A key (no p_token) reaches all.
CREATE OR REPLACE FUNCTION run_reaches(p_token text, p_run text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT p_token IS NULL OR (p_run IS NOT NULL AND p_token = ANY (run_line(p_run)))
$$;

-- prisma/sql/functions/shared_epoch.sql sha256:db4277bc0323587ceec4874641d3756eda56335427a8d7c45db4b3fbf3807cd1
-- The epoch of a workspace, which stays as it is until this transaction ends: the lock first, then the epoch in a later statement, as
-- one statement would read what was true before it waited.
CREATE OR REPLACE FUNCTION shared_epoch(p_workspace text) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(epoch_lock_key(p_workspace));
  RETURN (SELECT epoch FROM workspaces WHERE id = p_workspace);
END $$;

-- prisma/sql/functions/stop_covers.sql sha256:4816bc809d7e490c4b00ba0c05e28f8890b00d1dfafeecb2b96c8f2efcd5cd58
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

-- prisma/sql/functions/stop_in_scope.sql sha256:6bdb3d85a0b131479010800942ac7ff081f78adadbd0821a13ed753b4fb322ec
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

-- prisma/sql/functions/permit_consume.sql sha256:fe77c297e52c2bd3c1eee8ddba9008b1673b52d7f2a385bc1934295e505e4264
-- Uses up a permit: once, for the decided digest, by a key or token that is good now and reaches the action, in a run that is not over,
-- unless it was withdrawn, or a stop or the agent's status forbids it now.
-- Returns {outcome: started | caller_refused | not_found | not_approved | digest_mismatch | permit_consumed | permit_withdrawn | run_over |
-- permit_expired | stopped, …}.
CREATE OR REPLACE FUNCTION permit_consume(
  p_workspace text, p_agent text, p_key text, p_run text, p_action text, p_digest text, p_at timestamptz, p_leaf json
)
RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_refusal text;
  v_action actions%ROWTYPE;
  v_permit permits%ROWTYPE;
  v_stop text;
  v_agent_status text;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(epoch_lock_key(p_workspace));
  v_refusal := caller_refusal(p_key, p_run);
  IF v_refusal IS NOT NULL THEN RETURN jsonb_build_object('outcome', 'caller_refused', 'code', v_refusal); END IF;
  SELECT * INTO v_action FROM actions
  WHERE id = p_action AND workspace_id = p_workspace AND agent_id = p_agent AND run_reaches(p_run, run_id) FOR UPDATE;
  IF NOT FOUND THEN RETURN jsonb_build_object('outcome', 'not_found'); END IF;
  IF v_action.status <> 'approved' THEN
    RETURN jsonb_build_object('outcome', 'not_approved', 'status', v_action.status);
  END IF;
  SELECT * INTO v_permit FROM permits WHERE action_id = p_action;
  IF NOT FOUND THEN RETURN jsonb_build_object('outcome', 'not_approved', 'status', v_action.status); END IF;
  IF v_permit.digest <> p_digest THEN RETURN jsonb_build_object('outcome', 'digest_mismatch'); END IF;
  IF v_permit.consumed_at IS NOT NULL THEN
    RETURN jsonb_build_object('outcome', 'permit_consumed', 'at', v_permit.consumed_at);
  END IF;
  IF v_permit.withdrawn_at IS NOT NULL THEN
    RETURN jsonb_build_object('outcome', 'permit_withdrawn', 'because', v_permit.withdrawn_because);
  END IF;
  IF v_action.run_id IS NOT NULL THEN
    PERFORM 1 FROM runs WHERE id = v_action.run_id AND ended_at IS NULL AND expires_at > clock_timestamp() FOR SHARE;
    IF NOT FOUND THEN RETURN jsonb_build_object('outcome', 'run_over'); END IF;
  END IF;
  v_stop := stop_in_scope(p_workspace, p_agent, v_action.run_id, v_action.name_keys, v_permit.epoch);
  IF v_stop IS NOT NULL THEN RETURN jsonb_build_object('outcome', 'stopped', 'stop', v_stop); END IF;
  SELECT status INTO v_agent_status FROM agents WHERE id = p_agent;
  IF v_agent_status IS DISTINCT FROM 'active' THEN
    RETURN jsonb_build_object('outcome', 'stopped', 'stop', NULL, 'status', v_agent_status);
  END IF;
  IF v_permit.expires_at <= p_at THEN RETURN jsonb_build_object('outcome', 'permit_expired'); END IF;

  UPDATE permits SET consumed_at = p_at WHERE action_id = p_action;
  UPDATE actions SET execution_status = 'started' WHERE id = p_action;
  PERFORM audit_stage(('[' || p_leaf::text || ']')::json);
  RETURN jsonb_build_object('outcome', 'started', 'parameters', coalesce(v_action.final_parameters, v_action.parameters)::text);
END $$;

-- prisma/sql/functions/waiting_refusal.sql sha256:a847f580e6127bdfcd0ca2d5990ce808347256c97059e2e5e29c8884780e3a4e
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

-- prisma/sql/functions/gate_commit.sql sha256:cccc9700c74daa65fd4b802bcd0f40f46dda86d035200fcd7c65c5f5ce180357
-- Commits judged actions, only if everything they were judged by still stands (gate_refusal) and the queue has room for those that
-- are held, `p_held` of them (waiting_refusal).
-- Returns {outcome: committed | replay | key_reused | stale_epoch | caller_refused | stale_runs | no_room, …}.
-- Rows come as json, not jsonb: they are read once, into columns. `p_key` and `p_run` are the caller's, `p_leaves` the audit log's
-- entries (audit_stage).
CREATE OR REPLACE FUNCTION gate_commit(
  p_workspace text, p_agent text, p_key text, p_run text, p_epoch bigint, p_runs json, p_held int, p_actions json, p_decisions json, p_permits json,
  p_leaves json, p_idempotency jsonb
) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_epoch bigint;
  v_row idempotency_keys%ROWTYPE;
  v_refusal jsonb;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(epoch_lock_key(p_workspace));
  SELECT epoch INTO v_epoch FROM workspaces WHERE id = p_workspace;

  IF p_idempotency IS NOT NULL THEN
    INSERT INTO idempotency_keys (workspace_id, caller_id, key, request_hash, status, body, created_at)
    VALUES (p_workspace, p_idempotency->>'caller', p_idempotency->>'key', decode(p_idempotency->>'hash', 'hex'),
            (p_idempotency->>'status')::int, p_idempotency->>'body', clock_timestamp())
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
      SELECT * INTO v_row FROM idempotency_keys
      WHERE workspace_id = p_workspace AND caller_id = p_idempotency->>'caller' AND key = p_idempotency->>'key';
      IF v_row.request_hash <> decode(p_idempotency->>'hash', 'hex') THEN
        RETURN jsonb_build_object('outcome', 'key_reused');
      END IF;
      RETURN jsonb_build_object('outcome', 'replay', 'status', v_row.status, 'body', v_row.body, 'epoch', v_epoch);
    END IF;
  END IF;

  v_refusal := coalesce(gate_refusal(p_workspace, p_agent, p_key, p_run, p_epoch, v_epoch, p_runs), waiting_refusal(p_workspace, p_agent, p_held));
  IF v_refusal IS NOT NULL THEN
    DELETE FROM idempotency_keys
    WHERE p_idempotency IS NOT NULL AND workspace_id = p_workspace AND caller_id = p_idempotency->>'caller' AND key = p_idempotency->>'key';
    RETURN v_refusal;
  END IF;

  INSERT INTO actions (id, workspace_id, agent_id, agent_name, kind, key_id, run_id, step_id, tool_call_id, trace_id, span_id,
    action, type_version, resource_type, resource_id, name_keys, parameters, sentence, confidence, reasoning, on_behalf_of, on_behalf_names,
    cost_amount, cost_currency, effects, jurisdiction, metadata, zone, zone_rank, status, effect, verdict, epoch, digest, final_parameters,
    final_digest, review_probability, review_drawn, expires_at, created_at, decided_at, agent_created_by_id, key_created_by_id, owner_team_id, deadline_at)
  SELECT id, workspace_id, agent_id, agent_name, kind, key_id, run_id, step_id, tool_call_id, trace_id, span_id,
    action, type_version, resource_type, resource_id, name_keys, parameters, sentence, confidence, reasoning, on_behalf_of, on_behalf_names,
    cost_amount, cost_currency, effects, jurisdiction, metadata, zone, zone_rank, status, effect, verdict, epoch, digest, final_parameters,
    final_digest, review_probability, review_drawn, expires_at, created_at, decided_at, agent_created_by_id, key_created_by_id, owner_team_id, deadline_at
  FROM json_populate_recordset(NULL::actions, p_actions);
  INSERT INTO decisions (action_id, workspace_id, outcome, by_type, by_id, by_name, reason_code, reason_text, at)
  SELECT action_id, workspace_id, outcome, by_type, by_id, by_name, reason_code, reason_text, at
  FROM json_populate_recordset(NULL::decisions, p_decisions);
  INSERT INTO permits (action_id, workspace_id, digest, epoch, issued_at, expires_at)
  SELECT action_id, workspace_id, digest, epoch, issued_at, expires_at
  FROM json_populate_recordset(NULL::permits, p_permits);
  PERFORM audit_stage(p_leaves);
  RETURN jsonb_build_object('outcome', 'committed', 'epoch', v_epoch);
END $$;

-- prisma/sql/tables/action_types.sql sha256:af51a9eaf3e2d32951c476ef53183fe6d1358aaa77419917cb2f6c93e98f1e44
CREATE OR REPLACE TRIGGER action_types_versions AFTER INSERT OR UPDATE ON action_types FOR EACH ROW EXECUTE FUNCTION keep_action_type_version();

-- prisma/sql/tables/actions.sql sha256:72b28eb07250a444014b2c28bf4a8c9a1fb37728014a7db520fb30bc6177d71f
-- The list of all actions by cost or confidence: those without one are not here, and come after these by the time they were asked.
CREATE INDEX IF NOT EXISTS actions_cost_idx ON actions (workspace_id, cost_amount, created_at, id) WHERE cost_amount IS NOT NULL;
CREATE INDEX IF NOT EXISTS actions_confidence_idx ON actions (workspace_id, confidence, created_at, id) WHERE confidence IS NOT NULL;
-- What went wrong, the newest first: few among many.
CREATE INDEX IF NOT EXISTS actions_failed_idx ON actions (workspace_id, created_at DESC, id DESC) WHERE execution_status IN ('failed', 'partial', 'lost');
-- Pending actions in the order in which people should decide: red first, then what expires, then what costs most.
CREATE INDEX IF NOT EXISTS actions_queue_order_idx ON actions (workspace_id, zone_rank, expires_at, (-coalesce(cost_amount, 0)), id) WHERE status = 'pending';
CREATE INDEX IF NOT EXISTS actions_due_idx ON actions (expires_at) WHERE status = 'pending';
CREATE INDEX IF NOT EXISTS actions_settling_idx ON actions (settles_at) WHERE status = 'pending' AND settles_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS actions_running_idx ON actions (workspace_id, decided_at) WHERE execution_status = 'started';
-- What waits in a run that is over.
CREATE INDEX IF NOT EXISTS actions_pending_run_idx ON actions (run_id) WHERE status = 'pending' AND run_id IS NOT NULL;
-- How much one agent has waiting for people: counted in the commit (waiting_refusal).
CREATE INDEX IF NOT EXISTS actions_waiting_idx ON actions (agent_id) WHERE status = 'pending';
CREATE OR REPLACE TRIGGER actions_weight BEFORE INSERT OR UPDATE OF parameters, final_parameters, reasoning, effects, metadata, verdict ON actions
  FOR EACH ROW EXECUTE FUNCTION action_weight();

-- prisma/sql/tables/agents.sql sha256:a080d543a7e721ea1baa574d697d308d1a03382a77003f070342ea865e5a6ec4
-- Read page by page by name, and looked for by who stands above.
CREATE INDEX IF NOT EXISTS agents_name_order_idx ON agents (workspace_id, lower(name), id);
CREATE INDEX IF NOT EXISTS agents_under_idx ON agents USING gin (ancestor_ids) WHERE ancestor_ids <> '{}';

-- prisma/sql/tables/alarms.sql sha256:db43c794abfca52f35bcb92fe89169e2ab8415205e9890b1b54dc9324c55bc39
-- The alarms that stand on every screen, the gravest first: few, and read with each.
CREATE INDEX IF NOT EXISTS alarms_standing_idx ON alarms (workspace_id, gravity, raised_at DESC, id DESC) WHERE acknowledged_at IS NULL;

-- prisma/sql/tables/audit_checkpoints.sql sha256:84c4d668784394a9780e9b4cec1adb82177e5b0d83ba07eab59dbb52d42d2412
CREATE OR REPLACE TRIGGER audit_checkpoints_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_checkpoints
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

-- prisma/sql/tables/audit_entries.sql sha256:d09f22b199094683ed5bdce75416b38adbe6c79a85f667a259c7a206ecfcfd58
CREATE OR REPLACE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

-- prisma/sql/tables/audit_nodes.sql sha256:6f05fc45c3e7d1a2a2602785dc6b19fd87f411f741fdd012e96b6c3faa2b984c
CREATE OR REPLACE TRIGGER audit_nodes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_nodes
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

-- prisma/sql/tables/audit_staged.sql sha256:335404ec507b04299e97e9ecdb99af6b4aac3ce0cd7f6d8ac55f7cbb8e176258
-- A queue of short-lived rows: vacuum often, or every read would walk over what is long gone.
ALTER TABLE audit_staged SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);

-- prisma/sql/tables/decisions.sql sha256:5dc8de6b70191eb3297f5432429775f4872d7d6f1384373ce8368d7a88e83228
-- What a person decided. The gate's own decisions are many more, and are not here.
CREATE INDEX IF NOT EXISTS decisions_person_idx ON decisions (workspace_id, by_id, at DESC) WHERE by_type = 'person';

-- prisma/sql/tables/outcomes.sql sha256:e35980240aac2c391aeae4966d7c13ec4a2e82c11558d828a54161e6f1e1458f
CREATE OR REPLACE TRIGGER outcomes_weight BEFORE INSERT OR UPDATE ON outcomes FOR EACH ROW EXECUTE FUNCTION outcome_weight();

-- prisma/sql/tables/permits.sql sha256:7b4f5b9ebf6c5bccabd1f694d4a9ce5064f1b5a770aca11096fa499892b105da
-- Permits that can still be used: what a stricter catalog or a retired agent takes back.
CREATE INDEX IF NOT EXISTS permits_live_idx ON permits (workspace_id, expires_at) WHERE consumed_at IS NULL;

-- prisma/sql/tables/runs.sql sha256:9c4558c9ee690606f0b361c3faa322bc4c900c8f4febe43a57d9de00b19675b8
-- Lists that are read page by page, in the orders that would otherwise have to put all of their rows in order for each page.
CREATE INDEX IF NOT EXISTS runs_ended_idx ON runs (workspace_id, ended_at, id) WHERE ended_at IS NOT NULL;
-- Those that no agent has ended come after them.
CREATE INDEX IF NOT EXISTS runs_open_idx ON runs (workspace_id, id) WHERE ended_at IS NULL;
CREATE INDEX IF NOT EXISTS runs_task_idx ON runs (workspace_id, left(lower(task), 100), id);
-- Runs under a run: few.
CREATE INDEX IF NOT EXISTS runs_under_idx ON runs USING gin (ancestor_ids) WHERE ancestor_ids <> '{}';
-- Runs that are over, or will be, whose waiting actions and stops have not been cleared away yet.
CREATE INDEX IF NOT EXISTS runs_uncleared_idx ON runs (coalesce(ended_at, expires_at)) WHERE cleared_at IS NULL;

-- prisma/sql/tables/saved_views.sql sha256:b66de79ddcc604f339d870d6967ead11facf619d74812e4bf82a3fa18793b0d1
-- A name is taken by a view that is kept, not by one that was deleted. The list of a person's views is read by the same index.
CREATE UNIQUE INDEX IF NOT EXISTS saved_views_page_name_idx ON saved_views (workspace_id, person_id, page, name) WHERE deleted_at IS NULL;

-- prisma/sql/tables/stops.sql sha256:d92812af36098220486668ceb66e48daf5be8d0292f21fc6076e143078e9562c
-- The stops of runs: few, and looked for in every commit that names a run.
CREATE INDEX IF NOT EXISTS stops_of_runs_idx ON stops (workspace_id, scope_id) WHERE scope_type = 'run' AND rearmed_at IS NULL;
-- One scope is stopped once.
CREATE UNIQUE INDEX IF NOT EXISTS stops_active_scope_idx ON stops (workspace_id, scope_type, coalesce(scope_id, '')) WHERE rearmed_at IS NULL;
