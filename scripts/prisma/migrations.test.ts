import { readFileSync, readdirSync } from "node:fs";
import { basename, dirname } from "node:path";
import { expect, test } from "vitest";
import { knownSqlHashes, snapshot } from "./create-migration";
import { fingerprint, migrationsFolder, migrationsOnDisk, snapshotFile, sqlFiles, sqlName } from "./files";

test("no change of the schema waits for a migration (npm run db:migration -- <name>)", () => {
  expect(readFileSync(snapshotFile, "utf8")).toBe(snapshot());
});

test("no change of prisma/sql waits for a migration (npm run db:migration -- <name>)", () => {
  const known = knownSqlHashes();
  const waiting = sqlFiles().filter((file) => known.get(sqlName(file)) !== fingerprint([file.content]));
  expect(waiting.map(sqlName)).toEqual([]);
});

test("only the newest schema is kept beside the migrations", () => {
  const kept = readdirSync(migrationsFolder, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".prisma"),
  );
  expect(kept).toEqual([basename(snapshotFile)]);
});

/** The statements of a file without its comments, bodies of functions left out. */
const statements = (content: string): string[] =>
  content
    .replace(/^\s*--.*$/gm, "")
    .replace(/\$\$[^]*?\$\$/g, "$$$$")
    .split(";")
    .map((statement) => statement.trim())
    .filter(Boolean);

test.each(sqlFiles().map((file) => [sqlName(file), file.content]))(
  "%s makes what it is named after, and knows nothing of what was there before",
  (name, content) => {
    const own = basename(name, ".sql");
    if (dirname(name) === "functions") {
      expect(statements(content)).toEqual([expect.stringMatching(new RegExp(`^CREATE OR REPLACE FUNCTION ${own}\\(`))]);
      return;
    }
    expect(dirname(name)).toBe("tables");
    const allowed = new RegExp(
      `^(CREATE (UNIQUE )?INDEX IF NOT EXISTS \\w+ ON ${own} |CREATE OR REPLACE TRIGGER [^]* ON ${own}\\s|ALTER TABLE ${own} SET )`,
    );
    expect(statements(content).filter((statement) => !allowed.test(statement))).toEqual([]);
  },
);

test("no migration ends the transaction in which it is applied", () => {
  const ending = /^(BEGIN|COMMIT|END|ROLLBACK|ABORT|START TRANSACTION|SAVEPOINT|PREPARE TRANSACTION)\b/i;
  const found = migrationsOnDisk().flatMap(({ name, script }) =>
    statements(script)
      .filter((statement) => ending.test(statement))
      .map((statement) => `${name}: ${statement}`),
  );
  expect(found).toEqual([]);
});
