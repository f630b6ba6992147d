-- The audit log only grows. What is refused here is also found by anyone who verifies: this merely keeps honest hands from slipping.

CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE OR REPLACE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE OR REPLACE TRIGGER audit_nodes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_nodes
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE OR REPLACE TRIGGER audit_checkpoints_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_checkpoints
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

-- A queue of short-lived rows: vacuum often, or every read would walk over what is long gone.
ALTER TABLE audit_staged SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);

-- Stages entries: an array of leaves. json keeps the text of each element as it was sent, so its UTF-8 bytes are what is hashed, and
-- the columns are read from it: they cannot say anything else. `p_private` are rows of audit_private, where entries have texts outside.
CREATE OR REPLACE FUNCTION audit_stage(p_leaves json, p_private json DEFAULT '[]') RETURNS void LANGUAGE sql VOLATILE AS $$
  INSERT INTO audit_staged (workspace_id, entry_id, at, event, actor_type, actor_id, subject_type, subject_id, leaf)
  SELECT e.workspace, e.id, e.at, e.event, e.actor->>'type', e.actor->>'id', e.subject->>'type', e.subject->>'id', convert_to(leaf::text, 'UTF8')
  FROM json_array_elements(p_leaves) AS l (leaf),
    json_to_record(leaf) AS e (id text, workspace text, at timestamptz, event text, actor json, subject json);
  INSERT INTO audit_private SELECT * FROM json_populate_recordset(NULL::audit_private, p_private)
$$;

-- A log that cannot be continued: SQLSTATE SB001, with the workspace as the detail. The whole batch is undone.
CREATE OR REPLACE FUNCTION audit_damaged(p_workspace text, p_level int, p_index bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The log lacks node %/%, of entries it has taken in', p_level, p_index USING ERRCODE = 'SB001', DETAIL = p_workspace;
END $$;

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

-- In which order events are told: what stops something first, questions last, as nobody waits for them.
CREATE OR REPLACE FUNCTION audit_urgency(p_event text) RETURNS int LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN p_event LIKE 'stop.%' OR p_event LIKE 'agent.%' OR p_event LIKE 'key.%' THEN 0 WHEN p_event = 'action.requested' THEN 2 ELSE 1 END
$$;

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
