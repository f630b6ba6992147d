-- Gives one budget the window that is current by another wall clock, from `p_from` to `p_until`: what was reserved in it counts there, and
-- no longer in a window that ran into it. So nobody gets a fresh budget by changing the clock. Under the workspace's exclusive lock.
CREATE OR REPLACE FUNCTION budget_rezone(p_workspace text, p_budget text, p_from timestamptz, p_until timestamptz) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  INSERT INTO budget_windows (budget_id, starts_at, ends_at, workspace_id) VALUES (p_budget, p_from, p_until, p_workspace)
  ON CONFLICT (budget_id, starts_at) DO UPDATE SET ends_at = p_until;
  UPDATE budget_reservations SET starts_at = p_from WHERE budget_id = p_budget AND at >= p_from AND starts_at <> p_from;
  DELETE FROM budget_windows WHERE budget_id = p_budget AND starts_at > p_from;
  UPDATE budget_windows SET ends_at = p_from WHERE budget_id = p_budget AND starts_at < p_from AND ends_at > p_from;
  UPDATE budget_windows w SET
    spent = coalesce((SELECT sum(r.spent) FROM budget_reservations r WHERE r.budget_id = w.budget_id AND r.starts_at = w.starts_at), 0),
    reserved = coalesce((SELECT sum(r.amount) FROM budget_reservations r WHERE r.budget_id = w.budget_id AND r.starts_at = w.starts_at AND r.state = 'reserved'), 0)
  WHERE w.budget_id = p_budget AND (w.starts_at = p_from OR w.ends_at = p_from);
END $$;
