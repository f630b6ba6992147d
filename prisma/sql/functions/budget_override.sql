-- What a person approves takes its part of every budget that has reserved nothing for it, whatever is left: `p_debits` as of budget_lock.
CREATE OR REPLACE FUNCTION budget_override(p_workspace text, p_debits json) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM budget_lock(p_workspace, p_debits);
  PERFORM budget_reserve(p_workspace, p_debits, true);
END $$;
