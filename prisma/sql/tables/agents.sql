-- Read page by page by name, and looked for by who stands above.
CREATE INDEX IF NOT EXISTS agents_name_order_idx ON agents (workspace_id, lower(name), id);
CREATE INDEX IF NOT EXISTS agents_under_idx ON agents USING gin (ancestor_ids) WHERE ancestor_ids <> '{}';
