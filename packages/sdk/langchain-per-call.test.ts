import { END, interrupt, MemorySaver, MessagesValue, START, StateGraph, StateSchema } from "@langchain/langgraph";
import { ToolMessage } from "langchain";
import { afterEach, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { Signalbox } from "./client.ts";
import { ContractServer } from "./contract.server.ts";
import { signalboxOversight } from "./langchain.ts";
import { stateKey } from "./langchain-guard.ts";
import { toolCalls } from "./scripted-model.ts";

let server: ContractServer;
beforeEach(async () => {
  server = await new ContractServer().start();
});
afterEach(() => server.stop());

/** A graph that asks about each tool call with an interrupt of its own, as LangChain's per-call form does. */
function perCallGraph(answers: Record<string, unknown>) {
  const ask = (id: string, name: string) => () => {
    answers[id] = interrupt({
      type: "tool_approval",
      tool_call_id: id,
      name,
      args: { amount: 12 },
      response_schema: {},
    });
    return {};
  };
  return new StateGraph(
    new StateSchema({ messages: MessagesValue, [stateKey]: z.record(z.string(), z.unknown()).default({}) }),
  )
    .addNode("model", () => ({
      messages: [
        toolCalls([
          { name: "pay", args: { amount: 12 }, id: "c1" },
          { name: "refund", args: { amount: 12 }, id: "c2" },
        ]),
      ],
    }))
    .addNode("first", ask("c1", "pay"))
    .addNode("second", ask("c2", "refund"))
    .addEdge(START, "model")
    .addEdge("model", "first")
    .addEdge("model", "second")
    .addEdge("first", END)
    .addEdge("second", END)
    .compile({ checkpointer: new MemorySaver() });
}

it("interrupts that come one per call are each answered by their own id", async () => {
  server.judge = (action) =>
    action.action === "pay" ? server.edit(action, { amount: 5 }, "half") : server.reject(action, "no refunds");
  const signalbox = new Signalbox({ baseUrl: server.baseUrl, apiKey: "sbx_test" });
  const answers: Record<string, unknown> = {};
  const oversight = signalboxOversight({ signalbox, interruptOn: { pay: true, refund: true } });
  const result = await oversight.invoke(perCallGraph(answers), { messages: [] }, { configurable: { thread_id: "t" } });
  expect(answers).toEqual({
    c1: { type: "edit", edited_action: { name: "pay", args: { amount: 5 } } },
    c2: { type: "reject", message: expect.stringContaining("no refunds") as unknown },
  });
  expect(result.messages.filter((message) => ToolMessage.isInstance(message))).toEqual([]);
});
