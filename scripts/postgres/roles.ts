import { randomBytes } from "node:crypto";
import pg from "pg";
import { accountRights, excessiveRights } from "@/lib/platform/db/rights";
import { keptSecret } from "../server/secrets";
import { scramVerifier } from "./scram";
import { takeOver } from "./take-over";

/**
 * The three accounts of an installation's database, and what each is for. The owner changes the schema, and nothing else uses it; the
 * application reads and writes rows, and only adds to the audit log's queue; the sequencer alone writes the log.
 */
export const roleKinds = ["owner", "application", "sequencer"] as const;
export type RoleKind = (typeof roleKinds)[number];

/** A connection string per role. */
export type DatabaseUrls = Record<RoleKind, string>;
export type RolePasswords = Record<RoleKind, string>;

/** The name of a role: `signalbox_owner`. The server knows roles across databases, so they are told apart by a prefix. */
export function roleName(prefix: string, kind: RoleKind): string {
  return `${prefix}_${kind}`;
}

/** The passwords of the bundled database's roles, made at first use and kept in the data folder. */
export function keptRolePasswords(dataDirectory: string): RolePasswords {
  const kept = (kind: RoleKind): string => keptSecret(dataDirectory, `database-${kind}-password`);
  return { owner: kept("owner"), application: kept("application"), sequencer: kept("sequencer") };
}

export function newRolePasswords(): RolePasswords {
  const made = (): string => randomBytes(32).toString("base64url");
  return { owner: made(), application: made(), sequencer: made() };
}

/** The roles' connection strings, made from any other of the same database. */
export function roleUrls(url: string, prefix: string, passwords: RolePasswords): DatabaseUrls {
  const as = (kind: RoleKind): string => {
    const own = new URL(url);
    own.username = roleName(prefix, kind);
    own.password = encodeURIComponent(passwords[kind]);
    return own.toString();
  };
  return { owner: as("owner"), application: as("application"), sequencer: as("sequencer") };
}

/** The connection strings that the environment gives; where it gives only one, that account does everything. */
export function givenUrls(environment: NodeJS.ProcessEnv): DatabaseUrls | undefined {
  const application = environment.DATABASE_URL;
  if (!application) return undefined;
  return {
    application,
    owner: environment.SIGNALBOX_DATABASE_OWNER_URL || application,
    sequencer: environment.SIGNALBOX_DATABASE_SEQUENCER_URL || application,
  };
}

/** The settings with which a server, or a script that acts like one, finds the database. The owner's is not among them. */
export function databaseSettings({ application, sequencer }: DatabaseUrls): {
  DATABASE_URL: string;
  SIGNALBOX_DATABASE_SEQUENCER_URL: string;
} {
  return { DATABASE_URL: application, SIGNALBOX_DATABASE_SEQUENCER_URL: sequencer };
}

/**
 * Makes the roles where they are missing, gives them these passwords, and the database with all that is in it to the owner. Safe to
 * repeat, and on a database that an earlier version filled as one account. What the roles may do with the tables is settled after
 * each migration (scripts/prisma/grants.ts).
 *
 * @param adminUrl the database itself, as an account that may make roles and owns, or may give away, what is there
 */
export async function prepareRoles(adminUrl: string, prefix: string, passwords: RolePasswords): Promise<DatabaseUrls> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query("BEGIN");
    // Several starts at once would refuse each other's changes of one role.
    await client.query("SELECT pg_advisory_xact_lock(7140284)");
    for (const kind of roleKinds) {
      const name = client.escapeIdentifier(roleName(prefix, kind));
      const { rowCount } = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [roleName(prefix, kind)]);
      // What is not named is not given: no superuser, no databases, no roles, no replication.
      if (!rowCount) await client.query(`CREATE ROLE ${name}`);
      await client.query(`ALTER ROLE ${name} LOGIN PASSWORD ${client.escapeLiteral(scramVerifier(passwords[kind]))}`);
    }
    await takeOver(client, roleName(prefix, "owner"));
    await client.query("REVOKE CREATE ON SCHEMA public FROM PUBLIC"); // what databases older than PostgreSQL 15 grant
    await client.query("COMMIT");
  } finally {
    await client.end();
  }
  return roleUrls(adminUrl, prefix, passwords);
}

/** What to tell whoever starts a server whose account may do more than it needs; undefined where it may not. */
export async function warnOfRights(url: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return excessiveRights(await accountRights(client));
  } finally {
    await client.end();
  }
}
