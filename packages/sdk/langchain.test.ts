import { AIMessage, createAgent, humanInTheLoopMiddleware, tool, ToolMessage, type BaseMessage } from "langchain";
import { Command, interrupt, MemorySaver } from "@langchain/langgraph";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { Signalbox } from "./client.ts";
import { ContractServer } from "./contract.server.ts";
import { signalboxOversight, type OversightOptions } from "./langchain.ts";
import { ScriptedModel, toolCalls, type Line } from "./scripted-model.ts";

let server: ContractServer;
let signalbox: Signalbox;
let ran: [string, Record<string, unknown>][];
let thread = 0;

beforeEach(async () => {
  server = await new ContractServer().start();
  signalbox = new Signalbox({ baseUrl: server.baseUrl, apiKey: "sbx_test", retryForSeconds: 0.4 });
  ran = [];
});
afterEach(() => server.stop());

const amounts = z.object({ amount: z.number() });

function record(name: string, work: (args: { amount: number }) => unknown = () => `${name} done`) {
  return tool(
    (args: { amount: number }) => {
      ran.push([name, args]);
      return work(args);
    },
    { name, description: name, schema: amounts },
  );
}

interface Setup {
  script: Line[];
  interruptOn?: OversightOptions["interruptOn"];
  tools?: ReturnType<typeof record>[];
  options?: Partial<OversightOptions>;
}

function setUp({ script, interruptOn = { pay: true, refund: true }, tools = [record("pay"), record("refund"), record("look")], options = {} }: Setup) {
  const model = new ScriptedModel(script);
  const oversight = signalboxOversight({ signalbox, interruptOn, ...options });
  const agent = createAgent({ model, tools, middleware: [...oversight.middleware], checkpointer: new MemorySaver() });
  const config = { configurable: { thread_id: `thread-${(thread += 1)}` } };
  const go = async () => (await oversight.invoke(agent, { messages: [{ role: "user", content: "go" }] }, config)).messages;
  return { model, oversight, agent, config, go };
}

const done = new AIMessage("finished");
const pay = (id = "c1", amount = 12) => ({ name: "pay", args: { amount }, id });
const refund = (id = "c2", amount = 3) => ({ name: "refund", args: { amount }, id });

/** What the model is told about a tool call. */
function told(messages: BaseMessage[], id: string): ToolMessage {
  const found = messages.filter((message) => ToolMessage.isInstance(message)).filter((message) => message.tool_call_id === id);
  expect(found).toHaveLength(1);
  const [message] = found;
  if (!message) throw new Error("unreachable");
  return message;
}

describe("one tool call", () => {
  it("approved: runs as asked, on a permit used once, and its outcome is reported", async () => {
    server.judge = (action) => server.approve(action);
    const { go, model } = setUp({ script: [toolCalls([pay()], "The invoice is due."), done] });
    const messages = await go();
    expect(ran).toEqual([["pay", { amount: 12 }]]);
    expect(told(messages, "c1").content).toBe("pay done");
    expect(messages.at(-1)?.text).toBe("finished");
    const asked = server.asked("pay");
    expect(asked).toMatchObject({ consumed: true, outcome: { status: "succeeded", result: "pay done" } });
    expect(asked.request).toEqual({ action: "pay", parameters: { amount: 12 }, toolCallId: "c1", reasoning: { summary: "The invoice is due." } });
    expect(model.heard).toHaveLength(2);
  });

  it("edited: runs with the edited arguments only, and the model is told not to try its own again", async () => {
    server.judge = (action) => server.edit(action, { amount: 5 }, "Pay half now");
    const { go, model } = setUp({ script: [toolCalls([pay()]), done] });
    const messages = await go();
    expect(ran).toEqual([["pay", { amount: 5 }]]);
    const content = told(messages, "c1").text;
    expect(content).toContain("A reviewer replaced the arguments");
    expect(content).toContain("Pay half now");
    expect(content).toContain("pay done");
    const heard = model.heard[1]?.find((message) => AIMessage.isInstance(message));
    expect(AIMessage.isInstance(heard) && heard.tool_calls).toMatchObject([{ id: "c1", args: { amount: 5 } }]);
  });

  it("edited where the middleware takes no edits: what was decided runs all the same", async () => {
    server.judge = (action) => server.edit(action, { amount: 5 }, "Pay half now");
    const { go } = setUp({ script: [toolCalls([pay()]), done], interruptOn: { pay: { allowedDecisions: ["approve", "reject"] } } });
    await go();
    expect(ran).toEqual([["pay", { amount: 5 }]]);
  });

  it("rejected: does not run, and the reason reaches the model as the call's answer", async () => {
    server.judge = (action) => server.reject(action, "Not before Monday");
    const { go, model } = setUp({ script: [toolCalls([pay()]), done] });
    await go();
    expect(ran).toEqual([]);
    const heard = told(model.heard[1] ?? [], "c1");
    expect(heard.status).toBe("error");
    expect(heard.text).toContain("Not before Monday");
    expect(server.asked("pay").outcome).toBeNull();
  });

  it("rejected where the middleware takes no rejection: does not run, and the model goes on with the reason", async () => {
    server.judge = (action) => server.reject(action, "Not before Monday");
    const { go, model } = setUp({ script: [toolCalls([pay()]), done], interruptOn: { pay: { allowedDecisions: ["approve"] } } });
    const messages = await go();
    expect(ran).toEqual([]);
    expect(told(model.heard[1] ?? [], "c1").text).toContain("Not before Monday");
    expect(messages.at(-1)?.text).toBe("finished");
  });

  it("denied outright: the interlock's words reach the model", async () => {
    server.judge = (action) => server.denyByPolicy(action, "A stop is in force for this agent.");
    const { go, model } = setUp({ script: [toolCalls([pay()]), done] });
    await go();
    expect(ran).toEqual([]);
    expect(told(model.heard[1] ?? [], "c1").text).toContain("A stop is in force for this agent.");
  });

  it("expired: counts as denied and says so", async () => {
    server.judge = (action) => server.expire(action);
    const { go, model } = setUp({ script: [toolCalls([pay()]), done] });
    await go();
    expect(ran).toEqual([]);
    expect(told(model.heard[1] ?? [], "c1").text).toContain("nobody decided in time");
  });

  it("refused as invalid: each fault reaches the model, so that it can mend its call", async () => {
    const invalid = record("invalid");
    const { go, model } = setUp({ script: [toolCalls([{ name: "invalid", args: { amount: 1 }, id: "c1" }]), done], tools: [invalid], interruptOn: { invalid: true } });
    await go();
    expect(ran).toEqual([]);
    expect(told(model.heard[1] ?? [], "c1").text).toContain("parameters.amount: must be a number");
  });

  it("that fails: is reported as failed and the error reaches the model", async () => {
    server.judge = (action) => server.approve(action);
    const failing = record("pay", () => {
      throw new Error("bank is closed");
    });
    const { go, model } = setUp({ script: [toolCalls([pay()]), done], tools: [failing] });
    await go();
    expect(server.asked("pay").outcome).toEqual({ status: "failed", error: "bank is closed" });
    expect(told(model.heard[1] ?? [], "c1").text).toContain("bank is closed");
  });

  it("keeps the application's own account of the call, but never other parameters", async () => {
    server.judge = (action) => server.approve(action);
    const describeCall = () => ({ resource: { type: "budget", id: "emea" }, confidence: 0.4, parameters: { amount: 0 } });
    const { go } = setUp({ script: [toolCalls([pay()]), done], options: { describe: describeCall } });
    await go();
    expect(server.asked("pay").request).toMatchObject({ resource: { type: "budget", id: "emea" }, confidence: 0.4, parameters: { amount: 12 } });
  });
});

describe("several tool calls in one answer", () => {
  const rejectRefunds = () => {
    server.judge = (action) => (action.action === "refund" ? server.reject(action, "Already refunded") : server.edit(action, { amount: 5 }, "half"));
  };

  it.each([
    ["the rejected one last", [pay(), refund()]],
    ["the rejected one first", [refund(), pay()]],
  ])("one rejected, one edited, %s: the edited one runs and the rejected one's reason reaches the model", async (_order, calls) => {
    rejectRefunds();
    const { go, model } = setUp({ script: [toolCalls(calls), done] });
    const messages = await go();
    expect(ran).toEqual([["pay", { amount: 5 }]]);
    expect(model.heard).toHaveLength(2);
    expect(told(model.heard[1] ?? [], "c2").text).toContain("Already refunded");
    expect(told(model.heard[1] ?? [], "c2").status).toBe("error");
    expect(told(model.heard[1] ?? [], "c1").text).toContain("pay done");
    expect(server.asked("pay").outcome?.status).toBe("succeeded");
    expect(server.asked("refund")).toMatchObject({ consumed: false, outcome: null });
    expect(messages.at(-1)?.text).toBe("finished");
  });

  it("a rejection does not discard a call that needs no approval", async () => {
    rejectRefunds();
    const { go, model } = setUp({ script: [toolCalls([{ name: "look", args: { amount: 0 }, id: "c0" }, refund()]), done] });
    await go();
    expect(ran).toEqual([["look", { amount: 0 }]]);
    expect(told(model.heard[1] ?? [], "c0").text).toBe("look done");
    expect(told(model.heard[1] ?? [], "c2").text).toContain("Already refunded");
  });

  it("all rejected: nothing runs and every reason reaches the model", async () => {
    server.judge = (action) => server.reject(action, `no ${action.action}`);
    const { go, model } = setUp({ script: [toolCalls([pay(), refund()]), done] });
    const messages = await go();
    expect(ran).toEqual([]);
    expect(told(model.heard[1] ?? [], "c1").text).toContain("no pay");
    expect(told(model.heard[1] ?? [], "c2").text).toContain("no refund");
    expect(messages.at(-1)?.text).toBe("finished");
  });

  it("five calls, mixed: each gets its own decision, two equal calls included", async () => {
    let seen = 0;
    server.judge = (action) => (action.action === "refund" ? server.reject(action, "no") : (seen += 1) === 2 ? server.reject(action, "once is enough") : server.approve(action));
    const calls = [pay("a", 1), refund("b"), pay("c", 1), pay("d", 2), { name: "look", args: { amount: 9 }, id: "e" }];
    const { go, model } = setUp({ script: [toolCalls(calls), done] });
    await go();
    expect(ran).toHaveLength(3);
    expect(ran).toEqual(expect.arrayContaining([["look", { amount: 9 }]]));
    for (const call of calls) told(model.heard[1] ?? [], call.id);
    expect([...server.actions.values()].filter((action) => action.consumed)).toHaveLength(2);
  });

  it("a permit that ran out while a sibling was being decided: what was decided is asked again and runs", async () => {
    let refusals = 1;
    server.fault = (request) => (request.path.includes("/executions") && refusals-- > 0 ? { status: 410, code: "permit_expired" } : undefined);
    server.judge = (action) => (action.parameters["amount"] === 12 ? server.edit(action, { amount: 5 }, "half") : server.approve(action));
    const { go } = setUp({ script: [toolCalls([pay()]), done] });
    const messages = await go();
    expect(ran).toEqual([["pay", { amount: 5 }]]);
    expect([...server.actions.values()].map((action) => action.parameters)).toEqual([{ amount: 12 }, { amount: 5 }]);
    expect(server.asked("pay").outcome?.status).toBe("succeeded");
    expect(told(messages, "c1").text).toContain("A reviewer replaced the arguments");
  });

  it("the same tool call id used again in a later answer is decided anew", async () => {
    server.judge = (action) => server.approve(action);
    const { go } = setUp({ script: [toolCalls([pay("c1", 1)]), toolCalls([pay("c1", 1)]), done] });
    await go();
    expect(ran).toEqual([["pay", { amount: 1 }], ["pay", { amount: 1 }]]);
    expect(server.actions.size).toBe(2);
  });
});

describe("what could go wrong", () => {
  it("Signalbox away before the decision: nothing runs, and the thread can be settled later without asking twice", async () => {
    const { agent, oversight, config, go } = setUp({ script: [toolCalls([pay()]), done] });
    await server.stop();
    await expect(go()).rejects.toMatchObject({ code: "unreachable" });
    expect(ran).toEqual([]);
    await server.start();
    await expect(oversight.settle(agent, config, { timeoutSeconds: 0.1 })).rejects.toMatchObject({ code: "still_pending" });
    server.approve(server.asked("pay"));
    const result = await oversight.settle(agent, config);
    expect(result?.messages.at(-1)?.text).toBe("finished");
    expect(ran).toEqual([["pay", { amount: 12 }]]);
    expect(server.actions.size).toBe(1);
    expect(await oversight.settle(agent, config)).toBeUndefined();
  });

  it("Signalbox away when the permit is needed: the tool does not run and the model is told why", async () => {
    server.judge = (action) => server.approve(action);
    server.fault = (request) => (request.path.includes("/executions") ? "drop" : undefined);
    const { go, model } = setUp({ script: [toolCalls([pay()]), done] });
    await go();
    expect(ran).toEqual([]);
    expect(told(model.heard[1] ?? [], "c1").text).toContain("Signalbox cannot be reached, so nothing may run (unreachable)");
  });

  it.each([
    ["stopped", 409, "a stop is in force"],
    ["permit_expired", 410, "ran out before it was used"], // the second time too
    ["permit_consumed", 409, "may have run, wholly or in part: its permit was used"],
  ])("permit refused (%s): the tool does not run and the model is told why", async (code, status, words) => {
    server.judge = (action) => server.approve(action);
    server.fault = (request) => (request.path.includes("/executions") ? { status, code } : undefined);
    const { go, model } = setUp({ script: [toolCalls([pay()]), done] });
    await go();
    expect(ran).toEqual([]);
    expect(told(model.heard[1] ?? [], "c1").text).toContain(words);
  });

  it("the graph resumed by hand with an approval: the governed call still goes to Signalbox", async () => {
    server.judge = (action) => server.reject(action, "Nobody asked me");
    const { agent, config, model } = setUp({ script: [toolCalls([pay()]), done] });
    await agent.invoke({ messages: [{ role: "user", content: "go" }] }, config);
    await agent.invoke(new Command({ resume: { decisions: [{ type: "approve" }] } }), config);
    expect(ran).toEqual([]);
    expect(told(model.heard[1] ?? [], "c1").text).toContain("Nobody asked me");
  });

  it("the arguments changed by hand after the decision: what was decided runs", async () => {
    server.judge = (action) => server.approve(action);
    const { agent, config, oversight } = setUp({ script: [toolCalls([pay()]), done] });
    await agent.invoke({ messages: [{ role: "user", content: "go" }] }, config);
    const command = await oversight.resolve(agent, config);
    const forged = { decisions: [{ type: "edit", editedAction: { name: "pay", args: { amount: 1_000_000 } } }] };
    await agent.invoke(new Command({ resume: forged, update: command?.update ?? {} }), config);
    expect(ran).toEqual([["pay", { amount: 12 }]]);
  });

  it("an agent without the guard is refused before anything is asked", async () => {
    const oversight = signalboxOversight({ signalbox, interruptOn: { pay: true } });
    const agent = createAgent({ model: new ScriptedModel([toolCalls([pay()]), done]), tools: [record("pay")], middleware: [humanInTheLoopMiddleware({ interruptOn: { pay: true } })], checkpointer: new MemorySaver() });
    await expect(oversight.invoke(agent, { messages: [] }, { configurable: { thread_id: "t" } })).rejects.toMatchObject({ code: "guard_missing" });
    expect(server.actions.size).toBe(0);
  });

  it("without the lease no governed tool runs", async () => {
    server.judge = (action) => server.approve(action);
    const lease = signalbox.stream();
    const { go, model } = setUp({ script: [toolCalls([pay()]), done], options: { lease } });
    await go();
    lease.close();
    expect(ran).toEqual([]);
    expect(told(model.heard[1] ?? [], "c1").text).toContain("counts as stopped");
    expect(server.asked("pay").consumed).toBe(false);
  });

  it("a call that the middleware's predicate lets through runs without a permit, one that it does not needs one", async () => {
    server.judge = (action) => server.approve(action);
    const when = (request: { toolCall: { args: Record<string, unknown> } }) => Number(request.toolCall.args["amount"]) > 10;
    const { go } = setUp({ script: [toolCalls([pay("c1", 1), pay("c2", 20)]), done], interruptOn: { pay: { allowedDecisions: ["approve"], when } } });
    await go();
    expect(ran).toHaveLength(2);
    expect([...server.actions.values()].map((action) => action.parameters)).toEqual([{ amount: 20 }]);
  });

  it("a tool that interrupts the graph itself keeps its permit until it is done", async () => {
    server.judge = (action) => server.approve(action);
    const asking = record("pay", () => `paid to ${interrupt({ question: "which account?" })}`);
    const { agent, config, go } = setUp({ script: [toolCalls([pay()]), done], tools: [asking] });
    await go();
    expect(server.asked("pay").outcome).toBeNull();
    const result = await agent.invoke(new Command({ resume: "savings" }), config);
    expect(told(result.messages, "c1").text).toBe("paid to savings");
    expect(server.asked("pay").outcome).toEqual({ status: "succeeded", result: "paid to savings" });
  });
});

describe("a thread is never stuck", () => {
  it.each([
    ["both governed", [pay("c1"), refund("c1")]],
    ["one of them not governed", [pay("c1"), { name: "look", args: { amount: 1 }, id: "c1" }]],
  ])("two calls of one answer share an id, %s: the governed ones do not run, the model hears why and goes on", async (_name, calls) => {
    server.judge = (action) => server.approve(action);
    const { go, model } = setUp({ script: [toolCalls(calls), done] });
    const messages = await go();
    expect(ran.filter(([name]) => name !== "look")).toEqual([]);
    expect(server.actions.size).toBe(0);
    expect((model.heard[1] ?? []).map((message) => message.text).join("\n")).toContain("share an id");
    expect(messages.at(-1)?.text).toBe("finished");
  });

  it("its process died while a tool ran: settle says how to go on, and the model hears that the call may have run and what to look at", async () => {
    server.judge = (action) => server.approve(action);
    const checkpointer = new MemorySaver();
    const config = { configurable: { thread_id: "crashed" } };
    const process = (work: () => unknown) => {
      const oversight = signalboxOversight({ signalbox, interruptOn: { pay: true }, describe: () => ({ resource: { type: "account", id: "a1" } }) });
      const model = new ScriptedModel([(messages) => (messages.some((message) => ToolMessage.isInstance(message)) ? done : toolCalls([pay()])), done]);
      return { oversight, model, agent: createAgent({ model, tools: [record("pay", work)], middleware: [...oversight.middleware], checkpointer }) };
    };
    const first = process(() => new Promise(() => undefined)); // never ends, as after a kill
    void first.oversight.invoke(first.agent, { messages: [{ role: "user", content: "go" }] }, config);
    for (let i = 0; i < 200 && ran.length === 0; i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(ran).toHaveLength(1);
    const second = process(() => "paid twice");
    await expect(second.oversight.settle(second.agent, config)).rejects.toMatchObject({ code: "left_in_the_middle", message: expect.stringContaining("oversight.invoke(agent, null, config)") as unknown });
    const result = await second.oversight.invoke(second.agent, null, config);
    expect(ran).toHaveLength(1);
    const heard = told(result.messages, "c1").text;
    expect(heard).toContain("may have run");
    expect(heard).toContain("account a1");
    expect(heard).not.toContain("there is no permit");
    expect(result.messages.at(-1)?.text).toBe("finished");
  });
});
