-- As an action's (action_weight).
CREATE OR REPLACE FUNCTION outcome_weight() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.weight := octet_length(concat(NEW.result, NEW.usage, NEW.error));
  RETURN NEW;
END $$;
