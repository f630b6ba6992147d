import { basename, dirname } from "node:path";
import { expect, it } from "vitest";
import { pool } from "@/lib/platform/db/client";
import { sqlFiles, sqlName } from "./files";

// Migrations leave in the database what prisma/sql says: no more, no less, word for word.

const files = (folder: string) => sqlFiles().filter((file) => dirname(sqlName(file)) === folder);

async function read<T extends object>(text: string): Promise<T[]> {
  return (await pool().query<T>(text)).rows;
}

const functions = () =>
  read<{ name: string; body: string }>(
    "SELECT proname AS name, prosrc AS body FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1",
  );

it("every function of the database is one file, with the body that the file has", async () => {
  const there = await functions();
  // Twice the same name: the shape of before was left behind. Its DROP FUNCTION belongs in the migration that brings the new one.
  expect(there.map(({ name }) => name)).toEqual(
    files("functions")
      .map(({ path }) => basename(path, ".sql"))
      .toSorted(),
  );
  const bodies = new Map(
    files("functions").map(({ path, content }) => [basename(path, ".sql"), /\$\$([^]*)\$\$/.exec(content)?.[1]]),
  );
  for (const { name, body } of there) expect(body, name).toBe(bodies.get(name));
});

const named = (what: RegExp): string[] =>
  files("tables")
    .flatMap(({ content }) => [...content.matchAll(what)].map((found) => found[1] ?? ""))
    .toSorted();

it("every index that the schema cannot say is in its table's file, and every one of those is there", async () => {
  const there = await read<{ name: string }>(
    `SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam
     WHERE c.relnamespace = 'public'::regnamespace AND (i.indpred IS NOT NULL OR i.indexprs IS NOT NULL OR a.amname <> 'btree')`,
  );
  expect(there.map(({ name }) => name).toSorted()).toEqual(named(/^CREATE (?:UNIQUE )?INDEX IF NOT EXISTS (\w+)/gm));
});

it("every trigger is in its table's file, and every one of those is there", async () => {
  const there = await read<{ name: string }>(
    "SELECT tgname AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace = 'public'::regnamespace AND NOT tgisinternal",
  );
  expect(there.map(({ name }) => name).toSorted()).toEqual(named(/^CREATE OR REPLACE TRIGGER (\w+)/gm));
});

interface Column {
  table: string;
  name: string;
  isNeeded: boolean;
}

const columns = () =>
  read<Column>(
    `SELECT table_name AS "table", column_name AS name, is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO' AS "isNeeded"
     FROM information_schema.columns WHERE table_schema = 'public'`,
  );

it("a function that writes rows lists their columns: those that there are, and all that a row needs", async () => {
  const known = await columns();
  let seen = 0;
  for (const { name, body } of await functions()) {
    for (const [insert, table = "", list = ""] of body.matchAll(/INSERT INTO\s+(\w+)\s*(?:\(([^)]*)\))?/g)) {
      const where = `${name}: ${insert.replace(/\s+/g, " ").slice(0, 60)}`;
      const listed = list.split(",").map((column) => column.trim());
      const there = known.filter((column) => column.table === table);
      expect(
        listed.filter((column) => !there.some((one) => one.name === column)),
        `${where}, columns that the table has not`,
      ).toEqual([]);
      expect(
        there.filter((one) => one.isNeeded && !listed.includes(one.name)).map((one) => one.name),
        `${where}, columns that are missing`,
      ).toEqual([]);
      seen++;
    }
  }
  expect(seen).toBeGreaterThan(8);
});
