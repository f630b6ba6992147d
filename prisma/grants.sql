-- What the roles may do, run by the owner after every migration, whole, in one transaction. {{application}} and {{sequencer}} are the
-- roles' names, {{database}} this database's; {{tables}} and {{sequences}} are all that the owner has. Nobody but the owner may create, alter, drop or truncate anything, or
-- add or switch off a trigger: those are rights of owners, and are granted to nobody here.

REVOKE TEMPORARY ON DATABASE {{database}} FROM PUBLIC;
GRANT CONNECT ON DATABASE {{database}} TO {{application}}, {{sequencer}};
GRANT USAGE ON SCHEMA public, graphile_worker TO {{application}};
GRANT USAGE ON SCHEMA public TO {{sequencer}};
REVOKE ALL ON {{tables}} FROM PUBLIC, {{application}}, {{sequencer}};
REVOKE ALL ON SEQUENCE {{sequences}} FROM PUBLIC, {{application}}, {{sequencer}};

-- The application: rows of all tables, but for the following.
GRANT SELECT, INSERT, UPDATE, DELETE ON {{tables}} TO {{application}};
GRANT USAGE, SELECT ON SEQUENCE {{sequences}} TO {{application}};
-- The job queue's tables show their rows to their owner only, until a policy says otherwise: grants decide there as everywhere.
DO $$
DECLARE v_table regclass;
BEGIN
  FOR v_table IN SELECT c.oid FROM pg_class c WHERE relnamespace = 'graphile_worker'::regnamespace AND relrowsecurity
    AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'as_granted')
  LOOP EXECUTE format('CREATE POLICY as_granted ON %s USING (true)', v_table); END LOOP;
END $$;
-- Which migrations ran is read before a start.
REVOKE INSERT, UPDATE, DELETE ON _prisma_migrations, graphile_worker.migrations FROM {{application}};
-- The log is the sequencer's. The application adds to its queue, and takes nothing back.
REVOKE INSERT, UPDATE, DELETE ON audit_entries, audit_nodes, audit_heads, audit_checkpoints FROM {{application}};
REVOKE UPDATE, DELETE ON audit_staged FROM {{application}};
-- What was kept outside an entry may be erased, not rewritten.
REVOKE UPDATE ON audit_private FROM {{application}};
-- What was decided and written about it stays as it was, and what was asked, voted, allowed, stopped and reported is never deleted.
REVOKE UPDATE, DELETE ON decisions, outcomes, action_messages, budget_raises FROM {{application}};
REVOKE DELETE ON actions, permits, approvals, stops, budgets, budget_reservations, alarms, runs, agents, workspaces, people, memberships FROM {{application}};
-- What a version of a control says stays as it was; only where it stands in its life changes.
REVOKE UPDATE, DELETE ON control_versions FROM {{application}};
GRANT UPDATE (version, status, reviewer_id, reviewer_name, review_reason, reviewed_at, live_at, superseded_at) ON control_versions TO {{application}};

-- The sequencer: takes what is staged into the log, and signs it.
GRANT SELECT, DELETE ON audit_staged TO {{sequencer}};
GRANT SELECT, INSERT ON audit_entries, audit_nodes, audit_checkpoints TO {{sequencer}};
GRANT SELECT, INSERT, UPDATE ON audit_heads TO {{sequencer}};
GRANT SELECT ON workspaces TO {{sequencer}};
