import { readFileSync } from "node:fs";
import { Signalbox } from "@signalbox/sdk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ScriptedModel, toolCalls } from "@signalbox/sdk/scripted-model";
import { ContractServer } from "../contract.server.ts";
import { conclude, financeAgent, handOn, scriptedFinanceModel, type Ledger } from "./langchain.ts";

let server: ContractServer;
beforeEach(async () => {
  server = await new ContractServer().start();
});
afterEach(() => server.stop());

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");

describe("the example of the LangChain guide", () => {
  it("runs the edited allocation, does not send what was rejected, and the agent knows both", async () => {
    server.judge = (action) => {
      if (action.action === "allocate_budget")
        server.edit(action, { ...action.parameters, amount: 10_000 }, "10,000 until the review");
      else server.reject(action, "Finance announces budgets");
    };
    const ledger: Ledger = { allocated: [], announced: [] };
    const signalbox = new Signalbox({ baseUrl: server.baseUrl, apiKey: "sbx_test" });
    const { agent, oversight } = financeAgent(signalbox, scriptedFinanceModel(), ledger);
    const result = await oversight.invoke(
      agent,
      { messages: [{ role: "user", content: "Keep EMEA running." }] },
      { configurable: { thread_id: "t" } },
    );
    expect(ledger).toMatchObject({ allocated: [{ costCentre: "EMEA", amount: 10_000 }], announced: [] });
    expect(server.asked("allocate_budget").request.resource).toEqual({ type: "budget", id: "EMEA" });
    const words = result.messages.at(-1)?.text;
    expect(words).toContain("10,000 until the review");
    expect(words).toContain("Finance announces budgets");
  });

  it("runs the call of an agent inside a tool as it was decided", async () => {
    server.judge = (action) => server.approve(action);
    const paid: number[] = [];
    const models = {
      outerModel: new ScriptedModel([
        toolCalls([{ name: "delegate", args: { task: "Pay what is due." }, id: "call_delegate" }]),
        conclude,
      ]),
      innerModel: new ScriptedModel([toolCalls([{ name: "pay", args: { amount: 5 }, id: "call_pay" }]), conclude]),
    };
    expect(await handOn(new Signalbox({ baseUrl: server.baseUrl, apiKey: "sbx_test" }), models, paid)).toContain(
      "Paid 5 EUR.",
    );
    expect(paid).toEqual([5]);
    expect(server.asked("pay").request.parameters).toEqual({ amount: 5 });
  });

  it("is what the guide shows: every line of TypeScript in the guide stands in the example", () => {
    const example = new Set(
      read("./langchain.ts")
        .split("\n")
        .map((line) => line.trim()),
    );
    const guide = read("../../../docs/guides/langchain.md");
    const shown = [...guide.matchAll(/^```ts\n(.*?)^```$/gms)].flatMap((block) =>
      (block[1] ?? "").split("\n").map((line) => line.trim()),
    );
    expect(shown.length).toBeGreaterThan(10);
    expect(shown.filter((line) => line !== "" && !example.has(line))).toEqual([]);
  });
});
