-- Each row knows what it weighs as it is answered, in bytes, whoever writes it: a list ends its page by that, without reading what it
-- will not show. Names, times and ids are less than what is added for them.
CREATE OR REPLACE FUNCTION action_weight() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.weight := 2048 + octet_length(concat(NEW.parameters, NEW.final_parameters, NEW.reasoning, NEW.on_behalf_of, NEW.effects, NEW.metadata, NEW.verdict, NEW.sentence));
  RETURN NEW;
END $$;
