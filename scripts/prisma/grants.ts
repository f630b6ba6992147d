import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { roleKinds, roleName } from "../postgres/roles";
import { takeOver } from "../postgres/take-over";
import { repositoryRoot } from "../paths";

/** What the owner has in the two schemas. Whatever somebody else keeps beside it is not ours to grant. */
const things = `
  SELECT d.datname AS database, pg_get_userbyid(d.datdba) AS owner, (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS "isSuperuser",
    (SELECT array_agg(format('%I.%I', n.nspname, c.relname)) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname IN ('public', 'graphile_worker') AND c.relowner = d.datdba AND c.relkind IN ('r', 'p', 'v', 'm')) AS tables,
    (SELECT array_agg(format('%I.%I', n.nspname, c.relname)) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname IN ('public', 'graphile_worker') AND c.relowner = d.datdba AND c.relkind = 'S') AS sequences
  FROM pg_database d WHERE d.datname = current_database()`;

interface Things {
  database: string;
  owner: string;
  isSuperuser: boolean;
  tables: string[] | null;
  sequences: string[] | null;
}

/**
 * Settles who may do what (prisma/grants.sql), where the database belongs to a role that has its siblings; after every migration, since
 * new tables grant nothing to anybody. A database of one account, made before there were roles, is left as it is.
 *
 * @returns whether there are roles
 */
export async function applyGrants(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { owner, isSuperuser } = await read(client);
    if (!owner.endsWith(roleName("", "owner"))) return false;
    const prefix = owner.slice(0, -roleName("", "owner").length);
    const wanted = roleKinds.map((kind) => roleName(prefix, kind));
    const { rowCount } = await client.query("SELECT FROM pg_roles WHERE rolname = ANY ($1)", [wanted]);
    if (rowCount !== wanted.length) return false;
    await client.query("BEGIN");
    if (isSuperuser) await takeOver(client, owner);
    await client.query(`SET LOCAL ROLE ${client.escapeIdentifier(owner)}`);
    const { database, tables, sequences } = await read(client);
    const words: Record<string, string> = {
      database: client.escapeIdentifier(database),
      application: client.escapeIdentifier(roleName(prefix, "application")),
      sequencer: client.escapeIdentifier(roleName(prefix, "sequencer")),
      tables: (tables ?? []).join(", "),
      sequences: (sequences ?? []).join(", "),
    };
    const grants = readFileSync(join(repositoryRoot, "prisma", "grants.sql"), "utf8");
    await client.query(grants.replace(/\{\{(\w+)\}\}/g, (_, word: string) => words[word] ?? ""));
    await client.query("COMMIT");
    return true;
  } finally {
    await client.end();
  }
}

async function read(client: pg.Client): Promise<Things> {
  const { rows } = await client.query<Things>(things);
  if (!rows[0]) throw new Error("The database does not know itself.");
  return rows[0];
}
