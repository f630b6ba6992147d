import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { repositoryRoot } from "../paths";
import { holdFolder } from "./lock";

let folder: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-lock-"));
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

/** A process that tries to hold the folder and says what came of it; `go` lets several begin at one moment. */
function contender(
  env: Record<string, string> = {},
  at = folder,
): { child: ChildProcess; go(): void; ready: Promise<void>; said: Promise<string> } {
  const program = `import { holdFolder } from "./scripts/server/lock.ts";
    console.log("ready");
    await new Promise((resolve) => process.stdin.once("data", resolve));
    console.log("result " + (await holdFolder(${JSON.stringify(at)}, "process " + process.pid) ?? "mine"));
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", program], {
    cwd: repositoryRoot,
    env: { ...process.env, ...env },
  });
  children.push(child);
  let output = "";
  const until = (words: RegExp) =>
    new Promise<string>((resolve) => {
      const look = () => {
        const found = words.exec(output);
        if (found) resolve(found[1] ?? "");
      };
      child.stdout.on("data", (chunk: Buffer) => {
        output += chunk.toString();
        look();
      });
    });
  return {
    child,
    go: () => child.stdin.write("go\n"),
    ready: until(/ready\n/).then(() => undefined),
    said: until(/result (.*)\n/),
  };
}

async function holdInAnotherProcess(env: Record<string, string> = {}, at = folder): Promise<ChildProcess> {
  const { child, ready, go, said } = contender(env, at);
  await ready;
  go();
  expect(await said).toBe("mine");
  return child;
}

test("a second process on a folder learns who holds it", { timeout: 30_000 }, async () => {
  const first = await holdInAnotherProcess();
  expect(await holdFolder(folder, "the second one")).toBe(`process ${first.pid}`);
});

test("a folder is free again after kill -9 of its holder", { timeout: 30_000 }, async () => {
  const first = await holdInAnotherProcess();
  first.kill("SIGKILL");
  await new Promise((resolve) => first.once("exit", resolve));
  expect(await holdFolder(folder, "the second one")).toBeUndefined();
});

test("a holder that was stopped in its tracks holds it all the same", { timeout: 30_000 }, async () => {
  const first = await holdInAnotherProcess();
  first.kill("SIGSTOP");
  expect(await holdFolder(folder, "the second one")).toBe("a process that does not answer");
});

test("however long the folder's path, and wherever each one's temporary folder is", { timeout: 30_000 }, async () => {
  const deep = join(folder, "a".repeat(90), "b".repeat(120));
  mkdirSync(deep, { recursive: true });
  const first = await holdInAnotherProcess({ TMPDIR: mkdtempSync(join(folder, "elsewhere-")) }, deep);
  expect(await holdFolder(deep, "the second one")).toBe(`process ${first.pid}`);
});

test("of several that begin at one moment over a dead one's socket, exactly one holds the folder", {
  timeout: 60_000,
}, async () => {
  const dead = await holdInAnotherProcess();
  dead.kill("SIGKILL");
  const contenders = Array.from({ length: 4 }, () => contender());
  await Promise.all(contenders.map(({ ready }) => ready));
  for (const { go } of contenders) go();
  const results = await Promise.all(contenders.map(({ said }) => said));
  const winner = contenders[results.indexOf("mine")];
  expect(results.filter((result) => result === "mine")).toHaveLength(1);
  expect(results.filter((result) => result === `process ${winner?.child.pid}`)).toHaveLength(3);
});

test("who only begins, however long it takes, is not told as the holder", { timeout: 60_000 }, async () => {
  const beginner = createServer((socket) => socket.end("begins: process 1"));
  await new Promise<void>((resolve) => beginner.listen(join(folder, `running-${"0".repeat(16)}.sock`), resolve));
  setTimeout(() => beginner.close(), 7_000);
  expect(await holdFolder(folder, "the second one")).toBeUndefined();
});

test("a holder that ended leaves nothing behind, and something else in a socket's place does not keep a folder shut", async () => {
  writeFileSync(join(folder, "running.sock"), "");
  expect(await holdFolder(folder, "the only one")).toBeUndefined();
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/^running-[0-9a-f]{16}\.sock$/)]);
});

test("a folder that cannot hold one says so, and what to do instead", async () => {
  await expect(holdFolder("/proc", "anyone", "build it elsewhere")).rejects.toThrow(
    /^\/proc cannot hold a lock \([A-Z]+\)\. .*build it elsewhere\.$/,
  );
});
