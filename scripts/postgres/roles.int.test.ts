import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterEach, describe, expect, inject, it, test } from "vitest";
import { urlOfRole } from "@/lib/platform/db/testing/database";
import { migrate } from "../prisma/migrate";
import { newRolePasswords, prepareRoles, roleKinds, roleName, warnOfRights } from "./roles";

/** Runs statements one after the other, each by itself, and gives back how each ended: "done", or the SQLSTATE it was refused with. */
async function each(url: string, statements: readonly string[]): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const ends: Record<string, string> = {};
  try {
    for (const statement of statements) {
      await client.query(statement).then(
        () => (ends[statement] = "done"),
        (error: unknown) => (ends[statement] = (error as pg.DatabaseError).code ?? String(error)),
      );
    }
  } finally {
    await client.end();
  }
  return ends;
}

/** The same for all: refused for want of a right. */
const allRefused = (statements: readonly string[]) =>
  Object.fromEntries(statements.map((statement) => [statement, "42501"]));

const kept = [
  "audit_entries",
  "audit_nodes",
  "audit_checkpoints",
  "audit_heads",
  "audit_staged",
  "decisions",
  "outcomes",
];
const log = ["audit_entries", "audit_nodes", "audit_checkpoints"];

describe("the application's role", () => {
  it("reads no file, starts no program and sees no password", async () => {
    const statements = [
      "SELECT pg_read_file('/etc/passwd')",
      "SELECT pg_read_binary_file('/etc/passwd')",
      "SELECT pg_ls_dir('/')",
      "SELECT pg_stat_file('/etc/passwd')",
      "SELECT lo_import('/etc/passwd')",
      "COPY runs FROM '/etc/passwd'",
      "COPY runs TO '/tmp/runs'",
      "COPY runs FROM PROGRAM 'id'",
      "COPY runs TO PROGRAM 'cat'",
      "SELECT * FROM pg_authid",
      "ALTER SYSTEM SET log_statement = 'none'",
      "SELECT pg_reload_conf()",
      "LOAD 'auto_explain'",
    ];
    expect(await each(urlOfRole("application"), statements)).toEqual({
      ...allRefused(statements),
      "LOAD 'auto_explain'": expect.stringMatching(/42501|58P01/) as string,
    });
  });

  it("creates, alters and drops nothing, and becomes nobody else", async () => {
    const statements = [
      "CREATE TABLE mine (n int)",
      "CREATE TEMPORARY TABLE mine (n int)",
      "CREATE SCHEMA mine",
      "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
      "CREATE EXTENSION pgcrypto",
      "CREATE ROLE mine",
      "CREATE DATABASE mine",
      "ALTER TABLE actions ADD COLUMN n int",
      "ALTER TABLE runs DISABLE TRIGGER ALL",
      "ALTER ROLE signalbox_application SUPERUSER",
      "CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
      "DROP TABLE outcomes",
      "DROP FUNCTION audit_sequence(int, text[])",
      "TRUNCATE sessions",
      "SET ROLE signalbox_owner",
      "SET ROLE signalbox_sequencer",
      "SET SESSION AUTHORIZATION signalbox",
      "SET session_replication_role = replica",
      "UPDATE _prisma_migrations SET checksum = ''",
      "DROP TABLE graphile_worker._private_jobs",
    ];
    expect(await each(urlOfRole("application"), statements)).toEqual(allRefused(statements));
  });

  it("changes and removes nothing of the log, its queue and what was decided, and switches no guard off", async () => {
    const statements = [
      ...kept.flatMap((table) => [
        `UPDATE ${table} SET workspace_id = 'x'`,
        `DELETE FROM ${table}`,
        `TRUNCATE ${table}`,
        `ALTER TABLE ${table} DISABLE TRIGGER ALL`,
      ]),
      ...log.flatMap((table) => [
        `DROP TRIGGER ${table}_append_only ON ${table}`,
        `INSERT INTO ${table} DEFAULT VALUES`,
      ]),
      "UPDATE audit_private SET body = '{}'",
      ...["actions", "permits", "approvals", "stops", "runs"].map((table) => `DELETE FROM ${table}`),
    ];
    expect(await each(urlOfRole("application"), statements)).toEqual(allRefused(statements));
  });
});

test("the sequencer's role writes the log and reads nothing else", async () => {
  const done = ["SELECT audit_sequence(10, '{}')", "SELECT count(*) FROM audit_entries"];
  const refused = [
    ...log.flatMap((table) => [
      `UPDATE ${table} SET workspace_id = 'x'`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table}`,
      `ALTER TABLE ${table} DISABLE TRIGGER ALL`,
    ]),
    "INSERT INTO audit_staged DEFAULT VALUES",
    "SELECT * FROM audit_private",
    "SELECT * FROM api_keys",
    "SELECT * FROM people",
    "UPDATE workspaces SET name = 'x'",
    "CREATE TABLE mine (n int)",
    "SELECT pg_read_file('/etc/passwd')",
  ];
  expect(await each(urlOfRole("sequencer"), [...done, ...refused])).toEqual({
    ...Object.fromEntries(done.map((s) => [s, "done"])),
    ...allRefused(refused),
  });
});

test("the owner's role changes the schema, is no superuser, and meets the guards of the log", async () => {
  const refused = [
    ...log.flatMap((table) => [`UPDATE ${table} SET workspace_id = 'x'`, `DELETE FROM ${table}`, `TRUNCATE ${table}`]),
    "SELECT pg_read_file('/etc/passwd')",
    "SET session_replication_role = replica",
  ];
  const done = ["CREATE TABLE mine (n int)", "DROP TABLE mine"];
  expect(await each(urlOfRole("owner"), [...done, ...refused])).toEqual({
    ...Object.fromEntries(done.map((s) => [s, "done"])),
    ...allRefused(refused),
  });
});

test("nobody gets in without a password that is never sent, by no socket of the file system", async () => {
  const client = new pg.Client({ connectionString: urlOfRole("superuser") });
  await client.connect();
  try {
    const { rows } = await client.query<{ methods: string }>(
      "SELECT string_agg(DISTINCT auth_method, ',') AS methods FROM pg_hba_file_rules",
    );
    expect(rows[0]?.methods).toBe("scram-sha-256");
    const { rows: sockets } = await client.query<Record<string, string>>("SHOW unix_socket_directories");
    expect(sockets[0]?.unix_socket_directories).toBe("");
    const { rows: roles } = await client.query<{ name: string; isMore: boolean; isScram: boolean }>(
      `SELECT rolname AS name, rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls AS "isMore", rolpassword LIKE 'SCRAM-SHA-256$%' AS "isScram"
       FROM pg_authid WHERE rolname LIKE 'signalbox\\_%' ORDER BY rolname`,
    );
    expect(roles).toEqual(
      ["application", "owner", "sequencer"].map((kind) => ({
        name: `signalbox_${kind}`,
        isMore: false,
        isScram: true,
      })),
    );
  } finally {
    await client.end();
  }
});

describe("a database that one account filled before there were roles", () => {
  const made: string[] = [];
  const server = () => inject("databaseServer");

  async function admin(statement: string, url = server().adminUrl): Promise<void> {
    const ends = await each(url, [statement]);
    expect(ends).toEqual({ [statement]: "done" });
  }

  /** A database as earlier versions had it: everything belongs to the account that runs all of it. */
  async function oldDatabase(account: string): Promise<{ name: string; url: string }> {
    const name = `old_${randomBytes(5).toString("hex")}`;
    made.push(name);
    await admin(`CREATE DATABASE ${name} OWNER ${account}`);
    const url = new URL(server().adminUrl);
    url.pathname = `/${name}`;
    if (account !== url.username) {
      url.username = account;
      url.password = "old";
    }
    await migrate(url.toString());
    return { name, url: url.toString() };
  }

  afterEach(async () => {
    for (const name of made.splice(0)) {
      await admin(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin(`DROP ROLE IF EXISTS ${roleKinds.map((kind) => roleName(name, kind)).join(", ")}`);
      await admin(`DROP ROLE IF EXISTS old_account`);
    }
  });

  const notTheirs = `SELECT 1 / (1 - least(1, count(*))) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('public', 'graphile_worker') AND pg_get_userbyid(relowner) NOT LIKE '%\\_owner'`;

  it.each(["its superuser", "an account that may make roles and databases, as hosts of databases give it"])(
    "is taken over in place by %s, and again without harm",
    async (who) => {
      if (who !== "its superuser") await admin("CREATE ROLE old_account LOGIN CREATEROLE CREATEDB PASSWORD 'old'");
      const old = await oldDatabase(who === "its superuser" ? new URL(server().adminUrl).username : "old_account");
      expect(await warnOfRights(old.url)).toMatch(/rewrite the audit log.*npm run db:roles/s);
      expect(await each(old.url, ["INSERT INTO rate_limits (key, points) VALUES ('kept', 7)"])).toMatchObject({});
      await prepareRoles(old.url, old.name, newRolePasswords());
      const passwords = newRolePasswords();
      const urls = await prepareRoles(old.url, old.name, passwords);
      expect(await migrate(urls.owner)).toEqual([]);
      expect(await warnOfRights(urls.application)).toBeUndefined();
      expect(await each(urls.owner, [notTheirs])).toEqual({ [notTheirs]: "done" });
      const done = [
        "UPDATE rate_limits SET points = 8 WHERE key = 'kept' AND points = 7",
        "SELECT count(*) FROM actions",
        "SELECT graphile_worker.add_job('x')",
      ];
      const refused = ["DELETE FROM audit_entries", "CREATE TABLE mine (n int)", "DROP TABLE actions"];
      expect(await each(urls.application, [...done, ...refused])).toEqual({
        ...Object.fromEntries(done.map((s) => [s, "done"])),
        ...allRefused(refused),
      });
      expect(await each(urls.sequencer, ["SELECT audit_sequence(10, '{}')"])).toEqual({
        "SELECT audit_sequence(10, '{}')": "done",
      });
      // The application's account can start on a database that is up to date, and says what to do where it is not.
      expect(await migrate(urls.application)).toEqual([]);
      await each(urls.owner, ["DELETE FROM _prisma_migrations WHERE migration_name LIKE '%_init'"]);
      await expect(migrate(urls.application)).rejects.toThrow(/lacks a migration .*SIGNALBOX_DATABASE_OWNER_URL/);
    },
  );
});
