-- What a control change takes exclusively, and whatever is committed by the controls shares.
--
-- A single SQL statement takes its snapshot before it waits for a lock, and would read the old epoch. The functions that commit are
-- VOLATILE plpgsql: every statement in them sees what is committed when it runs. So they lock first and read the epoch after.
CREATE OR REPLACE FUNCTION epoch_lock_key(p_workspace text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT hashtextextended(p_workspace, 20260101) $$;
