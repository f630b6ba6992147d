import { createAgent, humanInTheLoopMiddleware, ToolMessage } from "langchain";
import { Command, interrupt, MemorySaver } from "@langchain/langgraph";
import { describe, expect, it } from "vitest";
import { signalboxOversight } from "./langchain.ts";
import { done, pay, record, refund, scene, setTheScene, setUp, told } from "./langchain.scene.ts";
import { ScriptedModel, toolCalls } from "./scripted-model.ts";

setTheScene();

describe("what could go wrong", () => {
  it("Signalbox away before the decision: nothing runs, and the thread can be settled later without asking twice", async () => {
    const { agent, oversight, config, go } = setUp({ script: [toolCalls([pay()]), done] });
    await scene.server.stop();
    await expect(go()).rejects.toMatchObject({ code: "unreachable" });
    expect(scene.ran).toEqual([]);
    await scene.server.start();
    await expect(oversight.settle(agent, config, { timeoutSeconds: 0.1 })).rejects.toMatchObject({
      code: "still_pending",
    });
    scene.server.approve(scene.server.asked("pay"));
    const result = await oversight.settle(agent, config);
    expect(result?.messages.at(-1)?.text).toBe("finished");
    expect(scene.ran).toEqual([["pay", { amount: 12 }]]);
    expect(scene.server.actions.size).toBe(1);
    expect(await oversight.settle(agent, config)).toBeUndefined();
  });

  it("Signalbox away when the permit is needed: the tool does not run and the model is told why", async () => {
    scene.server.judge = (action) => scene.server.approve(action);
    scene.server.fault = (request) => (request.path.includes("/executions") ? "drop" : undefined);
    const { go, model } = setUp({ script: [toolCalls([pay()]), done] });
    await go();
    expect(scene.ran).toEqual([]);
    expect(told(model.heard[1] ?? [], "c1").text).toContain(
      "Signalbox cannot be reached, so nothing may run (unreachable)",
    );
  });

  it.each([
    ["stopped", 409, "a stop is in force"],
    ["permit_expired", 410, "ran out before it was used"], // the second time too
    ["permit_consumed", 409, "may have run, wholly or in part: its permit was used"],
  ])("permit refused (%s): the tool does not run and the model is told why", async (code, status, words) => {
    scene.server.judge = (action) => scene.server.approve(action);
    scene.server.fault = (request) => (request.path.includes("/executions") ? { status, code } : undefined);
    const { go, model } = setUp({ script: [toolCalls([pay()]), done] });
    await go();
    expect(scene.ran).toEqual([]);
    expect(told(model.heard[1] ?? [], "c1").text).toContain(words);
  });

  it("the graph resumed by hand with an approval: the governed call still goes to Signalbox", async () => {
    scene.server.judge = (action) => scene.server.reject(action, "Nobody asked me");
    const { agent, config, model } = setUp({ script: [toolCalls([pay()]), done] });
    await agent.invoke({ messages: [{ role: "user", content: "go" }] }, config);
    await agent.invoke(new Command({ resume: { decisions: [{ type: "approve" }] } }), config);
    expect(scene.ran).toEqual([]);
    expect(told(model.heard[1] ?? [], "c1").text).toContain("Nobody asked me");
  });

  it("the arguments changed by hand after the decision: what was decided runs", async () => {
    scene.server.judge = (action) => scene.server.approve(action);
    const { agent, config, oversight } = setUp({ script: [toolCalls([pay()]), done] });
    await agent.invoke({ messages: [{ role: "user", content: "go" }] }, config);
    const command = await oversight.resolve(agent, config);
    const forged = { decisions: [{ type: "edit", editedAction: { name: "pay", args: { amount: 1_000_000 } } }] };
    await agent.invoke(new Command({ resume: forged, update: command?.update ?? {} }), config);
    expect(scene.ran).toEqual([["pay", { amount: 12 }]]);
  });

  it("an agent without the guard is refused before anything is asked", async () => {
    const oversight = signalboxOversight({ signalbox: scene.signalbox, interruptOn: { pay: true } });
    const agent = createAgent({
      model: new ScriptedModel([toolCalls([pay()]), done]),
      tools: [record("pay")],
      middleware: [humanInTheLoopMiddleware({ interruptOn: { pay: true } })],
      checkpointer: new MemorySaver(),
    });
    await expect(oversight.invoke(agent, { messages: [] }, { configurable: { thread_id: "t" } })).rejects.toMatchObject(
      { code: "guard_missing" },
    );
    expect(scene.server.actions.size).toBe(0);
  });

  it("without the lease no governed tool runs", async () => {
    scene.server.judge = (action) => scene.server.approve(action);
    const lease = scene.signalbox.stream();
    const { go, model } = setUp({ script: [toolCalls([pay()]), done], options: { lease } });
    await go();
    lease.close();
    expect(scene.ran).toEqual([]);
    expect(told(model.heard[1] ?? [], "c1").text).toContain("counts as stopped");
    expect(scene.server.asked("pay").consumed).toBe(false);
  });

  it("a call that the middleware's predicate lets through runs without a permit, one that it does not needs one", async () => {
    scene.server.judge = (action) => scene.server.approve(action);
    const when = (request: { toolCall: { args: Record<string, unknown> } }) =>
      Number(request.toolCall.args["amount"]) > 10;
    const { go } = setUp({
      script: [toolCalls([pay("c1", 1), pay("c2", 20)]), done],
      interruptOn: { pay: { allowedDecisions: ["approve"], when } },
    });
    await go();
    expect(scene.ran).toHaveLength(2);
    expect([...scene.server.actions.values()].map((action) => action.parameters)).toEqual([{ amount: 20 }]);
  });

  it("a tool that interrupts the graph itself keeps its permit until it is done", async () => {
    scene.server.judge = (action) => scene.server.approve(action);
    const asking = record("pay", () => `paid to ${interrupt({ question: "which account?" })}`);
    const { agent, config, go } = setUp({ script: [toolCalls([pay()]), done], tools: [asking] });
    await go();
    expect(scene.server.asked("pay").outcome).toBeNull();
    const result = await agent.invoke(new Command({ resume: "savings" }), config);
    expect(told(result.messages, "c1").text).toBe("paid to savings");
    expect(scene.server.asked("pay").outcome).toEqual({ status: "succeeded", result: "paid to savings" });
  });
});

describe("a thread is never stuck", () => {
  it.each([
    ["both governed", [pay("c1"), refund("c1")]],
    ["one of them not governed", [pay("c1"), { name: "look", args: { amount: 1 }, id: "c1" }]],
  ])(
    "two calls of one answer share an id, %s: the governed ones do not run, the model hears why and goes on",
    async (_name, calls) => {
      scene.server.judge = (action) => scene.server.approve(action);
      const { go, model } = setUp({ script: [toolCalls(calls), done] });
      const messages = await go();
      expect(scene.ran.filter(([name]) => name !== "look")).toEqual([]);
      expect(scene.server.actions.size).toBe(0);
      expect((model.heard[1] ?? []).map((message) => message.text).join("\n")).toContain("share an id");
      expect(messages.at(-1)?.text).toBe("finished");
    },
  );

  it("its process died while a tool ran: settle says how to go on, and the model hears that the call may have run and what to look at", async () => {
    scene.server.judge = (action) => scene.server.approve(action);
    const checkpointer = new MemorySaver();
    const config = { configurable: { thread_id: "crashed" } };
    const process = (work: () => unknown) => {
      const oversight = signalboxOversight({
        signalbox: scene.signalbox,
        interruptOn: { pay: true },
        describe: () => ({ resource: { type: "account", id: "a1" } }),
      });
      const model = new ScriptedModel([
        (messages) => (messages.some((message) => ToolMessage.isInstance(message)) ? done : toolCalls([pay()])),
        done,
      ]);
      return {
        oversight,
        model,
        agent: createAgent({
          model,
          tools: [record("pay", work)],
          middleware: [...oversight.middleware],
          checkpointer,
        }),
      };
    };
    const first = process(() => new Promise(() => undefined)); // never ends, as after a kill
    void first.oversight.invoke(first.agent, { messages: [{ role: "user", content: "go" }] }, config);
    for (let i = 0; i < 200 && scene.ran.length === 0; i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(scene.ran).toHaveLength(1);
    const second = process(() => "paid twice");
    await expect(second.oversight.settle(second.agent, config)).rejects.toMatchObject({
      code: "left_in_the_middle",
      message: expect.stringContaining("oversight.invoke(agent, null, config)") as unknown,
    });
    const result = await second.oversight.invoke(second.agent, null, config);
    expect(scene.ran).toHaveLength(1);
    const heard = told(result.messages, "c1").text;
    expect(heard).toContain("may have run");
    expect(heard).toContain("account a1");
    expect(heard).not.toContain("there is no permit");
    expect(result.messages.at(-1)?.text).toBe("finished");
  });
});
