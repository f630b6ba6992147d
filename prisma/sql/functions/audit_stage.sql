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
