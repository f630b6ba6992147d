import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { mutations } from "./mutants/list";
import { brokenFiles, type Mutation } from "./mutants/mutation";
import { repositoryRoot } from "./paths";
import { run } from "./run";
import { openTemporaryFolder } from "./vitest/temporary-folder";

// npm run mutants: breaks each guard of a list on purpose, in a copy, and demands that a test fails. Not part of npm test.
// `npm run mutants -- keys` tries those whose name or file has the word.

/** A copy of what is tracked, with what is generated and installed. */
function copyTo(folder: string): void {
  const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], {
    cwd: repositoryRoot,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  })
    .split("\0")
    .filter(Boolean);
  for (const path of tracked) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(repositoryRoot, path), join(folder, path));
  }
  cpSync(join(repositoryRoot, "prisma", "generated"), join(folder, "prisma", "generated"), { recursive: true });
  symlinkSync(join(repositoryRoot, "node_modules"), join(folder, "node_modules"));
}

/** Whether these tests pass in the copy. What they print is kept back. */
function pass(folder: string, tests: readonly string[]): Promise<boolean> {
  const child = spawn(
    process.execPath,
    [join(repositoryRoot, "node_modules", "vitest", "vitest.mjs"), "run", "--bail", "1", "--reporter", "dot", ...tests],
    { cwd: folder, stdio: "ignore" },
  );
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code === 0));
  });
}

async function survives(folder: string, mutation: Mutation): Promise<boolean> {
  const whole = new Map<string, string>();
  const read = (file: string): string => {
    const text = readFileSync(join(folder, file), "utf8");
    if (!whole.has(file)) whole.set(file, text);
    return text;
  };
  for (const [file, text] of brokenFiles(mutation, read)) writeFileSync(join(folder, file), text);
  try {
    return await pass(folder, mutation.tests);
  } finally {
    for (const [file, text] of whole) writeFileSync(join(folder, file), text);
  }
}

await run(async () => {
  const words = process.argv.slice(2);
  const chosen = mutations.filter(({ name, file }) => words.every((word) => `${name} ${file}`.includes(word)));
  // A list that has grown old is found out before the first long wait.
  for (const mutation of chosen) brokenFiles(mutation, (file) => readFileSync(join(repositoryRoot, file), "utf8"));
  const folder = await openTemporaryFolder();
  try {
    copyTo(folder.path);
    const tests = [...new Set(chosen.flatMap((mutation) => mutation.tests))];
    console.log(`${chosen.length} mutations. First, unbroken, the tests that are to notice…`);
    if (!(await pass(folder.path, tests)))
      throw new Error("The tests fail already where nothing is broken: nothing would be proven.");
    const alive: string[] = [];
    for (const mutation of chosen) {
      const start = Date.now();
      const isAlive = await survives(folder.path, mutation);
      console.log(`${isAlive ? "ALIVE" : "killed"}  ${mutation.name} (${Math.round((Date.now() - start) / 1000)} s)`);
      if (isAlive) alive.push(mutation.name);
    }
    console.log(`\n${chosen.length - alive.length} killed, ${alive.length} alive`);
    if (alive.length > 0) throw new Error(`No test notices:\n${alive.map((name) => `  ${name}`).join("\n")}`);
  } finally {
    await folder.remove();
  }
});
