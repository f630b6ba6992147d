import { Signalbox } from "@signalbox/sdk";
import { signalboxOversight } from "@signalbox/sdk/langchain";
import { ScriptedModel, toolCalls, type ScriptedCall } from "@signalbox/sdk/scripted-model";
import { MemorySaver } from "@langchain/langgraph";
import { AIMessage, createAgent, tool, ToolMessage } from "langchain";
import { z } from "zod";

export interface FinanceAgent {
  /** Runs until the agent has nothing more to do; waits for decisions on the way. */
  work: Promise<void>;
  /** What its tools have really done. */
  ran: { tool: string; args: unknown }[];
  /** What its model was told about a call, in the turn after it. */
  told(callId: string): string;
  turns(): number;
}

/** A LangChain agent whose scripted model makes these calls at once and then ends. Its tools are named for one test alone. */
export function startFinanceAgent(options: {
  baseURL: string;
  key: string;
  tools: string[];
  calls: ScriptedCall[];
}): FinanceAgent {
  const { baseURL, key, calls } = options;
  const ran: FinanceAgent["ran"] = [];
  const tools = options.tools.map((name) =>
    tool(
      (args) => {
        ran.push({ tool: name, args });
        return `Done: ${JSON.stringify(args)}`;
      },
      { name, description: name, schema: z.object({ budget: z.string(), amount: z.number() }) },
    ),
  );
  const oversight = signalboxOversight({
    signalbox: new Signalbox({ baseUrl: baseURL, apiKey: key }),
    interruptOn: Object.fromEntries(options.tools.map((name) => [name, true])),
  });
  const model = new ScriptedModel([
    toolCalls(calls, "EMEA runs out of money in September."),
    new AIMessage("That is all."),
  ]);
  const agent = createAgent({ model, tools, middleware: [...oversight.middleware], checkpointer: new MemorySaver() });
  const config = { configurable: { thread_id: crypto.randomUUID() } };
  const work = oversight
    .invoke(agent, { messages: [{ role: "user", content: "Keep EMEA running." }] }, config)
    .then(() => undefined);
  // A test that fails earlier must not fail a second time for the agent it leaves behind.
  work.catch(() => undefined);
  return {
    work,
    ran,
    told(callId) {
      const messages =
        model.heard[1]
          ?.filter((message) => ToolMessage.isInstance(message))
          .filter((message) => message.tool_call_id === callId) ?? [];
      if (messages.length !== 1) throw new Error(`the model was told ${messages.length} times about ${callId}`);
      return messages[0]?.text ?? "";
    },
    turns: () => model.heard.length,
  };
}
