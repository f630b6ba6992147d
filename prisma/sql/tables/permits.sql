-- Permits that can still be used: what a stricter catalog or a retired agent takes back.
CREATE INDEX IF NOT EXISTS permits_live_idx ON permits (workspace_id, expires_at) WHERE consumed_at IS NULL;
