import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { run } from "./src/cli.mjs";
import { TestLog } from "./testing/test-log";

const log = new TestLog(23);
const prefix = "/api/v1/audit";
let server: Server;
let url = "";
let directory = "";
/** What the server answers, so that a test can let it lie. */
let answers: Record<string, () => string>;
let asked: { authorization?: string | undefined; workspace?: string | undefined };

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "signalbox-verify-url-"));
  server = createServer((request, response) => {
    asked = {
      authorization: request.headers.authorization,
      workspace: request.headers["signalbox-workspace"] as string | undefined,
    };
    const answer = answers[request.url ?? ""];
    response.writeHead(answer === undefined ? 404 : 200).end(answer?.());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("No port");
  url = `http://127.0.0.1:${address.port}`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(directory, { recursive: true, force: true });
});
beforeEach(() => {
  answers = {
    [`${prefix}/key`]: () => `${log.vkey}\n`,
    [`${prefix}/checkpoint`]: () => log.checkpoint(),
    [`${prefix}/export`]: () => `${log.bundleLines([10, 23]).join("\n")}\n`,
    [`${prefix}/5/proof`]: () => log.proof(5),
    [`${prefix}/5/entry`]: () => log.entries[5] as string,
    [`${prefix}/consistency?from=10&to=23`]: () => log.consistency(10, 23),
  };
});

async function verify(...args: string[]): Promise<{ code: number; text: string }> {
  const lines: string[] = [];
  const code = await run([url, ...args], {
    out: (line) => lines.push(line),
    err: (line) => lines.push(line),
    env: { SIGNALBOX_TOKEN: "sbp_from_env" },
  });
  return { code, text: lines.join("\n") };
}
async function kept(note: string): Promise<string> {
  const target = path.join(directory, "kept");
  await writeFile(target, note);
  return target;
}

describe("a running installation", () => {
  it("that keeps its log honestly is proven whole, and entry by entry", async () => {
    expect((await verify("--key", log.vkey)).code).toBe(0);
    expect((await verify("--key", log.vkey, "--seq", "5")).code).toBe(0);
  });

  it("is asked with the token and workspace given", async () => {
    await verify("--workspace", "meridian", "--token", "sbp_x");
    expect(asked).toEqual({ authorization: "Bearer sbp_x", workspace: "meridian" });
    await verify();
    expect(asked).toEqual({ authorization: "Bearer sbp_from_env", workspace: undefined });
  });

  it("whose key was taken from itself is not said to be who it claims", async () => {
    expect((await verify()).text).toContain("WHO signed it");
  });

  it("that shows another entry than the one asked for is found", async () => {
    answers[`${prefix}/5/proof`] = () => log.proof(6);
    answers[`${prefix}/5/entry`] = () => log.entries[6] as string;
    expect((await verify("--key", log.vkey, "--seq", "5")).code).toBe(1);
  });

  it("that hands out a changed entry is found", async () => {
    answers[`${prefix}/5/entry`] = () => (log.entries[5] as string).replace("entry", "enter");
    expect((await verify("--key", log.vkey, "--seq", "5")).code).toBe(1);
  });

  it("that hands out fewer entries than it signed is found", async () => {
    answers[`${prefix}/export`] = () => `${log.bundleLines([10, 23]).slice(0, 13).join("\n")}\n`;
    const { code, text } = await verify("--key", log.vkey);
    expect(code).toBe(1);
    expect(text).toContain("hands out only 10");
  });

  it("that signs two logs of the same size is found", async () => {
    const other = new TestLog(23, { word: "other" });
    answers[`${prefix}/checkpoint`] = () => other.checkpoint();
    const { code, text } = await verify("--key", log.vkey);
    expect(code).toBe(1);
    expect(text).toContain("two different logs");
  });

  it("is proven to continue a checkpoint kept from earlier", async () => {
    expect((await verify("--key", log.vkey, "--seq", "5", "--since", await kept(log.checkpoint(10)))).code).toBe(0);
    expect((await verify("--key", log.vkey, "--since", await kept(log.checkpoint(10)))).code).toBe(0);
  });

  it("that was rewritten since is found by a checkpoint kept from earlier", async () => {
    const old = await kept(new TestLog(10, { word: "older" }).checkpoint());
    expect((await verify("--key", log.vkey, "--seq", "5", "--since", old)).code).toBe(1);
    expect((await verify("--key", log.vkey, "--since", old)).code).toBe(1);
  });

  it("that answers a consistency question with a false path is found", async () => {
    const since = await kept(log.checkpoint(10));
    for (const lie of [
      "",
      "not a hash\n",
      log.consistency(11, 23),
      log.consistency(10, 23).split("\n").slice(1).join("\n"),
    ]) {
      answers[`${prefix}/consistency?from=10&to=23`] = () => lie;
      expect((await verify("--key", log.vkey, "--seq", "5", "--since", since)).code).toBe(1);
    }
  });

  it("that does not answer is not called false: nothing was checked", async () => {
    answers = {};
    const { code, text } = await verify();
    expect(code).toBe(2);
    expect(text).toContain("NOTHING CHECKED");
    expect((await verify("--seq", "-1", "--key", log.vkey)).code).toBe(2);
  });

  it("with an empty-log checkpoint as --since is not checked", async () => {
    const empty = new TestLog(0);
    expect((await verify("--key", log.vkey, "--since", await kept(empty.checkpoint()))).code).toBe(2);
  });
});
