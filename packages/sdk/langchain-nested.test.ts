import { createAgent, humanInTheLoopMiddleware, tool, type BaseMessage } from "langchain";
import { MemorySaver } from "@langchain/langgraph";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { Signalbox } from "./client.ts";
import { ContractServer, type StoredAction } from "./contract.server.ts";
import { signalboxOversight, type Oversight } from "./langchain.ts";
import { toolCalls, type Line, type ScriptedCall } from "./scripted-model.ts";
import { lastTold, ReplayedModel } from "./testing/replayed-model.ts";

/** An agent is a tool of another, and its own tools are governed. */

let server: ContractServer;
let signalbox: Signalbox;
let ran: unknown[];
let threads = 0;

beforeEach(async () => {
  server = await new ContractServer().start();
  signalbox = new Signalbox({ baseUrl: server.baseUrl, apiKey: "sbx_test", retryForSeconds: 0.4 });
  ran = [];
});
afterEach(() => server.stop());

const payTool = () =>
  tool(
    (args: { amount: number }) => {
      ran.push(args);
      return `paid ${args.amount}`;
    },
    { name: "pay", description: "pays", schema: z.object({ amount: z.number() }) },
  );
const pay = (id: string, amount: number): ScriptedCall => ({ name: "pay", args: { amount }, id });
const delegate = (id: string, task = "pay the carrier"): ScriptedCall => ({ name: "delegate", args: { task }, id });

interface Inner {
  script: Line[];
  middleware?: Oversight["middleware"] | readonly [];
}

/** The outer agent's tool, in which another agent runs to its end. */
function delegateTool({ script, middleware = [] }: Inner, name = "delegate", tools = [payTool()]) {
  return tool(
    async ({ task }: { task: string }, runtime) => {
      const inner = createAgent({ model: new ReplayedModel(script), tools, middleware: [...middleware] });
      const { messages } = (await inner.invoke({ messages: [{ role: "user", content: task }] }, runtime)) as {
        messages: BaseMessage[];
      };
      return messages.at(-1)?.text ?? "";
    },
    { name, description: "hands a task on", schema: z.object({ task: z.string() }) },
  );
}

function setUp(
  inner: (oversight: Oversight) => Inner,
  outer: Line[] = [toolCalls([delegate("d1")]), lastTold],
  interruptOn: Record<string, boolean> = { pay: true },
  checkpointer = new MemorySaver(),
) {
  const oversight = signalboxOversight({ signalbox, interruptOn });
  const agent = createAgent({
    model: new ReplayedModel(outer),
    tools: [delegateTool(inner(oversight)), payTool()],
    middleware: [...oversight.middleware],
    checkpointer,
  });
  const config = { configurable: { thread_id: `nested-${(threads += 1)}` } };
  const go = async () =>
    (await oversight.invoke(agent, { messages: [{ role: "user", content: "go" }] }, config)).messages.at(-1)?.text;
  return { oversight, agent, config, go };
}

const guarded =
  (script: Line[]) =>
  (oversight: Oversight): Inner => ({ script, middleware: oversight.middleware });
const onePayment = guarded([toolCalls([pay("p1", 12)]), lastTold]);
const decided = (): StoredAction[] => [...server.actions.values()];

describe("a call of an agent inside a tool", () => {
  it("approved: runs once, as asked, its outcome is reported, and the outer agent hears the end", async () => {
    server.judge = (action) => server.approve(action);
    expect(await setUp(onePayment).go()).toBe("heard: heard: paid 12");
    expect(ran).toEqual([{ amount: 12 }]);
    expect(decided()).toHaveLength(1);
    expect(server.asked("pay")).toMatchObject({ consumed: true, outcome: { status: "succeeded", result: "paid 12" } });
  });

  it("edited: runs with the reviewer's parameters, and the model inside is told", async () => {
    server.judge = (action) => server.edit(action, { amount: 5 }, "Half of it.");
    expect(await setUp(onePayment).go()).toContain("A reviewer replaced the arguments");
    expect(ran).toEqual([{ amount: 5 }]);
  });

  it("rejected: does not run, the model inside hears why, and the thread comes to its end", async () => {
    server.judge = (action) => server.reject(action, "Not this carrier.");
    const { go, agent, config } = setUp(onePayment);
    expect(await go()).toContain("Not this carrier.");
    expect(ran).toEqual([]);
    expect((await agent.graph.getState(config)).next).toEqual([]);
  });

  it("held: the thread waits, gives up with still_pending, and is settled later; asked once in all", async () => {
    const { oversight, agent, config } = setUp(onePayment);
    await expect(
      oversight.invoke(agent, { messages: [{ role: "user", content: "go" }] }, config, { timeoutSeconds: 0.2 }),
    ).rejects.toMatchObject({ code: "still_pending" });
    expect(ran).toEqual([]);
    server.approve(server.asked("pay"));
    expect((await oversight.settle(agent, config))?.messages.at(-1)?.text).toBe("heard: heard: paid 12");
    expect(ran).toEqual([{ amount: 12 }]);
    expect(decided()).toHaveLength(1);
  });
});

describe("several calls", () => {
  it("of one inner answer are decided one by one", async () => {
    server.judge = (action) =>
      action.parameters["amount"] === 1 ? server.reject(action, "Too small.") : server.approve(action);
    const heard = await setUp(guarded([toolCalls([pay("p1", 1), pay("p2", 2)]), lastTold])).go();
    expect(heard).toContain("Too small.");
    expect(heard).toContain("paid 2");
    expect(ran).toEqual([{ amount: 2 }]);
  });

  it("of two agents at once, and of the outer one beside them, each have their own decision", async () => {
    server.judge = (action) =>
      action.parameters["amount"] === 7 ? server.reject(action, "Seven is too much.") : server.approve(action);
    const script = guarded([(messages) => toolCalls([pay("p1", messages[0]?.text === "first" ? 6 : 7)]), lastTold]);
    const heard = await setUp(script, [
      toolCalls([delegate("d1", "first"), delegate("d2", "second"), pay("p1", 8)]),
      lastTold,
    ]).go();
    expect(heard).toContain("paid 6");
    expect(heard).toContain("Seven is too much.");
    expect(heard).toContain("paid 8");
    expect(ran).toHaveLength(2);
    expect(decided()).toHaveLength(3);
  });

  it("of two agents at once are put to people together: none waits until another is decided", async () => {
    const script = guarded([() => toolCalls([pay("p1", 12)]), lastTold]);
    const { oversight, agent, config } = setUp(script, [toolCalls([delegate("d1"), delegate("d2")]), lastTold]);
    await expect(
      oversight.invoke(agent, { messages: [{ role: "user", content: "go" }] }, config, { timeoutSeconds: 0.2 }),
    ).rejects.toMatchObject({ code: "still_pending" });
    expect(decided()).toHaveLength(2);
    decided().forEach((action) => server.approve(action));
    expect((await oversight.settle(agent, config))?.messages.at(-1)?.text).toBe(
      "heard: heard: paid 12 & heard: paid 12",
    );
    expect(ran).toHaveLength(2);
  });

  it("of one answer that share an id: none runs, the model inside hears why, and the thread comes to its end", async () => {
    server.judge = (action) => server.approve(action);
    const heard = await setUp(guarded([toolCalls([pay("p1", 1), pay("p1", 2)]), lastTold])).go();
    expect(heard).toContain("share an id");
    expect(ran).toEqual([]);
    expect(decided()).toHaveLength(0);
  });

  it("of two agents that one tool runs one after the other are found with the one that made them", async () => {
    server.judge = (action) => server.approve(action);
    const oversight = signalboxOversight({ signalbox, interruptOn: { pay: true } });
    const both = tool(
      async (_task: { task: string }, runtime) => {
        const heard: string[] = [];
        for (const amount of [1, 2]) {
          const inner = createAgent({
            model: new ReplayedModel([toolCalls([pay("p1", amount)]), lastTold]),
            tools: [payTool()],
            middleware: [...oversight.middleware],
          });
          heard.push(
            (
              (await inner.invoke({ messages: [{ role: "user", content: "t" }] }, runtime)) as {
                messages: BaseMessage[];
              }
            ).messages.at(-1)?.text ?? "",
          );
        }
        return heard.join(" then ");
      },
      { name: "delegate", description: "hands on, twice", schema: z.object({ task: z.string() }) },
    );
    const agent = createAgent({
      model: new ReplayedModel([toolCalls([delegate("d1")]), lastTold]),
      tools: [both],
      checkpointer: new MemorySaver(),
    });
    const result = (await oversight.invoke(
      agent,
      { messages: [{ role: "user", content: "go" }] },
      { configurable: { thread_id: "twice" } },
    )) as { messages: BaseMessage[] };
    expect(result.messages.at(-1)?.text).toBe("heard: heard: paid 1 then heard: paid 2");
    expect(ran).toEqual([{ amount: 1 }, { amount: 2 }]);
  });

  it("one after the other, each waits for its own decision, and none runs twice", async () => {
    server.judge = (action) => server.approve(action);
    const heard = await setUp(guarded([toolCalls([pay("p1", 1)]), toolCalls([pay("p1", 2)]), lastTold])).go();
    expect(heard).toBe("heard: heard: paid 1 & paid 2");
    expect(ran).toEqual([{ amount: 1 }, { amount: 2 }]);
  });

  it("of an agent inside an agent inside an agent are found", async () => {
    server.judge = (action) => server.approve(action);
    const deep = (oversight: Oversight): Inner => ({
      script: [toolCalls([pay("p1", 3)]), lastTold],
      middleware: oversight.middleware,
    });
    const oversight = signalboxOversight({ signalbox, interruptOn: { pay: true } });
    const middle = tool(
      async (_task: { task: string }, runtime) => {
        const inner = createAgent({
          model: new ReplayedModel([toolCalls([{ name: "deeper", args: { task: "t" }, id: "m1" }]), lastTold]),
          tools: [delegateTool(deep(oversight), "deeper")],
        });
        return (
          (
            (await inner.invoke({ messages: [{ role: "user", content: "t" }] }, runtime)) as { messages: BaseMessage[] }
          ).messages.at(-1)?.text ?? ""
        );
      },
      { name: "delegate", description: "hands on", schema: z.object({ task: z.string() }) },
    );
    const agent = createAgent({
      model: new ReplayedModel([toolCalls([delegate("d1")]), lastTold]),
      tools: [middle],
      checkpointer: new MemorySaver(),
    });
    const result = await oversight.invoke(
      agent,
      { messages: [{ role: "user", content: "go" }] },
      { configurable: { thread_id: "deep" } },
    );
    expect((result as { messages: BaseMessage[] }).messages.at(-1)?.text).toBe("heard: heard: heard: paid 3");
    expect(ran).toEqual([{ amount: 3 }]);
  });
});

describe("an agent inside a tool", () => {
  const run = async (inner: (oversight: Oversight, runtime: unknown) => Promise<unknown>) => {
    const oversight = signalboxOversight({ signalbox, interruptOn: { pay: true } });
    const delegates = tool(
      async (_task: { task: string }, runtime) =>
        ((await inner(oversight, runtime)) as { messages: BaseMessage[] }).messages.at(-1)?.text ?? "",
      {
        name: "delegate",
        description: "hands on",
        schema: z.object({ task: z.string() }),
      },
    );
    const agent = createAgent({
      model: new ReplayedModel([toolCalls([delegate("d1")]), lastTold]),
      tools: [delegates],
      checkpointer: new MemorySaver(),
    });
    const result = (await oversight.invoke(
      agent,
      { messages: [{ role: "user", content: "go" }] },
      { configurable: { thread_id: "outer" } },
    )) as { messages: BaseMessage[] };
    return result.messages.at(-1)?.text;
  };
  const payer = (oversight: Oversight, more: { checkpointer?: MemorySaver } = {}) =>
    createAgent({
      model: new ReplayedModel([() => toolCalls([pay("p1", 4)]), lastTold]),
      tools: [payTool()],
      middleware: [...oversight.middleware],
      ...more,
    });
  const task = { messages: [{ role: "user", content: "t" }] };

  it("that lacks Signalbox's middleware runs nothing, and the sentence says what to add", async () => {
    server.judge = (action) => server.approve(action);
    const bare = (): Inner => ({
      script: [toolCalls([pay("p1", 12)]), lastTold],
      middleware: [humanInTheLoopMiddleware({ interruptOn: { pay: true } })] as unknown as Oversight["middleware"],
    });
    await expect(setUp(bare).go()).rejects.toMatchObject({
      code: "guard_missing",
      message: expect.stringContaining("Add oversight.middleware to that agent") as unknown,
    });
    expect(ran).toEqual([]);
    expect(decided()).toHaveLength(0);
  });

  it("that is not given the tool's runtime runs nothing, and the outer model hears what is missing", async () => {
    server.judge = (action) => server.approve(action);
    expect(await run((oversight) => payer(oversight).invoke(task))).toContain("No checkpointer set");
    expect(ran).toEqual([]);
  });

  it("that has a thread of its own is invoked like any other, and waits where it is", async () => {
    server.judge = (action) => server.approve(action);
    const checkpointer = new MemorySaver();
    expect(
      await run((oversight) =>
        oversight.invoke(payer(oversight, { checkpointer }), task, { configurable: { thread_id: "inner" } }),
      ),
    ).toBe("heard: heard: paid 4");
    expect(ran).toEqual([{ amount: 4 }]);
  });
});

describe("the tool that an agent runs in may be governed itself", () => {
  it("its permit holds over the wait: it counts as begun once", async () => {
    server.judge = (action) => server.approve(action);
    expect(await setUp(onePayment, undefined, { pay: true, delegate: true }).go()).toBe("heard: heard: paid 12");
    expect(ran).toEqual([{ amount: 12 }]);
    expect(server.asked("delegate")).toMatchObject({ consumed: true, outcome: { status: "succeeded" } });
  });

  it("in another process its permit counts as used: the model hears that it may have run, and the thread comes to its end", async () => {
    server.judge = (action) => void (action.action === "delegate" && server.approve(action));
    const checkpointer = new MemorySaver();
    const process = () => setUp(onePayment, undefined, { pay: true, delegate: true }, checkpointer);
    const { oversight: died, agent, config } = process();
    await expect(
      died.invoke(agent, { messages: [{ role: "user", content: "go" }] }, config, { timeoutSeconds: 0.2 }),
    ).rejects.toMatchObject({ code: "still_pending" });
    server.approve(server.asked("pay"));
    const next = process();
    const result = await next.oversight.settle(next.agent, config);
    expect(result?.messages.at(-1)?.text).toContain('The action "delegate" may have run');
    expect(ran).toEqual([]);
    expect((await next.agent.graph.getState(config)).next).toEqual([]);
  });
});
