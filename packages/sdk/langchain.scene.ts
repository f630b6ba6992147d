import { AIMessage, createAgent, tool, ToolMessage, type BaseMessage } from "langchain";
import { MemorySaver } from "@langchain/langgraph";
import { afterEach, beforeEach, expect } from "vitest";
import { z } from "zod";
import { Signalbox } from "./client.ts";
import { ContractServer } from "./contract.server.ts";
import { signalboxOversight, type OversightOptions } from "./langchain.ts";
import { ScriptedModel, type Line } from "./scripted-model.ts";

/** What a test's agents talk to, made anew for each test, and what their tools did. */
export const scene = {} as { server: ContractServer; signalbox: Signalbox; ran: [string, Record<string, unknown>][] };
let thread = 0;

/** Makes the scene anew before each test of the file that calls this. */
export function setTheScene(): void {
  beforeEach(async () => {
    scene.server = await new ContractServer().start();
    scene.signalbox = new Signalbox({ baseUrl: scene.server.baseUrl, apiKey: "sbx_test", retryForSeconds: 0.4 });
    scene.ran = [];
  });
  afterEach(() => scene.server.stop());
}

export const amounts = z.object({ amount: z.number() });

export function record(name: string, work: (args: { amount: number }) => unknown = () => `${name} done`) {
  return tool(
    (args: { amount: number }) => {
      scene.ran.push([name, args]);
      return work(args);
    },
    { name, description: name, schema: amounts },
  );
}

export interface Setup {
  script: Line[];
  interruptOn?: OversightOptions["interruptOn"];
  tools?: ReturnType<typeof record>[];
  options?: Partial<OversightOptions>;
}

export function setUp({
  script,
  interruptOn = { pay: true, refund: true },
  tools = [record("pay"), record("refund"), record("look")],
  options = {},
}: Setup) {
  const model = new ScriptedModel(script);
  const oversight = signalboxOversight({ signalbox: scene.signalbox, interruptOn, ...options });
  const agent = createAgent({ model, tools, middleware: [...oversight.middleware], checkpointer: new MemorySaver() });
  const config = { configurable: { thread_id: `thread-${(thread += 1)}` } };
  const go = async () =>
    (await oversight.invoke(agent, { messages: [{ role: "user", content: "go" }] }, config)).messages;
  return { model, oversight, agent, config, go };
}

export const done = new AIMessage("finished");
export const pay = (id = "c1", amount = 12) => ({ name: "pay", args: { amount }, id });
export const refund = (id = "c2", amount = 3) => ({ name: "refund", args: { amount }, id });

/** What the model is told about a tool call. */
export function told(messages: BaseMessage[], id: string): ToolMessage {
  const found = messages
    .filter((message) => ToolMessage.isInstance(message))
    .filter((message) => message.tool_call_id === id);
  expect(found).toHaveLength(1);
  const [message] = found;
  if (!message) throw new Error("unreachable");
  return message;
}
