-- Looks at what one action has reserved when its time has come, and goes by what became of the action: what was decided against it, and
-- what nobody may use any more, is given back; what was lost while it ran is taken as spent; what still stands is looked at later. So a
-- reservation whose end was not told ends all the same. A permit is given a minute's grace: whoever used it in time may be on the way.
CREATE OR REPLACE FUNCTION budget_expire(p_action text) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_action actions%ROWTYPE;
  v_permit permits%ROWTYPE;
  v_outcome outcomes%ROWTYPE;
  v_later timestamptz;
  v_tokens numeric;
BEGIN
  SELECT * INTO v_action FROM actions WHERE id = p_action FOR UPDATE;
  SELECT * INTO v_permit FROM permits WHERE action_id = p_action;
  SELECT * INTO v_outcome FROM outcomes WHERE action_id = p_action;
  v_later := CASE
    WHEN v_action.status = 'pending' THEN greatest(v_action.expires_at, clock_timestamp() + interval '1 minute')
    WHEN v_action.status <> 'approved' OR v_permit.withdrawn_at IS NOT NULL THEN NULL
    WHEN v_permit.consumed_at IS NULL THEN CASE WHEN v_permit.expires_at + interval '1 minute' > clock_timestamp() THEN v_permit.expires_at + interval '1 minute' END
    WHEN v_action.execution_status = 'started' THEN clock_timestamp() + interval '10 minutes' END;
  IF v_later IS NOT NULL THEN
    UPDATE budget_reservations SET expires_at = v_later WHERE action_id = p_action AND state = 'reserved';
  ELSIF v_outcome.action_id IS NOT NULL THEN
    -- As tokensOf (lib/actions/tokens.rules.ts).
    IF json_typeof(v_outcome.usage->'totalTokens') = 'number' THEN v_tokens := (v_outcome.usage->>'totalTokens')::numeric; END IF;
    IF v_tokens < 0 OR v_tokens > 1000000000000 OR v_tokens <> trunc(v_tokens) THEN v_tokens := NULL; END IF;
    PERFORM budget_settle(ARRAY[p_action], 'spent', v_outcome.cost_amount, v_outcome.cost_currency, v_tokens);
  ELSE
    PERFORM budget_settle(ARRAY[p_action], CASE v_action.execution_status WHEN 'lost' THEN 'assumed' ELSE 'released' END);
  END IF;
END $$;
