-- Why the key, or the token of a run, by which this is done is no longer good; null where it is. To be asked under the epoch's lock:
-- revoking a key takes the exclusive one. A run's end locks its row.
CREATE OR REPLACE FUNCTION caller_refusal(p_key text, p_run text) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_key api_keys%ROWTYPE;
  v_run runs%ROWTYPE;
BEGIN
  SELECT * INTO v_key FROM api_keys WHERE id = p_key;
  IF NOT FOUND THEN RETURN 'invalid_key'; END IF;
  IF v_key.revoked_at IS NOT NULL THEN RETURN 'key_revoked'; END IF;
  IF v_key.expires_at <= clock_timestamp() THEN RETURN 'key_expired'; END IF;
  IF p_run IS NULL THEN RETURN NULL; END IF;
  SELECT * INTO v_run FROM runs WHERE id = p_run FOR SHARE;
  IF NOT FOUND THEN RETURN 'invalid_key'; END IF;
  IF v_run.ended_at IS NOT NULL THEN RETURN 'run_ended'; END IF;
  IF v_run.expires_at <= clock_timestamp() THEN RETURN 'run_expired'; END IF;
  RETURN NULL;
END $$;
