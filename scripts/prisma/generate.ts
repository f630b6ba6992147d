import { execFile } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { repositoryRoot } from "../paths";
import { fingerprint, generatedFolder, schemaFiles } from "./files";

/**
 * Generates the database client into `prisma/generated`, unless the one there was made from the same schema.
 *
 * @returns whether anything was generated
 */
export async function generateClient(): Promise<boolean> {
  const require = createRequire(import.meta.url);
  const prismaManifest = require.resolve("prisma/package.json");
  const version = (JSON.parse(readFileSync(prismaManifest, "utf8")) as { version: string }).version;
  const wanted = fingerprint([version, ...schemaFiles().map((file) => file.content)]);
  const stamp = join(generatedFolder, ".fingerprint");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return false;

  rmSync(stamp, { force: true });
  const cli = join(dirname(prismaManifest), "build", "index.js");
  try {
    await promisify(execFile)(process.execPath, [cli, "generate", "--no-hints"], {
      cwd: repositoryRoot,
      // Prisma's command line would download its native engine first, which generating does not use:
      // naming any file that exists as that engine spares the download.
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: "1",
        CHECKPOINT_DISABLE: "1",
      },
    });
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`The database client could not be generated.\n${stdout}${stderr}`.trim(), { cause: error });
  }
  writeFileSync(stamp, wanted);
  return true;
}
