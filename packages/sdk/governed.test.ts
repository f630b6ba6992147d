import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Signalbox } from "./client.ts";
import { ContractServer } from "./contract.server.ts";
import { SignalboxError } from "./errors.ts";
import { governed, type GovernedTool } from "./governed.ts";

let server: ContractServer;
let signalbox: Signalbox;
let ran: unknown[];
beforeEach(async () => {
  server = await new ContractServer().start();
  signalbox = new Signalbox({ baseUrl: server.baseUrl, apiKey: "sbx_test", retryForSeconds: 2 });
  ran = [];
});
afterEach(() => server.stop());

const pay = (work: GovernedTool<unknown>["run"] = () => "paid", timeoutSeconds?: number) =>
  governed<unknown>(
    {
      name: "pay",
      run: (parameters, permitted) => (ran.push(parameters), work(parameters, permitted)),
      describe: () => ({ resource: { type: "account", id: "a1" } }),
    },
    { signalbox, scope: "thread 1", ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }) },
  );
const call = (id = "c1") => ({ id, args: { amount: 12 } });

describe("a governed tool", () => {
  it("runs what was approved, once, and reports it; the call made again is told what came of it", async () => {
    server.judge = (action) => server.approve(action);
    expect(await pay()(call())).toMatchObject({ ran: true, result: "paid" });
    expect(server.asked("pay")).toMatchObject({
      outcome: { status: "succeeded", result: "paid" },
      request: { resource: { type: "account", id: "a1" }, toolCallId: "c1" },
    });
    expect(await pay()(call())).toMatchObject({
      ran: false,
      text: expect.stringContaining("has run already and succeeded") as unknown,
    });
    expect(ran).toHaveLength(1);
    expect(server.actions.size).toBe(1);
  });

  it("runs what a reviewer made of it, and the model hears so", async () => {
    server.judge = (action) => server.edit(action, { amount: 5 }, "half");
    expect(await pay()(call())).toMatchObject({ ran: true, text: expect.stringContaining("half") as unknown });
    expect(ran).toEqual([{ amount: 5 }]);
  });

  it("does not run what was rejected, or what was refused as invalid, and the model hears why", async () => {
    server.judge = (action) => server.reject(action, "Not before Monday");
    expect(await pay()(call())).toMatchObject({
      ran: false,
      code: "not_approved",
      text: expect.stringContaining("Not before Monday") as unknown,
    });
    expect(await pay()({ id: "c2", args: { amount: NaN } })).toMatchObject({
      ran: false,
      code: "unsendable",
      text: expect.stringContaining("parameters.amount is NaN") as unknown,
    });
    const invalid = governed({ name: "invalid", run: () => ran.push(1) }, { signalbox, scope: "s" });
    expect(await invalid(call())).toMatchObject({
      ran: false,
      text: expect.stringContaining("parameters.amount: must be a number") as unknown,
    });
    expect(ran).toEqual([]);
  });

  it("given up before the decision can be called again, here or in another process, and is asked once", async () => {
    await expect(pay(undefined, 0.1)(call())).rejects.toMatchObject({ code: "still_pending" });
    server.approve(server.asked("pay"));
    // The repeated question gives the first answer, which was pending: what is read now counts.
    expect(await pay()(call())).toMatchObject({ ran: true });
    expect(server.actions.size).toBe(1);
  });

  it("whose process died while it ran is not run again, and the model hears that it may have run and what to look at", async () => {
    server.judge = (action) => server.approve(action);
    void pay(() => new Promise(() => undefined))(call());
    for (let i = 0; i < 200 && ran.length === 0; i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    const again = await pay()(call());
    expect(again).toMatchObject({ ran: false, text: expect.stringMatching(/may have run.*account a1/) as unknown });
    expect(ran).toHaveLength(1);
  });

  it("called twice at one moment with one id runs once", async () => {
    server.judge = (action) => server.approve(action);
    const both = await Promise.all([pay()(call()), pay()(call())]);
    expect(both.map((result) => result.ran).sort()).toEqual([false, true]);
    expect(ran).toHaveLength(1);
  });

  it("passes on what it throws, after it was reported", async () => {
    server.judge = (action) => server.approve(action);
    await expect(
      pay(() => {
        throw new Error("bank is closed");
      })(call("x".repeat(500))),
    ).rejects.toThrow("bank is closed");
    expect(server.asked("pay").outcome).toEqual({ status: "failed", error: "bank is closed" });
    // A refusal that the tool itself has met, having begun, is none of this call: it must not be said that the call did not run.
    const refused = new SignalboxError("not_approved", "Another action was rejected.");
    await expect(
      pay(() => {
        throw refused;
      })(call("c2")),
    ).rejects.toBe(refused);
    expect(server.asked("pay").outcome).toEqual({ status: "failed", error: "Another action was rejected." });
  });
});
