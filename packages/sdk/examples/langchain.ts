/**
 * A finance agent built with LangChain.js whose tool calls are decided by people in Signalbox.
 *
 *   SIGNALBOX_URL=http://localhost:3000 SIGNALBOX_KEY=sbx_… npx tsx packages/sdk/examples/langchain.ts
 *
 * It asks to allocate a budget and to announce it. Open the console, edit one of the two calls, reject the other, and see
 * what it does. The model is scripted, so no model provider is needed; put a real one in its place.
 */
import { pathToFileURL } from "node:url";
import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { MemorySaver } from "@langchain/langgraph";
import { Signalbox } from "@signalbox/sdk";
import { signalboxOversight } from "@signalbox/sdk/langchain";
import { ScriptedModel, toolCalls } from "@signalbox/sdk/scripted-model";
import { AIMessage, createAgent, tool, ToolMessage, type BaseMessage } from "langchain";
import { z } from "zod";

/** As the demo's catalog declares the action `allocate_budget`. */
const Allocation = z.object({
  costCentre: z.string(),
  amount: z.number().positive(),
  currency: z.string(),
  purpose: z.string(),
  quarter: z.string(),
});
type Allocation = z.infer<typeof Allocation>;

/** What the tools have really done. */
export interface Ledger {
  allocated: Allocation[];
  announced: { audience: string; text: string }[];
}

export function financeAgent(signalbox: Signalbox, model: BaseChatModel, ledger: Ledger) {
  const allocateBudget = tool(
    (allocation) => {
      ledger.allocated.push(allocation);
      return `Allocated ${allocation.amount} ${allocation.currency} to ${allocation.costCentre}.`;
    },
    {
      name: "allocate_budget",
      description: "Move money from the reserve to a cost centre.",
      schema: Allocation,
    },
  );
  const announce = tool(
    (announcement) => {
      ledger.announced.push(announcement);
      return `Told ${announcement.audience}.`;
    },
    {
      name: "send_announcement",
      description: "Tell colleagues something by mail.",
      schema: z.object({ audience: z.string(), text: z.string() }),
    },
  );

  const oversight = signalboxOversight({
    signalbox,
    interruptOn: { allocate_budget: true, send_announcement: true },
    describe: (call) =>
      call.name === "allocate_budget" ? { resource: { type: "budget", id: String(call.args["costCentre"]) } } : {},
    onQuestion: ({ text }) => (/\bwho\b/i.test(text) ? "The lane manager of EMEA asked for it." : undefined),
  });
  const agent = createAgent({
    model,
    tools: [allocateBudget, announce],
    middleware: [...oversight.middleware],
    checkpointer: new MemorySaver(), // in production one that outlives the process
  });
  return { agent, oversight };
}

/** Hands a task to an agent that pays, and is overseen like any. @returns the outer agent's last words */
export async function handOn(
  signalbox: Signalbox,
  { outerModel, innerModel }: Record<"outerModel" | "innerModel", BaseChatModel>,
  paid: number[],
): Promise<string> {
  const pay = tool(
    ({ amount }) => {
      paid.push(amount);
      return `Paid ${amount} EUR.`;
    },
    { name: "pay", description: "Pays an invoice.", schema: z.object({ amount: z.number().positive() }) },
  );
  const oversight = signalboxOversight({ signalbox, interruptOn: { pay: true } });
  const checkpointer = new MemorySaver();
  const [input, config] = [
    { messages: [{ role: "user", content: "Pay what is due." }] },
    { configurable: { thread_id: crypto.randomUUID() } },
  ];
  const payer = createAgent({ model: innerModel, tools: [pay], middleware: [...oversight.middleware] });
  const delegate = tool(
    async ({ task }, runtime) =>
      (await payer.invoke({ messages: [{ role: "user", content: task }] }, runtime)).messages.at(-1)?.text ?? "",
    { name: "delegate", description: "Hands a task to the payer", schema: z.object({ task: z.string() }) },
  );
  const agent = createAgent({ model: outerModel, tools: [delegate], checkpointer });
  const result = await oversight.invoke(agent, input, config);
  return result.messages.at(-1)?.text ?? "";
}

/** Says what came of its calls, as a model would. */
export function conclude(messages: BaseMessage[]): AIMessage {
  const results = messages.filter((message) => ToolMessage.isInstance(message)).map((message) => `- ${message.text}`);
  return new AIMessage(["This is what came of it:", ...results].join("\n"));
}

export function scriptedFinanceModel(): ScriptedModel {
  const calls = [
    {
      name: "allocate_budget",
      args: { costCentre: "EMEA", amount: 40_000, currency: "EUR", purpose: "Reefer capacity", quarter: "2027-Q1" },
      id: "call_allocate",
    },
    {
      name: "send_announcement",
      args: { audience: "all-staff", text: "EMEA has 40,000 EUR more." },
      id: "call_announce",
    },
  ];
  return new ScriptedModel([
    toolCalls(calls, "EMEA will run out of money, so I move 40,000 EUR and tell everyone."),
    conclude,
  ]);
}

async function main(): Promise<void> {
  const { SIGNALBOX_URL: baseUrl, SIGNALBOX_KEY: apiKey } = process.env;
  if (!baseUrl || !apiKey) throw new Error("Set SIGNALBOX_URL and SIGNALBOX_KEY.");
  const ledger: Ledger = { allocated: [], announced: [] };
  const { agent, oversight } = financeAgent(new Signalbox({ baseUrl, apiKey }), scriptedFinanceModel(), ledger);
  console.log(`Waiting for decisions in ${baseUrl}/approvals`);
  const result = await oversight.invoke(
    agent,
    { messages: [{ role: "user", content: "Keep EMEA running." }] },
    { configurable: { thread_id: crypto.randomUUID() } },
  );
  console.log(result.messages.at(-1)?.text);
  console.log("What was really done:", ledger);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main();
