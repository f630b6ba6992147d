/**
 * A process of agents whose threads are kept in files. It takes orders from the process that made it: `begin` starts a thread and leaves it waiting,
 * `settle` carries it on, `go_on` takes up what a process left in the middle. It answers how the thread stands. What its tool does is a line in a
 * file, so that it can be counted over processes.
 */
import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { createAgent, tool, type BaseMessage } from "langchain";
import { z } from "zod";
import { Signalbox } from "../client.ts";
import { SignalboxError } from "../errors.ts";
import { signalboxOversight } from "../langchain.ts";
import { toolCalls } from "../scripted-model.ts";
import { FileSaver } from "./file-saver.ts";
import { lastTold, ReplayedModel } from "./replayed-model.ts";

export interface Order {
  baseUrl: string;
  /** Holds the thread, and the lines that its tool writes. */
  folder: string;
  task: "begin" | "settle" | "go_on";
  /** The paying agent is a tool of another. */
  nested: boolean;
  /** The tool works so long, having written its line. */
  workMs: number;
}

/** How the thread stands: its last words, null where there was nothing to do, or the error. */
export type Said = { end: string | null } | { code: string; message: string };

async function carryOn({ baseUrl, folder, task, nested, workMs }: Order): Promise<string | undefined> {
  const oversight = signalboxOversight({
    signalbox: new Signalbox({ baseUrl, apiKey: "sbx_test", retryForSeconds: 2 }),
    interruptOn: { pay: true },
  });
  const pay = tool(
    async ({ amount }: { amount: number }) => {
      appendFileSync(`${folder}/ran`, `${amount}\n`);
      await sleep(workMs);
      return `paid ${amount}`;
    },
    { name: "pay", description: "pays", schema: z.object({ amount: z.number() }) },
  );
  const payer = {
    model: new ReplayedModel([toolCalls([{ name: "pay", args: { amount: 12 }, id: "p1" }]), lastTold]),
    tools: [pay],
    middleware: [...oversight.middleware],
  };
  const delegate = tool(
    async (_args: { task: string }, runtime) => {
      const { messages } = (await createAgent(payer).invoke(
        { messages: [{ role: "user", content: "pay" }] },
        runtime,
      )) as { messages: BaseMessage[] };
      return messages.at(-1)?.text ?? "";
    },
    { name: "delegate", description: "hands a task on", schema: z.object({ task: z.string() }) },
  );
  const checkpointer = new FileSaver(`${folder}/thread.json`);
  const agent = nested
    ? createAgent({
        model: new ReplayedModel([toolCalls([{ name: "delegate", args: { task: "pay" }, id: "d1" }]), lastTold]),
        tools: [delegate],
        checkpointer,
      })
    : createAgent({ ...payer, checkpointer });
  const config = { configurable: { thread_id: "thread" } };
  const begin = { messages: [{ role: "user", content: "go" }] };
  const result =
    task === "settle"
      ? await oversight.settle(agent, config)
      : await oversight.invoke(
          agent,
          task === "begin" ? begin : null,
          config,
          task === "begin" ? { timeoutSeconds: 0.5 } : {},
        );
  return result?.messages.at(-1)?.text;
}

async function answer(order: Order): Promise<Said> {
  try {
    return { end: (await carryOn(order)) ?? null };
  } catch (error) {
    if (!(error instanceof SignalboxError)) throw error;
    return { code: error.code, message: error.message };
  }
}

// What is no refusal ends the process, and the one that gave the order hears that it is gone.
process.on(
  "message",
  ({ id, order }: { id: number; order: Order }) => void answer(order).then((said) => process.send?.({ id, said })),
);
