import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { env } from "@/lib/platform/env";

/**
 * The demo agents' own keys, by workspace and agent. They are real keys, so they are secrets: the database holds their hashes only,
 * and this file is readable by the server's user alone.
 */
const DemoKeysFile = z.record(z.string(), z.record(z.string(), z.string()));
export type DemoKeys = z.infer<typeof DemoKeysFile>;

function path(): string {
  return join(env().SIGNALBOX_DATA_DIR, "demo-keys.json");
}

/** @returns nothing known where the file is missing or is not what we wrote. */
export function readDemoKeys(): DemoKeys {
  try {
    const parsed = DemoKeysFile.safeParse(JSON.parse(readFileSync(path(), "utf8")));
    return parsed.success ? parsed.data : {};
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
}

/** Written beside and moved into place, so that a reader never sees half of it. */
export function saveDemoKeys(keys: DemoKeys): void {
  mkdirSync(env().SIGNALBOX_DATA_DIR, { recursive: true });
  const fresh = `${path()}.${process.pid}`;
  writeFileSync(fresh, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  renameSync(fresh, path());
}
