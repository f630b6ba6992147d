import type pg from "pg";

/** What an account could do to the audit log; see prisma/grants.sql for what the application's role may. */
export interface AccountRights {
  /** Reads files of the server, and whatever else PostgreSQL can do. */
  isSuperuser: boolean;
  /** Changes tables, and switches off what guards them. */
  ownsTables: boolean;
  /** Changes or removes entries of the audit log as far as nothing but a grant forbids it. */
  mayRewriteLog: boolean;
}

/** Asks the database what the account of this connection may do. */
export async function accountRights(db: Pick<pg.Client, "query">): Promise<AccountRights> {
  const { rows } = await db.query<AccountRights>(`
    SELECT rolsuper AS "isSuperuser", pg_has_role(c.relowner, 'USAGE') AS "ownsTables",
      has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE') AS "mayRewriteLog"
    FROM pg_roles, pg_class c WHERE rolname = current_user AND c.oid = 'audit_entries'::regclass`);
  if (!rows[0]) throw new Error("The account of this connection is unknown to its database.");
  return rows[0];
}

/** A sentence for whoever runs the installation, where the server's account may do more than it needs; else undefined. */
export function excessiveRights({ isSuperuser, ownsTables, mayRewriteLog }: AccountRights): string | undefined {
  const does = isSuperuser
    ? "is PostgreSQL's superuser: SQL alone could read files and rewrite the audit log"
    : ownsTables || mayRewriteLog
      ? "could change tables and rewrite the audit log"
      : undefined;
  return (
    does &&
    `The account in DATABASE_URL ${does}. Run \`npm run db:roles\` once, and set what it prints (docs/guides/operations.md).`
  );
}
