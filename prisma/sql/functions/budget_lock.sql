-- Makes the windows that `p_debits` name where they are missing, and locks them: always in this one order, after every other lock, so
-- that nobody waits for another in a circle. What a window says is read after this.
-- `p_debits`: [{action, budget, from, until, at, limit, amount, expires}], the amounts as texts.
CREATE OR REPLACE FUNCTION budget_lock(p_workspace text, p_debits json) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  INSERT INTO budget_windows (budget_id, starts_at, ends_at, workspace_id)
  SELECT DISTINCT d.budget, d."from", d.until, p_workspace
  FROM json_to_recordset(p_debits) AS d (budget text, "from" timestamptz, until timestamptz)
  WHERE NOT EXISTS (SELECT FROM budget_windows w WHERE w.budget_id = d.budget AND w.starts_at = d."from")
  ORDER BY d.budget, d."from"
  ON CONFLICT DO NOTHING;
  PERFORM 1 FROM budget_windows w
  WHERE (w.budget_id, w.starts_at) IN (SELECT d.budget, d."from" FROM json_to_recordset(p_debits) AS d (budget text, "from" timestamptz))
  ORDER BY w.budget_id, w.starts_at FOR UPDATE;
END $$;
