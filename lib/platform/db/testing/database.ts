import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";

export interface TestDatabase {
  /** Connection string of the new database, as the application's role. */
  url: string;
  /** The environment in which a process finds it, with the roles of an installation. */
  settings: { DATABASE_URL: string; SIGNALBOX_DATABASE_SEQUENCER_URL: string };
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>;
}

/**
 * For integration tests: a new database with the current schema and no rows, a copy of the one that the run migrated.
 * Every test file has one already, named by `DATABASE_URL`; this makes further ones.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { adminUrl, template, roles } = inject("databaseServer");
  const name = `test_${randomBytes(6).toString("hex")}`;
  const owner = new URL(roles.owner).username;
  await onServer(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${template} OWNER ${owner}`);
  // A copy has everything but what is granted on the database itself.
  await onServer(adminUrl, `REVOKE TEMPORARY ON DATABASE ${name} FROM PUBLIC`);
  const settings = {
    DATABASE_URL: named(roles.application, name),
    SIGNALBOX_DATABASE_SEQUENCER_URL: named(roles.sequencer, name),
  };
  return { url: settings.DATABASE_URL, settings, drop: () => onServer(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`) };
}

/** The connection string of another role on the test file's own database. */
export function urlOfRole(role: "superuser" | "owner" | "application" | "sequencer"): string {
  const { adminUrl, roles } = inject("databaseServer");
  const own = new URL(process.env.DATABASE_URL ?? "").pathname.slice(1);
  return named(role === "superuser" ? adminUrl : roles[role], own);
}

/**
 * Runs statements on the test file's own database as the server's superuser, in one transaction and with triggers passed by: what
 * nobody can do through the product, and whoever has the machine can.
 */
export async function asSuperuser(sql: string, values?: unknown[]): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: urlOfRole("superuser") });
  await client.connect();
  try {
    await client.query("BEGIN");
    await client.query("SET LOCAL session_replication_role = replica");
    const result = await client.query(sql, values);
    await client.query("COMMIT");
    return result;
  } finally {
    await client.end();
  }
}

function named(url: string, database: string): string {
  const own = new URL(url);
  own.pathname = `/${database}`;
  return own.toString();
}

async function onServer(adminUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    // Two copies of one template at once would refuse each other.
    await client.query("SELECT pg_advisory_lock(1)");
    await client.query(statement);
  } finally {
    await client.end();
  }
}
