import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { repositoryRoot } from "../paths";
import { holdFolder } from "./lock";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-lock-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

async function holdInAnotherProcess(): Promise<ReturnType<typeof spawn>> {
  const program = `import { holdFolder } from "./scripts/server/lock.ts";
    await holdFolder(${JSON.stringify(folder)}, "the first one");
    console.log("held"); setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", program], { cwd: repositoryRoot });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  return child;
}

test("a second process on a folder learns who holds it", { timeout: 20_000 }, async () => {
  const first = await holdInAnotherProcess();
  expect(await holdFolder(folder, "the second one")).toBe("the first one");
  first.kill("SIGKILL");
});

test("a folder is free again after kill -9 of its holder", { timeout: 20_000 }, async () => {
  const first = await holdInAnotherProcess();
  first.kill("SIGKILL");
  await new Promise((resolve) => first.once("exit", resolve));
  expect(await holdFolder(folder, "the second one")).toBeUndefined();
});

test("something else in the socket's place does not keep a folder shut", async () => {
  writeFileSync(join(folder, "running.sock"), "");
  expect(await holdFolder(folder, "the only one")).toBeUndefined();
});
