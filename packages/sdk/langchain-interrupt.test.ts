import { describe, expect, it } from "vitest";
import { readToolInterrupt, writeToolResume, type Resolution } from "./langchain-interrupt.ts";

const resolutions: Resolution[] = [
  { type: "approve" },
  { type: "edit", args: { n: 2 } },
  { type: "reject", message: "no" },
];
const all = ["approve", "edit", "reject"];

describe("LangChain interrupts", () => {
  it("are read and answered in camelCase, in order", () => {
    const interrupt = readToolInterrupt({
      actionRequests: [
        { name: "a", args: { n: 1 }, description: "why" },
        { name: "b", args: { n: 1 } },
        { name: "c", args: {} },
      ],
      reviewConfigs: ["a", "b", "c"].map((actionName) => ({ actionName, allowedDecisions: all })),
    });
    expect(interrupt?.reviews.map((review) => [review.name, review.args, review.description])).toEqual([
      ["a", { n: 1 }, "why"],
      ["b", { n: 1 }, undefined],
      ["c", {}, undefined],
    ]);
    expect(interrupt && writeToolResume(interrupt, resolutions)).toEqual({
      decisions: [
        { type: "approve" },
        { type: "edit", editedAction: { name: "b", args: { n: 2 } } },
        { type: "reject", message: "no" },
      ],
    });
  });

  it("are read and answered in snake_case, with arguments for args", () => {
    const interrupt = readToolInterrupt({
      action_requests: [
        { name: "a", arguments: {} },
        { action: "b", arguments: '{"n":1}' },
        { name: "c", args: {} },
      ],
      review_configs: ["c", "b", "a"].map((action_name) => ({ action_name, allowed_decisions: all })),
    });
    expect(interrupt?.reviews[1]).toMatchObject({ name: "b", args: { n: 1 } });
    expect(interrupt && writeToolResume(interrupt, resolutions)).toEqual({
      decisions: [
        { type: "approve" },
        { type: "edit", edited_action: { name: "b", args: { n: 2 } } },
        { type: "reject", message: "no" },
      ],
    });
  });

  it("are read and answered one by one in the per-call form", () => {
    const interrupt = readToolInterrupt({
      type: "tool_approval",
      tool_call_id: "call_1",
      name: "a",
      args: { n: 1 },
      response_schema: {
        oneOf: [
          { properties: { type: { const: "approve" } } },
          { properties: { type: { const: "edit" }, edited_action: {} } },
        ],
      },
    });
    expect(interrupt?.reviews[0]).toMatchObject({ toolCallId: "call_1", allowed: new Set(["approve", "edit"]) });
    if (!interrupt) throw new Error("not read");
    expect(writeToolResume(interrupt, [{ type: "approve" }])).toEqual({ type: "approve" });
    expect(writeToolResume(interrupt, [{ type: "edit", args: { n: 3 } }])).toEqual({
      type: "edit",
      edited_action: { name: "a", args: { n: 3 } },
    });
    expect(() => writeToolResume(interrupt, [{ type: "reject", message: "no" }])).toThrow(/does not allow "reject"/);
  });

  it("approve by an edit that changes nothing where only edits are allowed", () => {
    const interrupt = readToolInterrupt({
      actionRequests: [{ name: "a", args: { n: 1 } }],
      reviewConfigs: [{ actionName: "a", allowedDecisions: ["edit"] }],
    });
    expect(interrupt && writeToolResume(interrupt, [{ type: "approve" }])).toEqual({
      decisions: [{ type: "edit", editedAction: { name: "a", args: { n: 1 } } }],
    });
  });

  it.each([[null], ["text"], [{ question: "colour?" }], [[]]])(
    "leave the interrupt %j alone, which is somebody else's",
    (value) => {
      expect(readToolInterrupt(value)).toBeNull();
    },
  );

  it.each([
    [{ actionRequests: [] }],
    [{ actionRequests: [{ args: {} }] }],
    [{ actionRequests: [{ name: "a", args: [1] }] }],
    [{ actionRequests: [{ name: "a" }] }],
    [{ type: "tool_approval", name: "a", args: {} }],
  ])("refuse %j, which cannot be understood", (value) => {
    expect(() => readToolInterrupt(value)).toThrow(TypeError);
  });

  it("refuse a different number of decisions", () => {
    const interrupt = readToolInterrupt({ actionRequests: [{ name: "a", args: {} }] });
    expect(() => interrupt && writeToolResume(interrupt, [])).toThrow(RangeError);
  });
});
