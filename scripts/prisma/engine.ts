import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";
import { schemaFiles } from "./files";

/** What the generated bindings export beyond their type declarations. */
interface Loader {
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
}

type SetTimer = (...args: unknown[]) => NodeJS.Timeout;

/** No table or enum of ours is managed by somebody else. */
export const noFilter = { externalTables: [], externalEnums: [] };

/**
 * Runs `work` with Prisma's own schema engine, connected to a database through node-postgres.
 *
 * The engine is taken as WebAssembly from npm, so nothing is downloaded. It only makes migrations and, in tests, reads the history that
 * is kept in its name: what is started uses no private part of it (scripts/prisma/history.ts).
 *
 * @throws an Error whose message is the sentence meant for people
 */
export async function withSchemaEngine<T>(
  url: string,
  work: (engine: bindings.SchemaEngine) => Promise<T>,
): Promise<T> {
  load();
  const pool = new pg.Pool({ connectionString: url, max: 2, allowExitOnIdle: true });
  const factory = new PrismaPg(pool);
  const datamodels = schemaFiles().map(({ path, content }): [string, string] => [path, content]);
  const engine = await bindings.SchemaEngine.new(
    { datamodels },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  try {
    return await work(engine);
  } catch (error) {
    throw new Error(engineMessage(error), { cause: error });
  } finally {
    engine.free();
    await pool.end();
  }
}

let loaded = false;

function load(): void {
  if (loaded) return;
  const require = createRequire(import.meta.url);
  const file = require.resolve("@prisma/schema-engine-wasm").replace(/schema_engine\.js$/, "schema_engine_bg.wasm");
  const module = new WebAssembly.Module(readFileSync(file));
  const imports = Object.entries(bindings).map(([name, value]) => [
    name,
    name.startsWith("__wbg_setTimeout_") ? unreferenced(value as SetTimer) : value,
  ]);
  const instance = new WebAssembly.Instance(module, {
    "./schema_engine_bg.js": Object.fromEntries(imports) as WebAssembly.ModuleImports,
  });
  (bindings as unknown as Loader).__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  loaded = true;
}

/** The engine never clears its ten-second timers; unreferenced, they do not keep a finished script alive. */
function unreferenced(setTimer: SetTimer): SetTimer {
  return (...args) => setTimer(...args).unref();
}

/** The engine reports some failures as JSON for Prisma's command line, and others with a backtrace of its own. */
function engineMessage(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  try {
    const parsed = JSON.parse(text) as { message?: string; meta?: { full_error?: string } };
    return parsed.meta?.full_error ?? parsed.message ?? text;
  } catch {
    return text.split(/\n\s+0: /)[0] ?? text; // not JSON: a sentence, then the backtrace
  }
}
