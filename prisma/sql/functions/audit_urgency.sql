-- In which order events are told: what stops something first, questions last, as nobody waits for them.
CREATE OR REPLACE FUNCTION audit_urgency(p_event text) RETURNS int LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN p_event LIKE 'stop.%' OR p_event LIKE 'agent.%' OR p_event LIKE 'key.%' THEN 0 WHEN p_event = 'action.requested' THEN 2 ELSE 1 END
$$;
