import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { createTestDatabase } from "@/lib/platform/db/testing/database";

// Every integration test file has a migrated, empty database and a data folder of its own, named by the environment
// as an installation's would be: as the application's role and the sequencer's, so that every test proves what they may do. The database goes with the server at the end of the run.
const { settings } = await createTestDatabase();
const dataDirectory = mkdtempSync(join(tmpdir(), "signalbox-data-"));
Object.assign(process.env, settings, { SIGNALBOX_DATA_DIR: dataDirectory });
process.env.AUTH_SECRET = "a-secret-for-tests-only-0123456789";
process.env.SIGNALBOX_LOG_LEVEL ??= "error";

afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }));
