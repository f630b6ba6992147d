-- Reserves all of `p_debits` (budget_lock), or nothing where one of their windows has too little left: {outcome: no_budget, windows:
-- [{budget, from, spent, reserved}]} then says what each of them has. Spent and reserved together never pass the limit by this; they may
-- reach it.
CREATE OR REPLACE FUNCTION budget_debit(p_workspace text, p_debits json) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_windows jsonb;
  v_over boolean;
BEGIN
  PERFORM budget_lock(p_workspace, p_debits);
  SELECT bool_or(w.spent + w.reserved + asked.amount > asked."limit"),
    jsonb_agg(jsonb_build_object('budget', asked.budget, 'from', asked."from", 'spent', w.spent::text, 'reserved', w.reserved::text))
  INTO v_over, v_windows
  FROM (
    SELECT d.budget, d."from", min(d."limit") AS "limit", sum(d.amount) AS amount
    FROM json_to_recordset(p_debits) AS d (budget text, "from" text, "limit" numeric, amount numeric) GROUP BY d.budget, d."from"
  ) AS asked
  JOIN budget_windows w ON w.budget_id = asked.budget AND w.starts_at = asked."from"::timestamptz;
  IF v_over THEN RETURN jsonb_build_object('outcome', 'no_budget', 'windows', v_windows); END IF;
  PERFORM budget_reserve(p_workspace, p_debits, false);
  RETURN NULL;
END $$;
