import type pg from "pg";

/** Everything of ours in the database that somebody else owns, as the statements that give it to `$1`. Members of an extension are the extension's. */
const strangersThings = `
  WITH ours AS (SELECT oid, nspname FROM pg_namespace WHERE nspname IN ('public', 'graphile_worker')),
  new_owner AS (SELECT oid FROM pg_roles WHERE rolname = $1)
  SELECT format('ALTER SCHEMA %I OWNER TO %I', nspname, $1::text) AS statement FROM pg_namespace
  WHERE nspname IN ('public', 'graphile_worker') AND nspowner <> (SELECT oid FROM new_owner) AND pg_get_userbyid(nspowner) <> 'pg_database_owner'
  UNION ALL
  SELECT format('ALTER %s %I.%I OWNER TO %I', CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, nspname, relname, $1::text)
  FROM pg_class c JOIN ours ON ours.oid = relnamespace
  WHERE relkind IN ('r', 'p', 'v', 'm', 'S') AND relowner <> (SELECT oid FROM new_owner)
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('e', 'a', 'i'))
  UNION ALL
  SELECT format('ALTER ROUTINE %s OWNER TO %I', p.oid::regprocedure, $1::text)
  FROM pg_proc p JOIN ours ON ours.oid = pronamespace
  WHERE proowner <> (SELECT oid FROM new_owner) AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
  UNION ALL
  SELECT format('ALTER TYPE %s OWNER TO %I', format_type(t.oid, NULL), $1::text)
  FROM pg_type t JOIN ours ON ours.oid = typnamespace LEFT JOIN pg_class c ON c.oid = typrelid
  WHERE typowner <> (SELECT oid FROM new_owner) AND typelem = 0 AND (typtype IN ('d', 'e', 'r') OR c.relkind = 'c')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')`;

/**
 * Gives the database and all that is in it to its owner's role: what an earlier version, a restored backup or a migration by another
 * account left with somebody else. `client` must be in a transaction.
 *
 * @throws when its account may not give away what is there
 */
export async function takeOver(client: pg.Client, owner: string): Promise<void> {
  const { rows } = await client.query<{ name: string; isOurs: boolean; mustJoin: boolean }>(
    `SELECT datname AS name, pg_get_userbyid(datdba) = $1 AS "isOurs", NOT pg_has_role(current_user, $1, 'USAGE') AS "mustJoin"
     FROM pg_database WHERE datname = current_database()`,
    [owner],
  );
  // Who is not a superuser gives things only to a role whose member it is.
  if (rows[0]?.mustJoin) await client.query(`GRANT ${client.escapeIdentifier(owner)} TO CURRENT_USER`);
  if (!rows[0]?.isOurs)
    await client.query(
      `ALTER DATABASE ${client.escapeIdentifier(rows[0]?.name ?? "")} OWNER TO ${client.escapeIdentifier(owner)}`,
    );
  // One after the other: a table's sequences go with it, and are then no longer somebody else's.
  const { rows: things } = await client.query<{ statement: string }>(strangersThings, [owner]);
  for (const { statement } of things) await client.query(statement);
}
