-- Ends what these actions have reserved: `released` gives it back; `assumed` counts it as spent, since nobody will say; `spent` counts
-- what the outcome says, and what was reserved where it says nothing in the budget's measure or currency. What was assumed may still be
-- spent, when the report comes late. Each ends once, however often this is called. Windows are locked in one order, as by budget_lock.
CREATE OR REPLACE FUNCTION budget_settle(
  p_actions text[], p_state text, p_cost numeric DEFAULT NULL, p_currency text DEFAULT NULL, p_tokens numeric DEFAULT NULL
) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM 1 FROM budget_windows w
  WHERE (w.budget_id, w.starts_at) IN (SELECT r.budget_id, r.starts_at FROM budget_reservations r WHERE r.action_id = ANY (p_actions))
  ORDER BY w.budget_id, w.starts_at FOR UPDATE;
  WITH settled AS (
    UPDATE budget_reservations r SET state = p_state, spent = CASE
      WHEN p_state = 'released' THEN 0
      WHEN p_state = 'assumed' THEN r.amount
      WHEN b.measure = 'money' AND p_currency = b.currency THEN coalesce(p_cost, r.amount)
      WHEN b.measure = 'tokens' THEN coalesce(p_tokens, r.amount)
      ELSE r.amount END
    FROM budget_reservations was JOIN budgets b ON b.id = was.budget_id
    WHERE was.action_id = ANY (p_actions) AND r.action_id = was.action_id AND r.budget_id = was.budget_id
      AND (was.state = 'reserved' OR (p_state = 'spent' AND was.state <> 'spent'))
    RETURNING r.budget_id, r.starts_at, r.spent - was.spent AS spent, CASE was.state WHEN 'reserved' THEN was.amount ELSE 0 END AS reserved
  )
  UPDATE budget_windows w SET spent = w.spent + s.spent, reserved = w.reserved - s.reserved
  FROM (SELECT budget_id, starts_at, sum(spent) AS spent, sum(reserved) AS reserved FROM settled GROUP BY budget_id, starts_at) AS s
  WHERE w.budget_id = s.budget_id AND w.starts_at = s.starts_at;
END $$;
