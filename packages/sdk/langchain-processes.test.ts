import { type ChildProcess, fork } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ContractServer } from "./contract.server.ts";
import type { Order, Said } from "./testing/agent-process.ts";

/** A thread that is kept in a file, carried on by processes of its own: none of them shares memory with another. */

class AgentProcess {
  private readonly child: ChildProcess = fork(join(import.meta.dirname, "testing/agent-process.ts"), {
    execArgv: ["--import", "tsx"],
  });
  private readonly open = new Map<number, { resolve: (said: Said) => void; reject: (error: Error) => void }>();
  private orders = 0;

  constructor() {
    this.child.on("message", ({ id, said }: { id: number; said: Said }) => this.open.get(id)?.resolve(said));
    this.child.on("exit", () => {
      for (const { reject } of this.open.values()) reject(new Error("the process is gone"));
    });
  }

  async do(task: Order["task"], { nested, workMs = 0 }: { nested: boolean; workMs?: number }): Promise<Said> {
    const id = (this.orders += 1);
    const order: Order = { baseUrl: server.baseUrl, folder, task, nested, workMs };
    return new Promise((resolve, reject) => {
      this.open.set(id, { resolve, reject });
      this.child.send({ id, order });
    });
  }

  kill(): void {
    this.child.kill("SIGKILL");
  }
}

let server: ContractServer;
let folder: string;
let first: AgentProcess;
let second: AgentProcess;

beforeAll(() => {
  first = new AgentProcess();
  second = new AgentProcess();
});
afterAll(() => {
  first.kill();
  second.kill();
});
beforeEach(async () => {
  server = await new ContractServer().start();
  folder = mkdtempSync(join(tmpdir(), "signalbox-thread-"));
});
afterEach(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const runs = (): string[] =>
  existsSync(join(folder, "ran")) ? readFileSync(join(folder, "ran"), "utf8").trim().split("\n") : [];

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(20);
}

const textOf = (said: Said | undefined): string =>
  said === undefined ? "" : "end" in said ? (said.end ?? "") : said.message;

const mayHaveRun =
  'The action "pay" may have run, wholly or in part: its permit was used, and nobody has reported what came of it. Look at what it would have changed';
const hasRun = 'The action "pay" has run already and succeeded, as was reported. Do not repeat the call';

describe.each([
  ["an agent", false, "heard: "],
  ["an agent inside a tool of another", true, "heard: heard: "],
])("the thread of %s", { timeout: 120_000 }, (_, nested, heard) => {
  it("that one process left waiting is carried on by another after the approval: asked once, run once", async () => {
    expect(await first.do("begin", { nested })).toMatchObject({ code: "still_pending" });
    expect(runs()).toEqual([]);
    server.approve(server.asked("pay"));
    expect(await second.do("settle", { nested })).toEqual({ end: `${heard}paid 12` });
    expect(runs()).toEqual(["12"]);
    expect(server.actions.size).toBe(1);
    expect(server.asked("pay")).toMatchObject({ consumed: true, outcome: { status: "succeeded", result: "paid 12" } });
    // And it is over, also for the process that began it.
    expect(await first.do("settle", { nested })).toEqual({ end: null });
  });

  it("that waits for a call which is then rejected goes on in another process, whose model hears why", async () => {
    await first.do("begin", { nested });
    server.reject(server.asked("pay"), "Not before Monday.");
    expect(await second.do("settle", { nested })).toMatchObject({
      end: expect.stringContaining("Not before Monday.") as unknown,
    });
    expect(runs()).toEqual([]);
    expect(server.actions.size).toBe(1);
  });

  it("settled by two processes at once runs the call once; the other one's model hears that it may have run, or that it has", async () => {
    await first.do("begin", { nested });
    const both = [first, second].map((each) => each.do("settle", { nested, workMs: 300 }));
    // Both have begun to wait for the decision before it is made.
    await until(
      () =>
        server.requests.filter(
          ({ method, headers }) => method === "GET" && headers.prefer?.toString().startsWith("wait=30"),
        ).length >= 2,
    );
    server.approve(server.asked("pay"));
    const ends = await Promise.all(both);
    expect(runs()).toEqual(["12"]);
    expect(server.actions.size).toBe(1);
    const [ran, told] = ends.map(textOf).sort((a) => (a === `${heard}paid 12` ? -1 : 1));
    expect(ran).toBe(`${heard}paid 12`);
    expect(
      [
        `${heard}${mayHaveRun}`,
        `${heard}${hasRun}`,
        "The thread waits for no decision, but is not at its end",
        `${heard}paid 12`,
      ].filter((beginning) => told?.startsWith(beginning)),
      told,
    ).toHaveLength(1);
  });

  it("whose process was killed while the tool ran: settle says how to go on, nothing runs again, and the model hears that it may have run", async () => {
    await first.do("begin", { nested });
    server.approve(server.asked("pay"));
    const killed = expect(first.do("settle", { nested, workMs: 600_000 })).rejects.toThrow("gone");
    await until(() => runs().length === 1);
    first.kill();
    await killed;
    first = new AgentProcess();
    expect(await second.do("settle", { nested })).toMatchObject({
      code: "left_in_the_middle",
      message: expect.stringContaining("oversight.invoke(agent, null, config)") as unknown,
    });
    expect(await second.do("go_on", { nested })).toMatchObject({
      end: expect.stringContaining(`${heard}${mayHaveRun}`) as unknown,
    });
    expect(runs()).toEqual(["12"]);
    expect(server.actions.size).toBe(1);
    expect(await second.do("settle", { nested })).toEqual({ end: null });
  });
});
