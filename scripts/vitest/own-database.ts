import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { createTestDatabase } from "@/lib/platform/db/testing/database";

// Every integration test file has a migrated, empty database and a data folder of its own, named by the environment
// as an installation's would be. The database goes with the server at the end of the run.
const { url } = await createTestDatabase();
const dataDirectory = mkdtempSync(join(tmpdir(), "signalbox-data-"));
process.env.DATABASE_URL = url;
process.env.SIGNALBOX_DATA_DIR = dataDirectory;
process.env.AUTH_SECRET = "a-secret-for-tests-only-0123456789";
process.env.SIGNALBOX_LOG_LEVEL ??= "error";

afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }));
