import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMigration } from "./prisma/create-migration";
import { startEmbeddedPostgres } from "./postgres/embedded";
import { run } from "./run";

// npm run db:migration -- <name>
// Compares the schema with what the migrations so far produce, in a database of its own, and writes the difference.
await run(async () => {
  const name = process.argv[2];
  if (!name || !/^[a-z0-9_]+$/.test(name))
    throw new Error("Usage: npm run db:migration -- <name in lower case, digits and underscores>");
  const folder = mkdtempSync(join(tmpdir(), "signalbox-migration-"));
  try {
    const server = await startEmbeddedPostgres(join(folder, "data"), { supervise: false });
    try {
      const created = await createMigration(server.url, name);
      console.log(created ? `Wrote ${created}` : "Nothing has changed since the last migration.");
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
