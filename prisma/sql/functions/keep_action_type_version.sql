-- Each version of an entry is kept as it was, whoever writes it: an action is shown under the names that it was asked under. A
-- version that was kept is never written again.
CREATE OR REPLACE FUNCTION keep_action_type_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO action_type_versions (action_type_id, version, workspace_id, title, description, parameters_schema, zone, destructive, reversible,
    expected_cost_amount, expected_cost_currency, decide_within_seconds, sentence, since)
  VALUES (NEW.id, NEW.version, NEW.workspace_id, NEW.title, NEW.description, NEW.parameters_schema, NEW.zone, NEW.destructive, NEW.reversible,
    NEW.expected_cost_amount, NEW.expected_cost_currency, NEW.decide_within_seconds, NEW.sentence, NEW.updated_at)
  ON CONFLICT (action_type_id, version) DO NOTHING;
  RETURN NULL;
END $$;
