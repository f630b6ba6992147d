import { AIMessage } from "langchain";
import { describe, expect, it } from "vitest";
import { done, pay, record, refund, scene, setTheScene, setUp, told } from "./langchain.scene.ts";
import { toolCalls } from "./scripted-model.ts";

setTheScene();

describe("one tool call", () => {
  it("approved: runs as asked, on a permit used once, and its outcome is reported", async () => {
    scene.server.judge = (action) => scene.server.approve(action);
    const { go, model } = setUp({ script: [toolCalls([pay()], "The invoice is due."), done] });
    const messages = await go();
    expect(scene.ran).toEqual([["pay", { amount: 12 }]]);
    expect(told(messages, "c1").content).toBe("pay done");
    expect(messages.at(-1)?.text).toBe("finished");
    const asked = scene.server.asked("pay");
    expect(asked).toMatchObject({ consumed: true, outcome: { status: "succeeded", result: "pay done" } });
    expect(asked.request).toEqual({
      action: "pay",
      parameters: { amount: 12 },
      toolCallId: "c1",
      reasoning: { summary: "The invoice is due." },
    });
    expect(model.heard).toHaveLength(2);
  });

  it("edited: runs with the edited arguments only, and the model is told not to try its own again", async () => {
    scene.server.judge = (action) => scene.server.edit(action, { amount: 5 }, "Pay half now");
    const { go, model } = setUp({ script: [toolCalls([pay()]), done] });
    const messages = await go();
    expect(scene.ran).toEqual([["pay", { amount: 5 }]]);
    const content = told(messages, "c1").text;
    expect(content).toContain("A reviewer replaced the arguments");
    expect(content).toContain("Pay half now");
    expect(content).toContain("pay done");
    const heard = model.heard[1]?.find((message) => AIMessage.isInstance(message));
    expect(AIMessage.isInstance(heard) && heard.tool_calls).toMatchObject([{ id: "c1", args: { amount: 5 } }]);
  });

  it("edited where the middleware takes no edits: what was decided runs all the same", async () => {
    scene.server.judge = (action) => scene.server.edit(action, { amount: 5 }, "Pay half now");
    const { go } = setUp({
      script: [toolCalls([pay()]), done],
      interruptOn: { pay: { allowedDecisions: ["approve", "reject"] } },
    });
    await go();
    expect(scene.ran).toEqual([["pay", { amount: 5 }]]);
  });

  it("rejected: does not run, and the reason reaches the model as the call's answer", async () => {
    scene.server.judge = (action) => scene.server.reject(action, "Not before Monday");
    const { go, model } = setUp({ script: [toolCalls([pay()]), done] });
    await go();
    expect(scene.ran).toEqual([]);
    const heard = told(model.heard[1] ?? [], "c1");
    expect(heard.status).toBe("error");
    expect(heard.text).toContain("Not before Monday");
    expect(scene.server.asked("pay").outcome).toBeNull();
  });

  it("rejected where the middleware takes no rejection: does not run, and the model goes on with the reason", async () => {
    scene.server.judge = (action) => scene.server.reject(action, "Not before Monday");
    const { go, model } = setUp({
      script: [toolCalls([pay()]), done],
      interruptOn: { pay: { allowedDecisions: ["approve"] } },
    });
    const messages = await go();
    expect(scene.ran).toEqual([]);
    expect(told(model.heard[1] ?? [], "c1").text).toContain("Not before Monday");
    expect(messages.at(-1)?.text).toBe("finished");
  });

  it("denied outright: the interlock's words reach the model", async () => {
    scene.server.judge = (action) => scene.server.denyByPolicy(action, "A stop is in force for this agent.");
    const { go, model } = setUp({ script: [toolCalls([pay()]), done] });
    await go();
    expect(scene.ran).toEqual([]);
    expect(told(model.heard[1] ?? [], "c1").text).toContain("A stop is in force for this agent.");
  });

  it("expired: counts as denied and says so", async () => {
    scene.server.judge = (action) => scene.server.expire(action);
    const { go, model } = setUp({ script: [toolCalls([pay()]), done] });
    await go();
    expect(scene.ran).toEqual([]);
    expect(told(model.heard[1] ?? [], "c1").text).toContain("nobody decided in time");
  });

  it("refused as invalid: each fault reaches the model, so that it can mend its call", async () => {
    const invalid = record("invalid");
    const { go, model } = setUp({
      script: [toolCalls([{ name: "invalid", args: { amount: 1 }, id: "c1" }]), done],
      tools: [invalid],
      interruptOn: { invalid: true },
    });
    await go();
    expect(scene.ran).toEqual([]);
    expect(told(model.heard[1] ?? [], "c1").text).toContain("parameters.amount: must be a number");
  });

  it("that fails: is reported as failed and the error reaches the model", async () => {
    scene.server.judge = (action) => scene.server.approve(action);
    const failing = record("pay", () => {
      throw new Error("bank is closed");
    });
    const { go, model } = setUp({ script: [toolCalls([pay()]), done], tools: [failing] });
    await go();
    expect(scene.server.asked("pay").outcome).toEqual({ status: "failed", error: "bank is closed" });
    expect(told(model.heard[1] ?? [], "c1").text).toContain("bank is closed");
  });

  it("keeps the application's own account of the call, but never other parameters", async () => {
    scene.server.judge = (action) => scene.server.approve(action);
    const describeCall = () => ({
      resource: { type: "budget", id: "emea" },
      confidence: 0.4,
      parameters: { amount: 0 },
    });
    const { go } = setUp({ script: [toolCalls([pay()]), done], options: { describe: describeCall } });
    await go();
    expect(scene.server.asked("pay").request).toMatchObject({
      resource: { type: "budget", id: "emea" },
      confidence: 0.4,
      parameters: { amount: 12 },
    });
  });
});

describe("several tool calls in one answer", () => {
  const rejectRefunds = () => {
    scene.server.judge = (action) =>
      action.action === "refund"
        ? scene.server.reject(action, "Already refunded")
        : scene.server.edit(action, { amount: 5 }, "half");
  };

  it.each([
    ["the rejected one last", [pay(), refund()]],
    ["the rejected one first", [refund(), pay()]],
  ])(
    "one rejected, one edited, %s: the edited one runs and the rejected one's reason reaches the model",
    async (_order, calls) => {
      rejectRefunds();
      const { go, model } = setUp({ script: [toolCalls(calls), done] });
      const messages = await go();
      expect(scene.ran).toEqual([["pay", { amount: 5 }]]);
      expect(model.heard).toHaveLength(2);
      expect(told(model.heard[1] ?? [], "c2").text).toContain("Already refunded");
      expect(told(model.heard[1] ?? [], "c2").status).toBe("error");
      expect(told(model.heard[1] ?? [], "c1").text).toContain("pay done");
      expect(scene.server.asked("pay").outcome?.status).toBe("succeeded");
      expect(scene.server.asked("refund")).toMatchObject({ consumed: false, outcome: null });
      expect(messages.at(-1)?.text).toBe("finished");
    },
  );

  it("a rejection does not discard a call that needs no approval", async () => {
    rejectRefunds();
    const { go, model } = setUp({
      script: [toolCalls([{ name: "look", args: { amount: 0 }, id: "c0" }, refund()]), done],
    });
    await go();
    expect(scene.ran).toEqual([["look", { amount: 0 }]]);
    expect(told(model.heard[1] ?? [], "c0").text).toBe("look done");
    expect(told(model.heard[1] ?? [], "c2").text).toContain("Already refunded");
  });

  it("all rejected: nothing runs and every reason reaches the model", async () => {
    scene.server.judge = (action) => scene.server.reject(action, `no ${action.action}`);
    const { go, model } = setUp({ script: [toolCalls([pay(), refund()]), done] });
    const messages = await go();
    expect(scene.ran).toEqual([]);
    expect(told(model.heard[1] ?? [], "c1").text).toContain("no pay");
    expect(told(model.heard[1] ?? [], "c2").text).toContain("no refund");
    expect(messages.at(-1)?.text).toBe("finished");
  });

  it("five calls, mixed: each gets its own decision, two equal calls included", async () => {
    let seen = 0;
    scene.server.judge = (action) =>
      action.action === "refund"
        ? scene.server.reject(action, "no")
        : (seen += 1) === 2
          ? scene.server.reject(action, "once is enough")
          : scene.server.approve(action);
    const calls = [pay("a", 1), refund("b"), pay("c", 1), pay("d", 2), { name: "look", args: { amount: 9 }, id: "e" }];
    const { go, model } = setUp({ script: [toolCalls(calls), done] });
    await go();
    expect(scene.ran).toHaveLength(3);
    expect(scene.ran).toEqual(expect.arrayContaining([["look", { amount: 9 }]]));
    for (const call of calls) told(model.heard[1] ?? [], call.id);
    expect([...scene.server.actions.values()].filter((action) => action.consumed)).toHaveLength(2);
  });

  it("a permit that ran out while a sibling was being decided: what was decided is asked again and runs", async () => {
    let refusals = 1;
    scene.server.fault = (request) =>
      request.path.includes("/executions") && refusals-- > 0 ? { status: 410, code: "permit_expired" } : undefined;
    scene.server.judge = (action) =>
      action.parameters["amount"] === 12
        ? scene.server.edit(action, { amount: 5 }, "half")
        : scene.server.approve(action);
    const { go } = setUp({ script: [toolCalls([pay()]), done] });
    const messages = await go();
    expect(scene.ran).toEqual([["pay", { amount: 5 }]]);
    expect([...scene.server.actions.values()].map((action) => action.parameters)).toEqual([
      { amount: 12 },
      { amount: 5 },
    ]);
    expect(scene.server.asked("pay").outcome?.status).toBe("succeeded");
    expect(told(messages, "c1").text).toContain("A reviewer replaced the arguments");
  });

  it("the same tool call id used again in a later answer is decided anew", async () => {
    scene.server.judge = (action) => scene.server.approve(action);
    const { go } = setUp({ script: [toolCalls([pay("c1", 1)]), toolCalls([pay("c1", 1)]), done] });
    await go();
    expect(scene.ran).toEqual([
      ["pay", { amount: 1 }],
      ["pay", { amount: 1 }],
    ]);
    expect(scene.server.actions.size).toBe(2);
  });
});
