-- What is still reserved, in the order in which the sweep looks at it.
CREATE INDEX IF NOT EXISTS budget_reservations_due_idx ON budget_reservations (expires_at) WHERE state = 'reserved';
