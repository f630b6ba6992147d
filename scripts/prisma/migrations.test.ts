import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { knownSqlHashes, snapshot, snapshotName } from "./create-migration";
import { fingerprint, migrationNames, migrationsFolder, sqlFiles } from "./files";

test("no change of the schema waits for a migration (npm run db:migration -- <name>)", () => {
  const newest = migrationNames().at(-1)!;
  expect(readFileSync(join(migrationsFolder, newest, snapshotName), "utf8")).toBe(snapshot());
});

test("no change of prisma/sql waits for a migration (npm run db:migration -- <name>)", () => {
  const known = knownSqlHashes();
  const waiting = sqlFiles().filter(({ path, content }) => known.get(basename(path)) !== fingerprint([content]));
  expect(waiting.map(({ path }) => basename(path))).toEqual([]);
});
