-- Writes the reservations of `p_debits` (budget_lock, which comes before this) and counts them in their windows. One that there is
-- already stays as it is, and counts once.
CREATE OR REPLACE FUNCTION budget_reserve(p_workspace text, p_debits json, p_overridden boolean) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  WITH reserved AS (
    INSERT INTO budget_reservations (action_id, budget_id, workspace_id, starts_at, at, amount, overridden, expires_at)
    SELECT d.action, d.budget, p_workspace, d."from", d.at, d.amount, p_overridden, d.expires
    FROM json_to_recordset(p_debits) AS d (action text, budget text, "from" timestamptz, at timestamptz, amount numeric, expires timestamptz)
    ON CONFLICT DO NOTHING
    RETURNING budget_id, starts_at, amount
  )
  UPDATE budget_windows w SET reserved = w.reserved + r.amount
  FROM (SELECT budget_id, starts_at, sum(amount) AS amount FROM reserved GROUP BY budget_id, starts_at) AS r
  WHERE w.budget_id = r.budget_id AND w.starts_at = r.starts_at;
END $$;
